import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { inTrace } from "@troad/kernel";
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from "fastify";
import { roadFailure } from "../domain/errors.ts";
import { type Answer, exchange } from "./consumer.ts";
import type { Door } from "./door.ts";
import type { Gateway } from "./gateway.ts";
import { metadataRoutes } from "./metaservices.ts";
import { bodyLimit, clientFault, hangUp, refusalOf, sendRefusal } from "./refusals.ts";

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
      const server = createServer({ requestTimeout: 60_000, keepAliveTimeout: 72_000 }, (request, response) => {
        if (!request.url?.startsWith("/r1/")) return void handler(request, response);
        if (closing) response.setHeader("connection", "close");
        inTrace(request.headers.traceparent as string | undefined, () => void serveExchange(gateway, request, response));
      });
      return server;
    },
    routerOptions: { maxParamLength: 2_000 },
    frameworkErrors: refuse,
    clientErrorHandler: (error, socket) => hangUp(gateway.ctx, error, socket),
  });
  app.addHook("preClose", (done) => {
    closing = true;
    done();
  });
  app.addHook("onRequest", (request, _reply, done) => inTrace(request.headers.traceparent as string | undefined, done));
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

async function serveExchange(gateway: Gateway, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const body = await readBody(request);
    // somebody who hung up in the middle asked for nothing
    if (body)
      send(response, await exchange(gateway, { method: request.method!, url: request.url!, headers: request.headers, body }));
  } catch (error) {
    const coded = clientFault(error);
    const { type, body } = refusalOf(gateway.ctx, coded, request.headers["accept-language"]);
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
function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let size = 0;
    const refuse = (): void => {
      request.pause();
      reject(roadFailure("Client.ClientProxy.BodyTooLarge", { limit: bodyLimit }));
    };
    if (Number(request.headers["content-length"] ?? 0) > bodyLimit) return refuse();
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > bodyLimit) return refuse();
      parts.push(chunk);
    });
    request.once("end", () => resolve(parts.length === 1 ? parts[0]! : Buffer.concat(parts, size)));
    request.once("close", () => resolve(undefined));
    request.once("error", () => resolve(undefined));
  });
}

function send(response: ServerResponse, { status, headers, body }: Answer): void {
  const lines = headers.flat();
  if (body.length > 0 || (status !== 204 && status !== 304)) lines.push("content-length", String(body.length));
  response.writeHead(status, lines);
  response.end(body);
}
