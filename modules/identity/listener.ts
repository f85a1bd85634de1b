import { hash, timingSafeEqual } from "node:crypto";
import type { AddressInfo } from "node:net";
import { asCoded, hearOut, inTrace, type ModuleContext, problemOf, refuseForeignHost } from "@troad/kernel";
import { type FastifyInstance, fastify } from "fastify";
import type { openAnswers } from "./answer.ts";
import { fail } from "./errors.ts";

const bodyLimit = 16 * 1024;
const requestTimeoutMs = 20_000;

/** The service behind the ministry's gateway: on loopback, for who has the gateway's token. */
export async function openListener(
  { texts, log }: Pick<ModuleContext, "texts" | "log">,
  token: string,
  answer: ReturnType<typeof openAnswers>,
): Promise<{ url: string; close(): Promise<void> }> {
  const app = fastify({ bodyLimit, requestTimeout: requestTimeoutMs, forceCloseConnections: true }) as unknown as FastifyInstance;
  app.addHook("onRequest", (request, _reply, done) => inTrace(request.headers.traceparent as string | undefined, done));
  app.addHook("onRequest", async ({ headers }, reply) => {
    reply.headers({ "cache-control": "no-store", "x-content-type-options": "nosniff" });
    refuseForeignHost(headers.host);
    const [given, expected] = [headers.authorization ?? "", `Bearer ${token}`].map((text) => hash("sha256", text, "buffer"));
    if (!timingSafeEqual(given!, expected!)) throw fail("identity.not-allowed");
  });
  app.post("/check", async ({ headers, body }) => answer(headers, body));
  app.setErrorHandler(async (thrown, request, reply) => {
    const error = asCoded(thrown);
    if (error.status === 413) await hearOut(request.raw);
    if (error.status >= 500) log.error({ err: error.cause ?? error }, "a check of a certificate failed");
    const t = texts.translator(texts.negotiate(request.headers["accept-language"]));
    return reply.code(error.status).type("application/problem+json").send(problemOf(error, t));
  });
  await app.listen({ host: "127.0.0.1", port: 0 });
  const { port } = app.server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, close: () => app.close() };
}
