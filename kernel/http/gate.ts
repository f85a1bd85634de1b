import http from "node:http";
import type { FastifyInstance } from "fastify";
import { ConfigurationError } from "../env.ts";

/** The public listener, bound before anything else; answers 503 until the application is ready. */
export type Gate = { port: number; serve(app: FastifyInstance): void; open(): void; close(): Promise<void> };

const grace = 10_000;

/** `early` names address prefixes that the parts of a starting process need from each other (trust services, configuration). */
export async function createGate(host: string, port: number, early: string[]): Promise<Gate> {
  let app: FastifyInstance | undefined;
  let opened = false;
  const server = http.createServer(
    {
      keepAliveTimeout: 65_000,
      requestTimeout: 60_000,
      headersTimeout: 20_000,
      connectionsCheckingInterval: 2_000,
      maxHeaderSize: 32 * 1024,
    },
    (request, response) => {
      if (app && (opened || early.some((prefix) => request.url?.startsWith(prefix)))) app.routing(request, response);
      else
        response
          .writeHead(503, { "retry-after": "2", "content-type": "application/problem+json" })
          .end('{"type":"urn:troad:error:service.starting","title":"starting","status":503,"code":"service.starting"}');
    },
  );
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
    close: () => {
      closing ??= new Promise((resolve) => {
        const force = setTimeout(() => server.closeAllConnections(), grace);
        server.close(() => {
          clearTimeout(force);
          resolve();
        });
        server.closeIdleConnections();
      });
      return closing;
    },
  };
}
