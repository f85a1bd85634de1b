import { type FastifyInstance, fastify } from "fastify";
import type { Metrics } from "../metrics.ts";
import { isOurHost } from "./hosts.ts";

/** Health, readiness and metrics on a separate port, which is not exposed to the public. */
export function createOpsServer(metrics: Metrics, ready: () => Promise<void>): FastifyInstance {
  const app = fastify({ bodyLimit: 1024 });
  app.addHook("onRequest", (request, reply, done) => {
    if (isOurHost(request.headers.host)) done();
    else void reply.code(421).send({ status: "not ours", code: "request.misdirected" });
  });
  app.get("/healthz", async () => ({ status: "ok" }));
  app.get("/readyz", async (_request, reply) => {
    try {
      await ready();
      return { status: "ready" };
    } catch (error) {
      return reply.code(503).send({ status: "not ready", reason: error instanceof Error ? error.message : "unknown" });
    }
  });
  app.get("/metrics", async (_request, reply) =>
    reply.header("content-type", metrics.registry.contentType).send(await metrics.registry.metrics()),
  );
  return app;
}
