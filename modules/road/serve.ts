import { hash, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { readRoad } from "@troad/directory";
import {
  asCoded,
  hearOut,
  installationSecret,
  inTrace,
  type ModuleContext,
  problemOf,
  refuseForeignHost,
  retryLater,
  type Schedule,
} from "@troad/kernel";
import { type FastifyInstance, fastify } from "fastify";
import { type RoadApi, roadApi } from "./api.ts";

const bodyLimit = 16 * 1024;
const requestTimeoutMs = 20_000;
/** A registry that was started again has forgotten who offers what. */
const offerEveryMs = 60_000;

type Served = {
  ctx: ModuleContext;
  place: Pick<Parameters<RoadApi["offerService"]>[0], "agency" | "subsystem" | "service">;
  /** What is posted where, and the answer; a coded error becomes a problem. */
  path: string;
  answer(headers: IncomingHttpHeaders, body: unknown): Promise<unknown>;
  /** What else is posted, by path. */
  also?: Record<string, Served["answer"]>;
  /** For who lacks the gateway's token. */
  notAllowed(): Error;
  /** What the log says of an answer that failed, and of a service that is not on the road yet. */
  says: { failed: string; notOffered: string };
  schedule: string;
};

/** A service that a module answers itself behind an agency's gateway: on loopback or an inner network, for who has the gateway's token. */
export function serveOnRoad({ ctx, place, path, answer, also = {}, notAllowed, says, schedule }: Served): {
  start(): Promise<void>;
  stop(): Promise<void>;
  schedule: Schedule;
} {
  const { texts, log } = ctx;
  const token = installationSecret(ctx.folder, "gateway");
  let app: FastifyInstance | undefined;
  const offer = async (): Promise<void> => {
    if (!app) return;
    const { port } = app.server.address() as AddressInfo;
    await ctx.use(roadApi).offerService({ ...place, url: `http://${ctx.services.host}:${port}`, token });
  };
  const open = (): FastifyInstance => {
    const server = fastify({
      ...{ bodyLimit, requestTimeout: requestTimeoutMs, forceCloseConnections: true },
    }) as unknown as FastifyInstance;
    server.addHook("onRequest", (request, _reply, done) => inTrace(request.headers.traceparent as string | undefined, done));
    server.addHook("onRequest", async ({ headers }, reply) => {
      reply.headers({ "cache-control": "no-store", "x-content-type-options": "nosniff" });
      refuseForeignHost(headers.host);
      const [given, expected] = [headers.authorization ?? "", `Bearer ${token}`].map((text) => hash("sha256", text, "buffer"));
      if (!timingSafeEqual(given!, expected!)) throw notAllowed();
    });
    for (const [at, answering] of Object.entries({ ...also, [path]: answer }))
      server.post(at, async ({ headers, body }) => answering(headers, body));
    server.setErrorHandler(async (thrown, request, reply) => {
      const error = asCoded(thrown);
      if (error.status === 413) await hearOut(request.raw);
      if (error.status >= 500) log.error({ err: error.cause ?? error }, says.failed);
      const t = texts.translator(texts.negotiate(request.headers["accept-language"]));
      if (error.status === 503) reply.headers(retryLater);
      return reply.code(error.status).type("application/problem+json").send(problemOf(error, t));
    });
    return server;
  };
  return {
    start: async () => {
      // content without that agency has nobody behind whose gateway the service could be
      if (!readRoad(ctx.content).agencies.some(({ id }) => id === place.agency)) return;
      app = open();
      await app.listen({ host: ctx.services.bind, port: 0 });
      await offer().catch((error: unknown) => log.warn({ err: error }, says.notOffered));
    },
    stop: async () => {
      await app?.close();
    },
    schedule: { name: schedule, everyMs: offerEveryMs, run: offer },
  };
}
