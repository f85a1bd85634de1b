import { hash, timingSafeEqual } from "node:crypto";
import type { AddressInfo } from "node:net";
import { readRight, readRoad } from "@troad/directory";
import { isTerm } from "@troad/invoice-formats";
import {
  asCoded,
  exactly,
  hearOut,
  installationSecret,
  instant,
  inTrace,
  type ModuleContext,
  problemOf,
  refuseForeignHost,
  type Schedule,
} from "@troad/kernel";
import { roadApi } from "@troad/road/api";
import { type FastifyInstance, fastify } from "fastify";
import Type from "typebox";
import { Compile } from "typebox/compile";
import { periodFailure } from "../errors.ts";
import { incomingInvoices, periodSums } from "./period-store.ts";

const place = { agency: "mof", subsystem: "REGISTERS", service: "invoice-period" };
const bodyLimit = 16 * 1024;
const requestTimeoutMs = 20_000;
/** A registry that was started again has forgotten who offers what. */
const offerEveryMs = 60_000;
const mostIncoming = 50;

const asked = Compile(
  exactly({
    key: Type.String({ pattern: "^\\d{8}-\\d{5}$" }),
    fields: Type.Array(Type.String({ maxLength: 60 }), { minItems: 1, maxItems: 60 }),
  }),
);
type Headers = Record<string, string | string[] | undefined>;

/** What the invoices of a business in a period come to, asked as a register is, by an access right that needs no consent: it is no person's. */
async function answer({ db, clock }: ModuleContext, headers: Headers, body: unknown) {
  const right = readRight(typeof headers["x-troad-right"] === "string" ? headers["x-troad-right"] : "");
  if (!right || right.consentRequired) throw periodFailure("period.not-allowed");
  if (!asked.Check(body)) throw periodFailure("period.malformed");
  const [ban = "", term = ""] = body.key.split("-");
  if (!isTerm(term)) throw periodFailure("period.malformed");
  if (body.fields.some((field) => !right.fields.includes(field))) throw periodFailure("period.not-allowed");
  const record = {
    ...(await periodSums(db, { term, ban })),
    ...(body.fields.includes("incoming") ? { incoming: await incomingInvoices(db, { term, ban, limit: mostIncoming }) } : {}),
  };
  const given = Object.entries(record).filter(([field]) => body.fields.includes(field));
  return { found: true, record: Object.fromEntries(given), asOf: instant(clock) };
}

/** The service behind the ministry's gateway, on loopback and with the gateway's token. */
export function openPeriodService(ctx: ModuleContext): { start(): Promise<void>; stop(): Promise<void>; schedule: Schedule } {
  const { texts, log } = ctx;
  const token = installationSecret(ctx.folder, "gateway");
  let app: FastifyInstance | undefined;
  const offer = async (): Promise<void> => {
    if (!app) return;
    const { port } = app.server.address() as AddressInfo;
    await ctx.use(roadApi).offerService({ ...place, url: `http://127.0.0.1:${port}`, token });
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
      if (!timingSafeEqual(given!, expected!)) throw periodFailure("period.not-allowed");
    });
    server.post("/find", async ({ headers, body }) => answer(ctx, headers, body));
    server.setErrorHandler(async (thrown, request, reply) => {
      const error = asCoded(thrown);
      if (error.status === 413) await hearOut(request.raw);
      if (error.status >= 500) log.error({ err: error.cause ?? error }, "the invoices of a period could not be told");
      const t = texts.translator(texts.negotiate(request.headers["accept-language"]));
      return reply.code(error.status).type("application/problem+json").send(problemOf(error, t));
    });
    return server;
  };
  return {
    start: async () => {
      // content without that ministry has nobody behind whose gateway the service could be
      if (!readRoad(ctx.content).agencies.some(({ id }) => id === place.agency)) return;
      app = open();
      await app.listen({ host: "127.0.0.1", port: 0 });
      await offer().catch((error: unknown) =>
        log.warn({ err: error }, "the invoices of periods are not offered on the road yet"),
      );
    },
    stop: async () => {
      await app?.close();
    },
    schedule: { name: "invoice.offer-periods", everyMs: offerEveryMs, run: offer },
  };
}
