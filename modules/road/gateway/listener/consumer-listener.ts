import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { pipeline } from "node:stream";
import { type CodedError, hearOut, inTrace, isOurHost } from "@troad/kernel";
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from "fastify";
import { roadFailure } from "../domain/errors.ts";
import { type Body, bytesOf, inMemory, sizeOf } from "./body.ts";
import { readUpTo } from "./body-stream.ts";
import { type Answer, exchange } from "./consumer.ts";
import { type Door, lateError, limitSender, paced, patienceOf } from "./door.ts";
import type { Gateway } from "./gateway.ts";
import { metadataRoutes } from "./metaservices.ts";
import { bodyLimit, clientFault, hangUp, refusalOf, sendRefusal } from "./refusals.ts";
import { SpoolRefusal } from "./spool.ts";

/**
 * The door for the member's own information systems: X-Road's REST interface (PR-REST), on loopback or the agency's inner network.
 * Exchanges go by Node's own server alone, for they have one route and no schema to check; what else is asked here goes by Fastify.
 */
export async function openConsumerDoor(gateway: Gateway, at: Door): Promise<{ app: FastifyInstance; url: string }> {
  const refuse = (error: unknown, request: FastifyRequest, reply: FastifyReply) =>
    sendRefusal(gateway.ctx, clientFault(error), request, reply);
  let closing = false;
  const app = fastify({
    bodyLimit,
    serverFactory: (handler) => {
      const server = createServer(patienceOf(at), (request, response) => {
        if (!request.url?.startsWith("/r1/")) return void handler(request, response);
        if (closing) response.setHeader("connection", "close");
        inTrace(request.headers.traceparent as string | undefined, () => void serveExchange(gateway, at, request, response));
      });
      return server;
    },
    routerOptions: { maxParamLength: 2_000 },
    frameworkErrors: refuse,
    clientErrorHandler: (error, socket) => hangUp(gateway.ctx, error, socket),
  });
  app.addHook("onRequest", async (request) => refuseForeign(gateway, at, request.raw));
  app.addHook("preClose", (done) => {
    closing = true;
    done();
  });
  app.addHook("onRequest", (request, _reply, done) => {
    limitSender(request.raw, at, () => hangUp(gateway.ctx, lateError(), request.raw.socket));
    inTrace(request.headers.traceparent as string | undefined, done);
  });
  app.setErrorHandler(refuse);
  app.setNotFoundHandler((request, reply) =>
    refuse(
      roadFailure("Client.ClientProxy.InvalidServiceIdentifier", { value: (request.raw.url ?? "").slice(0, 200) }),
      request,
      reply,
    ),
  );
  metadataRoutes(app, gateway);
  await app.listen({ host: at.bind, port: at.port });
  return { app, url: `http://${at.host}:${(app.server.address() as AddressInfo).port}` };
}

/** A browser inside the network that a stranger's name led here (DNS rebinding) asks under that name. */
function refuseForeign({ ctx }: Gateway, at: Door, request: IncomingMessage): void {
  if (!isOurHost(request.headers.host, new Set([...ctx.hosts, at.host.toLowerCase()])))
    throw roadFailure("Client.ClientProxy.InvalidRequest", {}, "asked under a name that is not ours");
}

async function serveExchange(gateway: Gateway, at: Door, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    refuseForeign(gateway, at, request);
    const body = await readBody(gateway, at, request);
    // somebody who hung up in the middle asked for nothing
    if (body)
      send(
        gateway,
        response,
        await exchange(gateway, { method: request.method!, url: request.url!, headers: request.headers, body }),
      );
  } catch (error) {
    const coded = clientFault(error);
    const { type, body } = refusalOf(gateway.ctx, coded, request.headers["accept-language"]);
    await hearOut(request);
    // of a body that is not read to its end nothing more is wanted
    if (!request.complete) response.setHeader("connection", "close");
    response.writeHead(coded.status, {
      "x-road-error": type,
      "content-type": "application/json; charset=utf-8",
      "content-length": Buffer.byteLength(body),
    });
    response.end(body);
  }
}

/** The whole body; undefined when the client went away before its end. */
async function readBody(gateway: Gateway, at: Door, request: IncomingMessage): Promise<Body | undefined> {
  const length = Number(request.headers["content-length"] ?? (request.headers["transfer-encoding"] ? Number.NaN : 0));
  const tooLarge = (): CodedError => roadFailure("Client.ClientProxy.BodyTooLarge", { limit: gateway.maxBody });
  if (length > gateway.maxBody) throw tooLarge();
  if (length <= bodyLimit) return readSmall(gateway, at, request);
  try {
    const held = await readUpTo(paced(request, at, false), bodyLimit);
    return "bytes" in held ? inMemory(held.bytes) : { in: "file", file: await gateway.spool.take(held.stream, gateway.maxBody) };
  } catch (error) {
    if (!(error instanceof SpoolRefusal)) return undefined;
    throw error.reason === "too-large" ? tooLarge() : roadFailure("Server.ClientProxy.NoSpace");
  }
}

/** The parser sees to it that no more comes than the head said. */
function readSmall(gateway: Gateway, at: Door, request: IncomingMessage): Promise<Body | undefined> {
  limitSender(request, at, () => hangUp(gateway.ctx, lateError(), request.socket));
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    request.on("data", (chunk: Buffer) => parts.push(chunk));
    request.once("end", () => resolve(inMemory(parts.length === 1 ? parts[0]! : Buffer.concat(parts))));
    request.once("close", () => resolve(undefined));
    request.once("error", () => resolve(undefined));
  });
}

function send(gateway: Gateway, response: ServerResponse, { status, headers, body, passing }: Answer): void {
  const lines = headers.flat();
  const size = sizeOf(body);
  if (size > 0 || (status !== 204 && status !== 304)) lines.push("content-length", String(size));
  response.writeHead(status, lines);
  if (body.in !== "file") {
    response.end(bytesOf(body));
    return;
  }
  // verified and in the log: a client that goes away in the middle asks again with the same id
  pipeline(gateway.spool.read(body.file), response, () => {
    if (passing) void gateway.spool.drop(body.file);
  });
}
