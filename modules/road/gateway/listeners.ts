import { createHash } from "node:crypto";
import type { AddressInfo, Socket } from "node:net";
import type { TLSSocket } from "node:tls";
import { CodedError, inTrace, type ModuleContext } from "@troad/kernel";
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from "fastify";
import { type RoadErrorType, roadFailure, roadTypeOf } from "../domain/errors.ts";
import { memberByTls } from "../domain/globalconf.ts";
import { exchange } from "./consumer.ts";
import { buildEvidence } from "./evidence.ts";
import type { Gateway } from "./gateway.ts";
import { metadataRoutes } from "./metaservices.ts";
import { platformRoutes } from "./platform-routes.ts";
import { serve } from "./provider.ts";
import type { ServiceLookup } from "./services.ts";

/** Where a door listens, and under which host name others know it. */
export type Door = { bind: string; host: string; port: number };

/** Bodies up to this size pass in memory. */
const bodyLimit = 1024 * 1024;
const frameLimit = 3 * 1024 * 1024;

const anyBody = (app: FastifyInstance, limit: number): void => {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer", bodyLimit: limit }, (_request, body, done) => done(null, body));
  app.addHook("onRequest", (request, _reply, done) => inTrace(request.headers.traceparent as string | undefined, done));
};

const bodyOf = (request: FastifyRequest): Buffer => (request.body as Buffer | undefined) ?? Buffer.alloc(0);

const fingerprints = new WeakMap<TLSSocket, string>();

/** SHA-256 of the certificate that the other side of a connection shows; it cannot change while the connection lasts (TLS 1.3). */
function fingerprintOf(socket: TLSSocket): string {
  let found = fingerprints.get(socket);
  if (found === undefined) {
    found = createHash("sha256")
      .update(socket.getPeerCertificate().raw ?? "")
      .digest("hex");
    fingerprints.set(socket, found);
  }
  return found;
}

function parseEvidenceRequest(body: Buffer): { exchangeId: string; side: "consumer" | "provider" } {
  try {
    const { exchangeId, side } = JSON.parse(body.toString("utf8")) as { exchangeId: unknown; side: unknown };
    if (typeof exchangeId === "string" && exchangeId.length <= 120 && (side === "consumer" || side === "provider"))
      return { exchangeId, side };
  } catch {}
  throw roadFailure("Server.ServerProxy.InvalidRequest", {}, "evidence request");
}

/** The door for the member's own information systems: X-Road's REST interface (PR-REST), on loopback or the agency's inner network. */
export async function openConsumerDoor(gateway: Gateway, at: Door): Promise<{ app: FastifyInstance; url: string }> {
  const refuse = (error: unknown, request: FastifyRequest, reply: FastifyReply) =>
    sendRoadError(gateway.ctx, clientFault(error), request, reply);
  const app = fastify({
    bodyLimit,
    routerOptions: { maxParamLength: 2_000 },
    requestTimeout: 60_000,
    frameworkErrors: refuse,
    clientErrorHandler: (error, socket) => hangUp(gateway.ctx, error, socket),
  });
  anyBody(app, bodyLimit);
  app.setErrorHandler(refuse);
  app.setNotFoundHandler((request, reply) =>
    refuse(
      roadFailure("Client.ClientProxy.InvalidServiceIdentifier", { value: (request.raw.url ?? "").slice(0, 200) }),
      request,
      reply,
    ),
  );
  metadataRoutes(app, gateway);
  app.all("/r1/*", async (request, reply) => {
    const answer = await exchange(gateway, {
      method: request.method,
      url: request.raw.url ?? "",
      headers: request.headers,
      body: bodyOf(request),
    });
    for (const [name, value] of answer.headers) reply.header(name, value);
    return reply.code(answer.status).send(answer.body);
  });
  await app.listen({ host: at.bind, port: at.port });
  return { app, url: `http://${at.host}:${(app.server.address() as AddressInfo).port}` };
}

