import http from "node:http";
import type { Socket } from "node:net";
import type { FastifyInstance } from "fastify";
import { ConfigurationError } from "../env.ts";

/** The public listener, bound before anything else; answers 503 until the application is ready. */
export type Gate = {
  port: number;
  serve(app: FastifyInstance): void;
  open(): void;
  /** From now on each answer asks its client to take another connection the next time. Requests are answered as before. */
  drain(): void;
  /** Takes no connection any more, answers what it has begun, and waits for nobody who keeps a connection without a request. */
  close(): Promise<void>;
};

const grace = 10_000;
const sweepMs = 50;

/** `early` names address prefixes that the parts of a starting process need from each other (trust services, configuration). */
export async function createGate(host: string, port: number, early: string[]): Promise<Gate> {
  let app: FastifyInstance | undefined;
  let opened = false;
  let draining = false;
  const server = http.createServer(
    {
      keepAliveTimeout: 65_000,
      requestTimeout: 60_000,
      headersTimeout: 20_000,
      connectionsCheckingInterval: 2_000,
      maxHeaderSize: 32 * 1024,
    },
    (request, response) => {
      // a client that sends its next request into a connection that is being closed cannot know whether it was read
      if (draining) response.setHeader("connection", "close");
      if (app && (opened || early.some((prefix) => request.url?.startsWith(prefix)))) app.routing(request, response);
      else
        response
          .writeHead(503, { "retry-after": "2", "content-type": "application/problem+json" })
          .end('{"type":"urn:troad:error:service.starting","title":"starting","status":503,"code":"service.starting"}');
    },
  );
  const sockets = new Set<Socket>();
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  /** Connections that wait for a request, also those on which none has ever come, which Node does not count among them. */
  const closeIdle = (): void => {
    server.closeIdleConnections();
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
  };
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const reason =
        error.code === "EADDRINUSE"
          ? `port ${port} on ${host} is taken by another program: stop it, or choose another with PORT=...`
          : `cannot listen on ${host}:${port}: ${error.message}`;
      reject(new ConfigurationError(reason));
    });
    server.listen(port, host, resolve);
  });
  let closing: Promise<void> | undefined;
  return {
    port: (server.address() as { port: number }).port,
    serve: (ready) => {
      app = ready;
    },
    open: () => {
      opened = true;
    },
    drain: () => {
      draining = true;
    },
    close: () => {
      draining = true;
      closing ??= new Promise((resolve) => {
        const force = setTimeout(() => server.closeAllConnections(), grace);
        // those that are answered meanwhile and kept open would else be waited for until they time out
        const sweep = setInterval(closeIdle, sweepMs);
        server.close(() => {
          clearTimeout(force);
          clearInterval(sweep);
          resolve();
        });
        closeIdle();
      });
      return closing;
    },
  };
}
