import type { ServerResponse } from "node:http";
import cookie from "@fastify/cookie";
import formbody from "@fastify/formbody";
import swagger from "@fastify/swagger";
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from "fastify";
import { asCoded, type Problem } from "../errors.ts";
import type { Texts, Translate } from "../i18n.ts";
import type { Log } from "../logging/log.ts";
import type { Metrics } from "../metrics.ts";
import { inItsTime, rememberWriters } from "../process/just-written.ts";
import { inTrace, traceparent } from "../trace.ts";
import { compression } from "./compression.ts";
import { requestDurations } from "./durations.ts";
import { type ErrorPages, errorPages } from "./error-pages.ts";
import { type Hosts, refuseForeignHost } from "./hosts.ts";
import { refuseMalformedInput } from "./input.ts";
import { problemOf, sendProblem } from "./problem.ts";
import { openRefusalLog } from "./refusal-log.ts";
import { dataHeaders, documentHeaders, refuseCrossSite, transportHeaders } from "./security.ts";

/** Where a request caches its language. */
const language = Symbol("language");

declare module "fastify" {
  interface FastifyRequest {
    /** The reader's language, and its texts. */
    readonly lang: string;
    /** The signed-in person, by the opaque reference that logs may contain. */
    subject: string | undefined;
    readonly t: Translate;
    [language]: string | undefined;
  }
  interface FastifyContextConfig {
    /** The route answers programs, or with a file that belongs to a page: never with a document. */
    dataOnly?: boolean;
    /** The body is JSON that the route validates itself; without this or a schema it is a flat form. */
    nestedBody?: boolean;
  }
  interface FastifyInstance {
    /** Renders failures for browsers; without one, browsers get problem+json too. */
    errorPages: ErrorPages;
  }
}

export const languageCookie = "lang";
const bodyLimit = 1024 * 1024;

/** The public HTTP server of a process: trace, language, security headers, problems, OpenAPI. */
export async function createServer(options: {
  log: Log;
  texts: Texts;
  metrics: Metrics;
  title: string;
  /** The public address; if it is https, browsers are told to use only that. */
  origin?: string;
  hosts?: Hosts;
  /** Public origins of the other processes of this installation: forms of their pages may lead here. */
  siblings?: readonly string[];
  /** Addresses of reverse proxies, as CIDR blocks: X-Forwarded-For counts only from them. */
  trustedProxies?: string[];
  /** Some reads may come from a standby: browsers that write are told apart. */
  standby?: boolean;
}): Promise<FastifyInstance> {
  const { texts, log, origin = "http://localhost", hosts, siblings } = options;
  const https = origin.startsWith("https:");
  const noteRefusal = openRefusalLog(log);
  const app = fastify({
    bodyLimit,
    requestTimeout: 60_000,
    keepAliveTimeout: 65_000,
    forceCloseConnections: "idle",
    trustProxy: options.trustedProxies?.length ? options.trustedProxies : false,
    frameworkErrors: (error, _request, reply) => refuseAddress(reply.raw, problemOf(asCoded(error), texts.translator("en"))),
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: true },
    ajv: { customOptions: { coerceTypes: "array", removeAdditional: false, allErrors: false } },
  }) as unknown as FastifyInstance;
  const measure = requestDurations(options.metrics.registry);

  app.decorate("errorPages", errorPages());
  app.decorateRequest(language, undefined);
  app.decorateRequest("subject", undefined);
  app.decorateRequest("lang", {
    getter() {
      this[language] ??= languageOf(this, texts);
      return this[language];
    },
  });
  app.decorateRequest("t", {
    getter() {
      return texts.translator(this.lang);
    },
  });
  await compression(app);
  await app.register(cookie);
  await app.register(formbody, { bodyLimit });
  await app.register(swagger, {
    openapi: { openapi: "3.1.0", info: { title: options.title, version: "1" } },
    hideUntagged: true,
  });

  app.addHook("onRequest", (request, reply, done) =>
    inTrace(request.headers.traceparent as string | undefined, () => {
      reply.headers(request.routeOptions.config.dataOnly ? dataHeaders : documentHeaders).header("traceparent", traceparent());
      if (https) reply.headers(transportHeaders);
      try {
        refuseForeignHost(request.headers.host, hosts);
        refuseCrossSite(request, origin, siblings);
      } catch (error) {
        done(error as Error);
        return;
      }
      inItsTime(request, done);
    }),
  );
  if (options.standby) rememberWriters(app, https);
  app.addHook("preValidation", (request, _reply, done) => {
    try {
      refuseMalformedInput(request);
    } catch (error) {
      done(error as Error);
      return;
    }
    done();
  });
  app.addHook("onResponse", (request, reply, done) => {
    measure(request, reply);
    if (log.isLevelEnabled("debug"))
      log.debug(
        { method: request.method, route: request.routeOptions.url, status: reply.statusCode, ms: Math.round(reply.elapsedTime) },
        "request",
      );
    done();
  });
  app.setErrorHandler((error, request, reply) => sendProblem(error, request, reply, noteRefusal));
  app.setNotFoundHandler((request, reply) =>
    sendProblem(Object.assign(new Error("no such page"), { notFound: true }), request, reply, noteRefusal),
  );
  app.get("/healthz", { schema: { hide: true } }, async () => ({ status: "ok" }));
  app.get("/openapi.json", { schema: { hide: true } }, async () => app.swagger());
  return app;
}

/** An address that cannot be decoded has no route, no hooks and no page. */
function refuseAddress(response: ServerResponse, problem: Problem): void {
  response.writeHead(problem.status, { ...dataHeaders, "content-type": "application/problem+json" }).end(JSON.stringify(problem));
}

function languageOf(request: FastifyRequest, texts: Texts): string {
  const chosen = request.cookies?.[languageCookie] ?? cookieValue(request.headers.cookie, languageCookie);
  return texts.languages.some(({ code }) => code === chosen) ? chosen! : texts.negotiate(request.headers["accept-language"]);
}

/** The cookie plugin parses in its own hook, which may run after ours. */
function cookieValue(header: string | undefined, name: string): string | undefined {
  return header
    ?.split(/;\s*/)
    .find((pair) => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1);
}

/** Sends an HTML document. */
export const sendHtml = (reply: FastifyReply, document: string, status = 200): FastifyReply =>
  reply.code(status).header("content-type", "text/html; charset=utf-8").header("cache-control", "no-store").send(document);
