import cookie from "@fastify/cookie";
import formbody from "@fastify/formbody";
import swagger from "@fastify/swagger";
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from "fastify";
import type { Texts, Translate } from "../i18n.ts";
import type { Log } from "../log.ts";
import type { Metrics } from "../metrics.ts";
import { inTrace, traceparent } from "../trace.ts";
import { requestDurations } from "./durations.ts";
import { type Hosts, refuseForeignHost } from "./hosts.ts";
import { type ErrorPage, sendProblem } from "./problem.ts";
import { dataHeaders, documentHeaders, refuseCrossSite, transportHeaders } from "./security.ts";

/** Where a request keeps its language once that was asked for. */
const language = Symbol("language");

declare module "fastify" {
  interface FastifyRequest {
    /** The reader's language, and its texts. */
    readonly lang: string;
    readonly t: Translate;
    [language]: string | undefined;
  }
  interface FastifyContextConfig {
    /** The route answers programs only, never with a document. */
    dataOnly?: boolean;
  }
  interface FastifyInstance {
    /** Renders a failure for a browser; without it browsers get problem+json too. */
    errorPage: { render: ErrorPage | undefined };
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
  /** The public address; under https browsers are told to keep to it. */
  origin?: string;
  hosts?: Hosts;
}): Promise<FastifyInstance> {
  const { texts, log, origin = "http://localhost", hosts } = options;
  const https = origin.startsWith("https:");
  const app = fastify({
    bodyLimit,
    requestTimeout: 60_000,
    keepAliveTimeout: 65_000,
    forceCloseConnections: "idle",
    trustProxy: https ? "loopback, linklocal, uniquelocal" : false,
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: true },
    ajv: { customOptions: { coerceTypes: "array", removeAdditional: false, allErrors: false } },
  }) as unknown as FastifyInstance;
  const measure = requestDurations(options.metrics.registry);

  app.decorate("errorPage", { render: undefined });
  app.decorateRequest(language, undefined);
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
        refuseCrossSite(request, origin);
      } catch (error) {
        done(error as Error);
        return;
      }
      done();
    }),
  );
  app.addHook("onResponse", (request, reply, done) => {
    measure(request, reply);
    if (log.isLevelEnabled("debug"))
      log.debug(
        { method: request.method, route: request.routeOptions.url, status: reply.statusCode, ms: Math.round(reply.elapsedTime) },
        "request",
      );
    done();
  });
  app.setErrorHandler((error, request, reply) => sendProblem(error, request, reply, log));
  app.setNotFoundHandler((request, reply) =>
    sendProblem(Object.assign(new Error("no such page"), { notFound: true }), request, reply, log),
  );
  app.get("/healthz", { schema: { hide: true } }, async () => ({ status: "ok" }));
  app.get("/openapi.json", { schema: { hide: true } }, async () => app.swagger());
  return app;
}

function languageOf(request: FastifyRequest, texts: Texts): string {
  const chosen = request.cookies?.[languageCookie] ?? cookieValue(request.headers.cookie, languageCookie);
  return texts.languages.some(({ code }) => code === chosen) ? chosen! : texts.negotiate(request.headers["accept-language"]);
}

/** The cookie plugin parses in its own hook, which may come later than ours. */
function cookieValue(header: string | undefined, name: string): string | undefined {
  return header
    ?.split(/;\s*/)
    .find((pair) => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1);
}

/** Sends an HTML document. */
export const sendHtml = (reply: FastifyReply, document: string, status = 200): FastifyReply =>
  reply.code(status).header("content-type", "text/html; charset=utf-8").header("cache-control", "no-store").send(document);

/** POST, redirect, GET: the answer to a form is always another page (303, RFC 9110 section 15.4.4). */
export const seeOther = (reply: FastifyReply, location: string): FastifyReply => reply.redirect(location, 303);
