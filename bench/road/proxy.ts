/**
 * One bare hop: `consumer` takes HTTP and speaks mTLS 1.3 to the other, `provider` the reverse. With a seal in its plan it also signs what it
 * sends and verifies what it gets by the same functions as a gateway, and does nothing else of what a gateway does.
 */
import { randomUUID } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { decodeCompact, encodeCompact, parseCertificate, signCompact, signerFromPem, verifyCompact } from "@troad/trust";
import { Pool } from "undici";

type Plan = {
  role: "consumer" | "provider";
  to: string;
  key: string;
  cert: string;
  ca: string;
  peer: string;
  sign: boolean /** Bodies go through files in `folder`. */;
  spool?: boolean;
  folder?: string;
};
const plan = JSON.parse(process.argv[2] ?? "{}") as Plan;
const tls = { key: plan.key, cert: plan.cert, ca: plan.ca };
const connect = { ...tls, minVersion: "TLSv1.3" as const, checkServerIdentity: () => undefined };
const pool = new Pool(plan.to, {
  connections: 32,
  headersTimeout: 0,
  bodyTimeout: 0,
  ...(plan.role === "consumer" ? { connect } : {}),
});
const seal = { signer: signerFromPem(plan.key), certificate: parseCertificate(plan.cert) };
const head = Buffer.from("x-road-client:BENCH/GOV/A/X\r\ncontent-type:application/json\r\n".repeat(4));

const bodyOf = async (from: AsyncIterable<Uint8Array>): Promise<Buffer> => {
  const parts: Uint8Array[] = [];
  for await (const part of from) parts.push(part);
  return Buffer.concat(parts);
};
const filesOf = (body: Buffer) => [
  { name: "request.http", mime: "application/x-road-rest-request", data: head },
  { name: "body.json", mime: "application/json", data: body },
];
const sign = async (body: Buffer): Promise<Buffer> =>
  encodeCompact(await signCompact({ files: filesOf(body), ...seal, signingTime: new Date() }));
const other = parseCertificate(plan.peer);
function verify(message: Buffer): Buffer {
  const length = message.readUInt32BE(0);
  const body = message.subarray(4 + length);
  if (!verifyCompact(decodeCompact(message.subarray(4, 4 + length)), other, filesOf(body))) throw new Error("signature");
  return body;
}
async function signed(body: Buffer): Promise<Buffer> {
  const signature = await sign(body);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(signature.length);
  return Buffer.concat([length, signature, body]);
}

async function pass(request: IncomingMessage): Promise<Buffer> {
  const came = await bodyOf(request);
  const inward = plan.sign ? (plan.role === "consumer" ? await signed(came) : await verify(came)) : came;
  const answer = await pool.request({
    method: "POST",
    path: "/",
    headers: { "content-type": "application/json" },
    body: inward,
  });
  const back = await bodyOf(answer.body);
  return plan.sign ? (plan.role === "consumer" ? verify(back) : signed(back)) : back;
}

/** A body into a file and out of it again, in the clear. */
async function throughFile(from: AsyncIterable<Uint8Array>): Promise<Readable> {
  const file = path.join(plan.folder ?? tmpdir(), randomUUID());
  await pipeline(from, createWriteStream(file));
  return createReadStream(file).once("close", () => void rm(file, { force: true }));
}
async function passFiles(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const answer = await pool.request({
    method: "POST",
    path: "/",
    headers: { "content-type": "application/octet-stream" },
    body: await throughFile(request),
  });
  await pipeline(await throughFile(answer.body), response);
}

const listener: RequestListener = (request, response) => {
  if (plan.spool) {
    passFiles(request, response).catch((error: Error) => response.destroy(error));
    return;
  }
  pass(request).then(
    (body) => response.end(body),
    (error: Error) => response.writeHead(500).end(error.message),
  );
};
const server =
  plan.role === "consumer"
    ? createServer(listener)
    : createTlsServer({ ...tls, requestCert: true, rejectUnauthorized: true, minVersion: "TLSv1.3" }, listener);
server.keepAliveTimeout = 60_000;
server.requestTimeout = 0;
server.listen(0, "127.0.0.1", () => {
  const { port } = server.address() as AddressInfo;
  console.log(JSON.stringify({ url: `${plan.role === "consumer" ? "http" : "https"}://127.0.0.1:${port}` }));
});
process.once("SIGTERM", () => process.exit(0));
