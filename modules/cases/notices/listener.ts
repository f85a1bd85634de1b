import { hash, timingSafeEqual } from "node:crypto";
import type { AddressInfo } from "node:net";
import type { StepOf } from "@troad/flow";
import {
  asCoded,
  hearOut,
  installationSecret,
  inTrace,
  kernelFailure,
  type ModuleContext,
  problemOf,
  refuseForeignHost,
  retryLater,
  traceparent,
} from "@troad/kernel";
import type { RoadApi } from "@troad/road/api";
import { type FastifyInstance, fastify } from "fastify";
import { caseFailure } from "../domain/errors.ts";
import type { LoadedService, Services } from "../domain/services.ts";
import { type NoticeParts, receiveNotice } from "./receive.ts";
import { messageOf } from "./request.ts";
import { noticesOpenApi } from "./schema.ts";

const bodyLimit = 64 * 1024;
const requestTimeoutMs = 20_000;
/** A registry that was started again has forgotten who offers what. */
const offerEveryMs = 60_000;

type Noticed = { service: LoadedService; steps: StepOf<"notice">[] };
type Parts = NoticeParts & {
  ctx: Pick<ModuleContext, "folder" | "texts" | "log" | "services">;
  services: Services;
  road: Pick<RoadApi, "offerService">;
};

/** The services whose cases other authorities open, each behind the gateway of its agency, on loopback or an inner network and with the agency's token. */
export function openNotices({ ctx, services, road, ...parts }: Parts) {
  const noticed = services.all.flatMap((service): Noticed[] => {
    const steps = service.flow.steps.filter((step) => step.kind === "notice");
    return steps.length > 0 ? [{ service, steps }] : [];
  });
  const token = (agency: string): string => installationSecret(ctx.folder, `notices-${agency}`);
  let app: FastifyInstance | undefined;
  const offer = async (): Promise<void> => {
    if (!app) return;
    const { port } = app.server.address() as AddressInfo;
    for (const { service } of noticed) {
      const { agency, subsystem } = service.definition;
      const url = `http://${ctx.services.host}:${port}/${service.id}`;
      await road.offerService({ agency, subsystem, service: service.id, url, token: token(agency) });
    }
  };
  return {
    start: async (): Promise<void> => {
      if (noticed.length === 0) return;
      app = openServer(ctx, noticed, token, parts);
      await app.listen({ host: ctx.services.bind, port: 0 });
      await offer().catch((error: unknown) => ctx.log.warn({ err: error }, "notices are not offered on the road yet"));
    },
    stop: async (): Promise<void> => {
      await app?.close();
    },
    schedule: { name: "cases.offer-notices", everyMs: offerEveryMs, run: offer },
  };
}

function openServer(
  { texts, log }: Parts["ctx"],
  noticed: readonly Noticed[],
  token: (agency: string) => string,
  parts: NoticeParts,
): FastifyInstance {
  const app = fastify({ bodyLimit, requestTimeout: requestTimeoutMs, forceCloseConnections: true }) as unknown as FastifyInstance;
  /** Who lacks the token of the service's agency learns nothing, not even whether there is such a service. */
  const find = (id: string, authorization: string | undefined): Noticed => {
    const found = noticed.find(({ service }) => service.id === id);
    if (!found || !isToken(authorization, token(found.service.definition.agency))) throw caseFailure("notice.not-allowed");
    return found;
  };
  app.addHook("onRequest", (request, _reply, done) => inTrace(request.headers.traceparent as string | undefined, done));
  app.addHook("onRequest", async ({ headers }, reply) => {
    reply.headers({ "cache-control": "no-store", "x-content-type-options": "nosniff", traceparent: traceparent() });
    refuseForeignHost(headers.host);
  });
  app.post<{ Params: { service: string; step: string } }>("/:service/notice/:step", async ({ params, headers, body }) => {
    const { service, steps } = find(params.service, headers.authorization);
    const step = steps.find(({ id }) => id === params.step);
    if (!step) throw kernelFailure("request.not-found");
    return receiveNotice(parts, service, step, { message: messageOf(headers, step), body });
  });
  app.get<{ Params: { service: string } }>("/:service/openapi", async ({ params, headers }) => {
    const { service, steps } = find(params.service, headers.authorization);
    return noticesOpenApi(service, steps, texts.pick(service.text, texts.negotiate(headers["accept-language"]), "name"));
  });
  app.setErrorHandler(async (thrown, request, reply) => {
    const error = asCoded(thrown);
    if (error.status === 413) await hearOut(request.raw);
    if (error.status >= 500) log.error({ err: error.cause ?? error }, "a notice failed");
    else log.info({ code: error.code, detail: error.detail }, "a notice was refused");
    if (error.status === 503) reply.headers(retryLater);
    const t = texts.translator(texts.negotiate(request.headers["accept-language"]));
    return reply.code(error.status).type("application/problem+json").send(problemOf(error, t));
  });
  return app;
}

/** Compares hashes, so that neither the time taken nor the length of a wrong token reveals anything. */
function isToken(header: string | undefined, token: string): boolean {
  const digest = (text: string): Buffer => hash("sha256", text, "buffer");
  return timingSafeEqual(digest(header ?? ""), digest(`Bearer ${token}`));
}