/** The door for other gateways: mutually authenticated TLS 1.3, certificates as the global configuration names them. */
export async function openPeerDoor(
  gateway: Gateway,
  lookup: ServiceLookup,
  at: Door & { /** CLASS/CODE */ platform: string },
): Promise<{ app: FastifyInstance; address: string }> {
  const { tls } = gateway.identity;
  const app = fastify({
    https: {
      key: tls.keyPem,
      cert: tls.chain.map((one) => one.pem).join(""),
      ca: [gateway.services.root, gateway.services.issuing],
      requestCert: true,
      rejectUnauthorized: true,
      minVersion: "TLSv1.3",
    },
    bodyLimit: frameLimit,
    requestTimeout: 60_000,
    forceCloseConnections: true,
  }) as unknown as FastifyInstance;
  anyBody(app, frameLimit);
  app.setErrorHandler((error, request, reply) => sendRoadError(gateway.ctx, peerFault(error), request, reply));
  app.post("/exchange", async (request, reply) => {
    const answer = await serve(gateway, lookup, bodyOf(request), fingerprintOf(request.raw.socket as TLSSocket));
    return reply.type("application/vnd.troad.frames").send(answer);
  });
  platformRoutes(app, gateway, at.platform);
  app.post("/evidence", async (request) => {
    const conf = gateway.directory.current();
    const peer = memberByTls(conf, fingerprintOf(request.raw.socket as TLSSocket));
    // Only the platform may ask, on behalf of the citizen concerned; it stores nothing of it.
    if (peer !== conf.platform) throw roadFailure("Server.ServerProxy.UnknownPeer");
    const { exchangeId, side } = parseEvidenceRequest(bodyOf(request));
    await gateway.db.tx((tx) => tx.audit({ actor: peer, action: "road.evidence-read", target: exchangeId, detail: { side } }));
    return buildEvidence(gateway, exchangeId, side);
  });
  await app.listen({ host: at.bind, port: at.port });
  return { app, address: `https://${at.host}:${(app.server.address() as AddressInfo).port}` };
}

const isRefusal = (error: unknown): boolean => {
  const { statusCode } = error as { statusCode?: unknown };
  return typeof statusCode === "number" && statusCode >= 400 && statusCode < 500;
};

/** What the HTTP server itself refused, and defects, as failures of the consumer's side. */
function clientFault(error: unknown): CodedError {
  if (error instanceof CodedError && error.code.startsWith("road.")) return error;
  const { statusCode, message } = error as { statusCode?: number; message?: string };
  if (statusCode === 413) return roadFailure("Client.ClientProxy.BodyTooLarge", { limit: bodyLimit });
  return roadFailure(isRefusal(error) ? "Client.ClientProxy.InvalidRequest" : "Server.ClientProxy.Interrupted", {}, message);
}

/** The same on the provider's side; what cannot be read is the sender's fault, a defect (the database away) is ours and passes. */
function peerFault(error: unknown): CodedError {
  if (error instanceof CodedError && error.code.startsWith("road.")) return error;
  return roadFailure(
    isRefusal(error) ? "Server.ServerProxy.InvalidRequest" : "Server.ServerProxy.Interrupted",
    {},
    (error as Error).message,
  );
}

/** Bytes that are not HTTP (control characters in a header): there is no request to answer, but there is somebody to tell, in every language. */
function hangUp(ctx: ModuleContext, error: Error, socket: Socket): void {
  if (!socket.writable) return;
  const type: RoadErrorType = "Client.ClientProxy.InvalidRequest";
  const message = ctx.texts.languages.map(({ code }) => ctx.texts.translator(code)(`error.road.${type}`)).join(" ");
  const body = JSON.stringify({ type, message, detail: ctx.ids.opaque() });
  ctx.log.info({ type, reason: error.message }, "exchange refused");
  socket.end(
    `HTTP/1.1 400 Bad Request\r\nx-road-error: ${type}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}

/** {type, message, detail} with X-Road-Error (PR-REST section 4.6); the message is in the reader's language, the detail is for the log. */
function sendRoadError(ctx: ModuleContext, coded: CodedError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const type = roadTypeOf(coded, "Server.ServerProxy.InvalidRequest");
  const detail = ctx.ids.opaque();
  const t = ctx.texts.translator(ctx.texts.negotiate(request.headers["accept-language"]));
  ctx.log[coded.status >= 500 ? "warn" : "info"]({ type, fault: detail, reason: coded.detail }, "exchange refused");
  return reply
    .code(coded.status)
    .header("x-road-error", type)
    .type("application/json")
    .send({ type, message: t(`error.road.${type}`, coded.params), detail });
}
