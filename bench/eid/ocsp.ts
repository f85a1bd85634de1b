import { sign } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Worker } from "node:worker_threads";
import { pkiApi } from "@troad/pki/api";
import pki from "@troad/pki/module";
import { buildOcspRequest, createCsr, csrPem, generateSigner, parseCertificate } from "@troad/trust";
import { startModules } from "../../kernel/test/modules.ts";
import type { Row } from "../kit.ts";

const seconds = 4;
const certificates = 200;

/**
 * OCSP over HTTP beside the bare signatures that the same core makes: answers without a nonce are signed once and given again (aim 0.5), with
 * a nonce each is signed anew (aim 0.3). Requests come from a thread of their own, over sockets that stay open.
 */
export async function ocspRows(): Promise<Row[]> {
  const started = await startModules([pki]);
  try {
    const authority = started.running.use(pkiApi);
    const issued = [];
    for (let at = 0; at < certificates; at++) {
      const csr = csrPem(await createCsr({ subject: { CN: "x" }, signer: await generateSigner("P-256") }));
      const member = { instance: "TWDEMO", member: "GOV/MOI", organization: "MOI" };
      issued.push(parseCertificate((await authority.enrolMember({ ...member, profile: "seal", csr })).certificate));
    }
    const issuer = parseCertificate((await authority.trustAnchors()).intermediates[0]!.certificate);
    const requests = issued.map((certificate) => buildOcspRequest({ certificate, issuer }));
    const nonces = issued.map((certificate) => buildOcspRequest({ certificate, issuer, nonce: Buffer.alloc(32, 7) }));
    const address = `${started.running.origin}/pki/ocsp`;
    const bare = bareSignatures(requests[0]!, (await generateSigner("P-256")).privateKey);
    const row = (what: string, value: number): Row => ({
      ...{ what, value: Math.round(value), unit: "answers/s", peer: `${Math.round(bare)} bare P-256 signatures/s` },
      ratio: Math.round((value / bare) * 100) / 100,
    });
    const again = row("OCSP, signed once and given again", await load(address, requests));
    const anew = row("OCSP with a nonce", await load(address, nonces));
    const node = async (what: string, signs: boolean): Promise<Row> => row(what, await bareServer(signs, requests));
    return [
      again,
      await node("Node's HTTP server alone, an answer of the same length", false),
      anew,
      await node("the same with a bare signature", true),
    ];
  } finally {
    await started.stop();
  }
}

function bareSignatures(bytes: Buffer, key: Parameters<typeof sign>[2]): number {
  const end = performance.now() + 2_000;
  let count = 0;
  for (; performance.now() < end; count++) sign("sha256", bytes, key);
  return count / 2;
}

/** What is left for an answer: the HTTP server of Node, which reads the request and sends as many bytes, with a signature or without. */
async function bareServer(signs: boolean, requests: readonly Buffer[]): Promise<number> {
  const { privateKey } = await generateSigner("P-256");
  const body = Buffer.alloc(1_000, 1);
  const server = createServer((request, reply) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      if (signs) sign("sha256", Buffer.concat(parts), privateKey);
      reply.writeHead(200, { "content-type": "application/ocsp-response", "content-length": body.length });
      reply.end(body);
    });
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  try {
    return await load(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, requests);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** Raw HTTP/1.1 with pipelining, so that the client costs as little as it can. */
const client = `
  const { parentPort, workerData } = require("node:worker_threads");
  const net = require("node:net");
  const { host, port, path, requests, seconds, sockets, deep } = workerData;
  const wire = requests.map((body) => Buffer.concat([Buffer.from("POST " + path + " HTTP/1.1\\r\\nhost: " + host +
    "\\r\\ncontent-type: application/ocsp-request\\r\\ncontent-length: " + body.length + "\\r\\n\\r\\n"), body]));
  const end = performance.now() + seconds * 1000;
  let done = 0, open = sockets, at = 0;
  const marker = Buffer.from("HTTP/1.1 200");
  for (let n = 0; n < sockets; n++) {
    const socket = net.connect(port, host);
    const send = (count) => { const parts = []; for (let k = 0; k < count; k++) parts.push(wire[at++ % wire.length]); socket.write(Buffer.concat(parts)); };
    socket.on("connect", () => send(deep));
    socket.on("data", (data) => {
      let found = 0;
      for (let i = data.indexOf(marker); i >= 0; i = data.indexOf(marker, i + 12)) found++;
      done += found;
      if (performance.now() < end) { if (found) send(found); }
      else { socket.destroy(); }
    });
    socket.on("close", () => { if (--open === 0) parentPort.postMessage(done); });
  }`;

function load(address: string, requests: readonly Buffer[]): Promise<number> {
  const { hostname: host, port, pathname: path } = new URL(address);
  const workerData = { host, port: Number(port), path, requests, seconds, sockets: 8, deep: 4 };
  return new Promise((resolve, reject) => {
    const worker = new Worker(client, { eval: true, workerData });
    worker.on("error", reject);
    worker.on("message", (done: number) => {
      void worker.terminate();
      resolve(done / seconds);
    });
  });
}
