import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { TLSSocket } from "node:tls";
import { hearOut, inTrace } from "@troad/kernel";
import { type Certificate, parseCertificate } from "@troad/trust";
import { newBoundary, transportType, writeFault, writeTransport } from "@troad/xroad";
import { roadFailure } from "../../domain/errors.ts";
import { formatService } from "../../domain/identifiers.ts";
import { tlsOfXroad } from "../../domain/xroad-tls.ts";
import type { Gateway } from "../gateway.ts";
import { type ListenerOptions, listenAt, paced, patienceOf } from "../listen.ts";
import type { LoggedOutcome } from "../log/logged.ts";
import { fulfil } from "../provider.ts";
import { peerFault, refusalOf } from "../refusals.ts";
import type { ServiceLookup } from "../services/services.ts";
import { decodeXroadForm } from "./form.ts";
import { hashAlgorithm, receiveXroad } from "./receive.ts";

/** The listener for X-Road security servers (PR-MESSTRANSP): mutual TLS, one message in a POST, its answer or a fault in the response. */
export async function openXroadListener(
  gateway: Gateway,
  lookup: ServiceLookup,
  at: ListenerOptions,
): Promise<{ address: string; close(): Promise<void> }> {
  const { tls } = gateway.identity;
  // leaf only: X-Road wants a status answer for every further certificate that is presented
  const shown = () => ({ key: tls.keyPem, cert: tls.certificate.pem, ...tlsOfXroad });
  const server = createServer(
    {
      ...shown(),
      requestCert: true,
      // the configuration, which changes while this listener is open, says whose a certificate is: `receiveXroad` verifies it
      rejectUnauthorized: false,
      handshakeTimeout: at.senderMs,
      ...patienceOf(at),
    },
    (request, response) => inTrace(undefined, () => void serve(gateway, lookup, { at, request, response })),
  );
  // without a certificate a client never gets as far as a request
  server.on("secureConnection", (socket) => {
    if (!certificateOf(socket)) socket.destroy();
  });
  const stopFollowing = gateway.identity.onRenewed(() => server.setSecureContext(shown()));
  const port = await listenAt(server, at);
  return {
    address: `https://${at.host}:${port}`,
    close: () =>
      new Promise((resolve) => {
        stopFollowing();
        server.close(() => resolve());
        server.closeIdleConnections();
        setTimeout(() => server.closeAllConnections(), 2_000).unref();
      }),
  };
}

const certificates = new WeakMap<TLSSocket, Certificate>();

function certificateOf(socket: TLSSocket): Certificate | undefined {
  const known = certificates.get(socket);
  if (known) return known;
  const { raw } = socket.getPeerCertificate();
  if (!raw) return undefined;
  try {
    const certificate = parseCertificate(raw);
    certificates.set(socket, certificate);
    return certificate;
  } catch {
    return undefined;
  }
}

type Exchange = { at: ListenerOptions; request: IncomingMessage; response: ServerResponse };

async function serve(gateway: Gateway, lookup: ServiceLookup, { at, request, response }: Exchange): Promise<void> {
  try {
    if (request.method !== "POST") throw roadFailure("Server.ServerProxy.InvalidRequest", {}, "method");
    const server = certificateOf(request.socket as TLSSocket);
    if (!server) throw roadFailure("Server.ServerProxy.UnknownPeer");
    const received = await receiveXroad(gateway, { source: paced(request, at, false), headers: request.headers, server });
    await fulfil(gateway, lookup, received, (outcome) => answer(gateway, outcome, formatService(received.service), response));
  } catch (error) {
    await sendFault(gateway, error, { request, response });
  }
}

/** The answer according to the log. */
async function answer(
  gateway: Gateway,
  { head, body, seal }: LoggedOutcome,
  provider: string,
  response: ServerResponse,
): Promise<void> {
  if (!body || body.in === "nowhere") throw roadFailure("Server.ServerProxy.AnswerNotKept");
  const { xml, hasBody } = decodeXroadForm(seal!.signature);
  const boundary = newBoundary(randomBytes);
  const bytes = body.in === "file" ? gateway.messages.spool.read(body.file) : [body.bytes];
  const message = { kind: "response" as const, head: head!, signature: () => xml.toString("utf8") };
  response.writeHead(200, { "content-type": transportType(boundary), "x-hash-algorithm": hashAlgorithm });
  // a client that disconnects midway sends the same message again and gets what the log has
  await pipeline(Readable.from(writeTransport({ ...message, ...(hasBody ? { body: bytes } : {}) }, boundary)), response).catch(
    () => undefined,
  );
  if (body.in === "file" && !gateway.messages.keepsBodies(provider)) await gateway.messages.spool.drop(body.file);
}

/** A failure in X-Road's form: a SOAP fault with status 200. */
async function sendFault(gateway: Gateway, error: unknown, { request, response }: Omit<Exchange, "at">): Promise<void> {
  const coded = peerFault(error);
  const { type, body } = refusalOf(gateway.ctx, coded, "en");
  if (!response.headersSent) await hearOut(request);
  if (response.headersSent || request.socket.destroyed) {
    request.destroy();
    return;
  }
  const { message, detail } = JSON.parse(body) as { message: string; detail: string };
  const fault = writeFault({ code: type, text: message, detail });
  if (!request.complete) response.setHeader("connection", "close");
  response.writeHead(200, { "content-type": "text/xml; charset=utf-8", soapaction: "", "content-length": fault.length });
  response.end(fault);
}
