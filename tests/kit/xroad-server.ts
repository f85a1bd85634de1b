import { randomBytes } from "node:crypto";
import http from "node:http";
import https from "node:https";
import type { AddressInfo } from "node:net";
import type { SecureContextOptions, TLSSocket } from "node:tls";
import { parseCertificate, privateKeyPem } from "@troad/trust";
import {
  newBoundary,
  readTransport,
  type SoapFault,
  statusType,
  type TransportMessage,
  transportType,
  verifyServer,
  verifyTransport,
  wantedStatus,
  writeFault,
  writeStatusAnswers,
} from "@troad/xroad";
import { type Form, type Headers, hashOf, headOf, multipart, type Parts, readHead, signedParts } from "./xroad-message.ts";
import { statusOf, type XroadPeer, xroadTls } from "./xroad-peer.ts";

export type Asked = {
  message: TransportMessage;
  body: Buffer;
  method: string;
  target: string;
  headers: Map<string, string>;
  transport: http.IncomingHttpHeaders;
};
export type ScriptedReply = { parts: Parts } | { fault: SoapFault } | { raw: (response: http.ServerResponse) => void };
export type XroadServer = {
  asked: Asked[];
  /** What the next requests are answered with. */
  answerBy(how: (asked: Asked) => Promise<ScriptedReply>): void;
  /** What is told of its certificate. */
  tellStatus(how: (() => Promise<Buffer>) | undefined): void;
  /** Ends its connections and shows this certificate from now on, over X-Road's TLS or another. */
  showAs(peer: Pick<XroadPeer, "tls">, tls?: SecureContextOptions): void;
  close(): Promise<void>;
};

/** The head and body of an answer, signed: bound to the question unless the test binds it to another. */
export async function answerParts(
  peer: XroadPeer,
  asked: Pick<Asked, "message" | "body" | "headers" | "target">,
  answer: { status?: string; headers?: Headers; body?: Buffer; form?: Form },
): Promise<Parts> {
  const service = asked.target.split("/").slice(2, 7).join("/");
  const { headers } = asked;
  const head = headOf(answer.status ?? "200", "OK", [
    ["Content-Type", "application/json"],
    ...(answer.headers ?? []),
    ["x-road-client", headers.get("x-road-client")!],
    ["x-road-service", service],
    ["x-road-id", headers.get("x-road-id")!],
    ["x-road-request-id", headers.get("x-road-request-id")!],
    ["x-road-request-hash", hashOf(asked.message.head, asked.message.body && asked.body)],
  ]);
  return [
    { type: "application/x-road-rest-response", bytes: head },
    ...(answer.body ? [{ type: "application/x-road-rest-body", bytes: answer.body }] : []),
    ...(await signedParts(peer, { head, body: answer.body, ...(answer.form ? { form: answer.form } : {}) })),
  ];
}

/** A provider's server: verifies what comes as X-Road does, and answers as the test says. */
export async function openXroadServer(peer: XroadPeer, ports: { messages: number; status: number }): Promise<XroadServer> {
  const asked: Asked[] = [];
  let answerBy: (one: Asked) => Promise<ScriptedReply> = async (one) => ({
    parts: await answerParts(peer, one, { body: Buffer.from("{}") }),
  });
  let status: (() => Promise<Buffer>) | undefined;
  let shown = peer.tls.certificate;
  const server = https.createServer(
    {
      key: privateKeyPem(peer.tls.signer),
      cert: peer.tls.certificate.pem,
      requestCert: true,
      rejectUnauthorized: false,
      dhparam: "auto",
      ...xroadTls,
    },
    (request, response) => {
      void (async () => {
        const one = await take(peer, request);
        asked.push(one);
        const told = await answerBy(one);
        if ("raw" in told) return told.raw(response);
        if ("fault" in told) {
          response.writeHead(200, { "content-type": "text/xml;charset=utf-8" }).end(writeFault(told.fault));
          return;
        }
        const boundary = newBoundary(randomBytes);
        response.writeHead(200, { "content-type": transportType(boundary), "x-hash-algorithm": "SHA-512" });
        response.end(multipart(told.parts, boundary));
      })().catch((error: Error) => {
        const fault = writeFault({ code: "Server.ServerProxy.InvalidRequest", text: error.message });
        response.writeHead(200, { "content-type": "text/xml;charset=utf-8" }).end(fault);
      });
    },
  );
  const statusServer = http.createServer((request, response) => {
    void (async () => {
      const wanted = wantedStatus(new URL(request.url ?? "", "http://x").searchParams, [shown]);
      if (!wanted) return response.writeHead(500).end();
      const answers = await Promise.all(wanted.map((one) => status?.() ?? statusOf(peer, one)));
      return response.writeHead(200, { "content-type": statusType("xtopSTATUS") }).end(writeStatusAnswers(answers, "xtopSTATUS"));
    })();
  });
  await Promise.all([listen(server, ports.messages, peer.host), listen(statusServer, ports.status, peer.host)]);
  return {
    asked,
    answerBy: (how) => {
      answerBy = how;
    },
    tellStatus: (how) => {
      status = how;
    },
    showAs: (other, options = xroadTls) => {
      shown = other.tls.certificate;
      server.setSecureContext({ key: privateKeyPem(other.tls.signer), cert: shown.pem, dhparam: "auto", ...options });
      server.closeAllConnections();
    },
    close: async () => {
      for (const one of [server, statusServer]) {
        one.closeAllConnections();
        await new Promise((resolve) => one.close(resolve));
      }
    },
  };
}

const listen = (server: http.Server | https.Server, port: number, host: string): Promise<AddressInfo> =>
  new Promise((resolve, reject) =>
    server.once("error", reject).listen(port, host, () => resolve(server.address() as AddressInfo)),
  );

async function take(peer: XroadPeer, request: http.IncomingMessage): Promise<Asked> {
  const chunks: Buffer[] = [];
  const outcome = await readTransport(request, String(request.headers["content-type"]), (chunk) => void chunks.push(chunk));
  if (!outcome.ok || !("message" in outcome.value)) throw new Error(JSON.stringify(outcome));
  const { message } = outcome.value;
  const now = new Date();
  const { raw } = (request.socket as TLSSocket).getPeerCertificate();
  const standing = verifyServer(parseCertificate(raw), message.ocspResponses, { side: "tls-client", trust: peer.trust, now });
  if (!standing.ok) throw new Error(`client's certificate: ${standing.code}`);
  const verified = await verifyTransport(message, peer.trust, now);
  if (!verified.ok) throw new Error(`signature: ${verified.code}`);
  const { first, second, headers } = readHead(message.head);
  const client = headers.get("x-road-client")!.split("/").slice(0, 3).join("/");
  if (verified.value.signer.subject.serialNumber !== client) throw new Error("signed by another member");
  return { message, body: Buffer.concat(chunks), method: first, target: second, headers, transport: request.headers };
}
