import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { newBoundary, statusType, wantedStatus, writeStatusAnswers } from "@troad/xroad";
import type { Gateway } from "../gateway.ts";
import { type ListenerOptions, listenAt, patienceOf } from "../listen.ts";

/** Serves the status answers of this gateway's certificates to others (PR-MESSTRANSP §2.2): public and signed, so without TLS. */
export async function openStatusListener(
  gateway: Gateway,
  at: ListenerOptions,
): Promise<{ address: string; close(): Promise<void> }> {
  const { tls, seal } = gateway.identity;
  const server = createServer(patienceOf(at), (request, response) => {
    const answer = async (): Promise<void> => {
      const query = new URLSearchParams((request.url ?? "").split("?")[1] ?? "");
      const wanted = request.method === "GET" ? wantedStatus(query, [tls.certificate, seal.certificate]) : undefined;
      if (!wanted) {
        response.writeHead(request.method === "HEAD" ? 200 : 404).end();
        return;
      }
      const staple = wanted.includes(seal.certificate) ? await gateway.trust.staple.current() : undefined;
      const answers = await Promise.all(
        wanted.map(async (one) => (one === tls.certificate ? await gateway.network.xroad.ownStatus() : staple?.ocsp)),
      );
      const found = answers.filter((one) => one !== undefined);
      if (found.length < wanted.length) throw new Error("no fresh status answer");
      const boundary = newBoundary(randomBytes);
      response.writeHead(200, { "content-type": statusType(boundary) }).end(writeStatusAnswers(found, boundary));
    };
    answer().catch((error: unknown) => {
      gateway.ctx.log.warn({ err: error }, "a status answer was asked for and is not there");
      response.writeHead(503).end();
    });
  });
  const port = await listenAt(server, at);
  return {
    address: `http://${at.host}:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
