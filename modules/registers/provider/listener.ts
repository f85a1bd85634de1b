import { hash, timingSafeEqual } from "node:crypto";
import type { AddressInfo } from "node:net";
import {
  asCoded,
  hearOut,
  inTrace,
  type Log,
  problemOf,
  refuseForeignHost,
  retryLater,
  type Texts,
  traceparent,
} from "@troad/kernel";
import { type FastifyInstance, type FastifyReply, fastify } from "fastify";
import { registerFailure } from "../domain/errors.ts";
import { openApiOf } from "../domain/openapi.ts";
import type { Register } from "../domain/register.ts";
import { changed } from "./changed.ts";
import { consentsEnded } from "./consents-ended.ts";
import { count } from "./count.ts";
import { checkEntry, type EntryContext, enter } from "./enter.ts";
import { find, type LookupContext, type MessageHeaders, messageHeaders } from "./find.ts";
import { history } from "./history.ts";
import { naming } from "./naming.ts";
import { recordsOf } from "./of.ts";
import { search } from "./search.ts";
import { statistics } from "./statistics.ts";
import { write } from "./write.ts";

const bodyLimit = 64 * 1024;
const requestTimeoutMs = 20_000;

export type ListenerRequest = {
  registers: Register[];
  context: LookupContext & EntryContext;
  token: string;
  texts: Texts;
  log: Log;
  answered(register: string, code: string): void;
};
type Service<T> = (
  context: LookupContext & EntryContext,
  register: Register,
  message: MessageHeaders,
  body: unknown,
) => Promise<T>;
export type Listener = { url: string; close(): Promise<void> };

/** The services of one agency on loopback; without the agency's token a caller learns nothing. */
export async function openListener(request: ListenerRequest): Promise<Listener> {
  const { registers, context, token, answered } = request;
  const app = fastify({
    bodyLimit,
    requestTimeout: requestTimeoutMs,
    keepAliveTimeout: 65_000,
    forceCloseConnections: true,
  }) as unknown as FastifyInstance;
  const registerOf = (service: string): Register => {
    const found = registers.find((one) => one.service === service);
    if (!found) throw registerFailure("register.unknown");
    return found;
  };
  const authorised = bearerCheck(token);

  app.addHook("onRequest", (incoming, _reply, done) => inTrace(incoming.headers.traceparent as string | undefined, done));
  app.addHook("onRequest", async (incoming, reply) => {
    reply.headers({ "cache-control": "no-store", "x-content-type-options": "nosniff", traceparent: traceparent() });
    refuseForeignHost(incoming.headers.host);
    if (!authorised(incoming.headers.authorization)) throw registerFailure("gateway.unauthorized");
  });
  /** A service of each register; `outcomeOf` says what is counted of an answer, a failure is counted by its code. */
  const serve = <T>(path: string, work: Service<T>, outcomeOf: (answer: T) => string): void => {
    app.post<{ Params: { service: string } }>(`/:service/${path}`, async (incoming) => {
      const register = registerOf(incoming.params.service);
      try {
        const answer = await work(context, register, messageHeaders(incoming.headers), incoming.body);
        answered(register.id, outcomeOf(answer));
        return answer;
      } catch (error) {
        answered(register.id, asCoded(error).code);
        throw error;
      }
    });
  };
  /** The same for the kinds of entry of a book. */
  const serveKinds = (path: string, work: typeof enter): void => {
    app.post<{ Params: { service: string; kind: string } }>(`/:service/${path}/:kind`, async (incoming) => {
      const register = registerOf(incoming.params.service);
      const { kind } = incoming.params;
      try {
        const answer = await work(context, register, messageHeaders(incoming.headers), kind, incoming.body);
        answered(register.id, answer.entered ? "entered" : answer.allowed ? "allowed" : "not-allowed");
        return answer;
      } catch (error) {
        answered(register.id, asCoded(error).code);
        throw error;
      }
    });
  };
  serveKinds("enter", enter);
  serveKinds("check", checkEntry);
  serve("changed", changed, () => "told");
  serve("consents-ended", consentsEnded, () => "told");
  serve("search", search, () => "searched");
  serve("history", history, () => "history");
  serve("naming", naming, ({ records }) => (records.length > 0 ? "found" : "not-found"));
  serve("statistics", statistics, () => "counted");
  serve("count", count, () => "counted");
  serve("find", find, ({ found }) => (found ? "found" : "not-found"));
  serve("of", recordsOf, ({ found }) => (found ? "found" : "not-found"));
  serve("write", write, () => "written");
  app.get<{ Params: { service: string } }>("/:service/openapi", async (incoming) =>
    openApiOf(registerOf(incoming.params.service), request.texts, request.texts.negotiate(incoming.headers["accept-language"])),
  );
  app.setNotFoundHandler(() => {
    throw registerFailure("register.unknown");
  });
  app.setErrorHandler(async (error, incoming, reply) => {
    // the gateway can then tell its members what was refused, instead of reporting a broken connection
    if (asCoded(error).status === 413) await hearOut(incoming.raw);
    return sendProblem(error, incoming.headers["accept-language"], reply, request);
  });

  await app.listen({ host: "127.0.0.1", port: 0 });
  return { url: `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`, close: () => app.close() };
}

/** Compares hashes, so that neither the time taken nor the length of a wrong token reveals anything. */
function bearerCheck(token: string): (header: string | undefined) => boolean {
  const digest = (text: string): Buffer => hash("sha256", text, "buffer");
  const expected = digest(`Bearer ${token}`);
  return (header) => timingSafeEqual(digest(header ?? ""), expected);
}

/** RFC 9457; `titles` has the text in every language, because the citizen who will read it deals with the consumer, not with us. */
function sendProblem(
  thrown: unknown,
  acceptLanguage: string | undefined,
  reply: FastifyReply,
  { texts, log }: ListenerRequest,
): FastifyReply {
  const error = asCoded(thrown);
  if (error.code === "internal" || error.code.startsWith("database."))
    log.error({ err: error.cause ?? error }, "a register failed");
  else log.info({ code: error.code, detail: error.detail }, "a register refused");
  const traceId = String(reply.getHeader("traceparent") ?? "").split("-")[1];
  const problem = problemOf(error, texts.translator(texts.negotiate(acceptLanguage)), traceId);
  const titles = Object.fromEntries(
    ["zh-Hant", "en"].map((lang) => [lang, texts.translator(lang)(`error.${error.code}`, error.params)]),
  );
  if (error.status === 503) reply.headers(retryLater);
  if (error.status === 401) reply.header("www-authenticate", "Bearer");
  return reply
    .code(error.status)
    .type("application/problem+json")
    .send({ ...problem, titles });
}
