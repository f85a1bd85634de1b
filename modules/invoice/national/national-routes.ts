import { parse } from "node:querystring";
import { clientNetwork, isDatabaseUnavailable } from "@troad/kernel";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { invoiceFailure } from "../errors.ts";
import type { Admission } from "../intake/admission.ts";
import { answerAtOnce } from "./at-once.ts";
import { blankRoutes } from "./blank-routes.ts";
import { businessCall } from "./business.ts";
import { type Call, consumerCalls } from "./consumer.ts";
import { aggregateApp, type CallParts } from "./parts.ts";
import { messages, NationalRefusal, refuse } from "./refusal.ts";
import { need, type Parameters, parametersOf } from "./request.ts";
import { personalStatistics } from "./statistics.ts";

const jsonType = "application/json;charset=UTF-8";
const bodyLimit = 16 * 1024;
const config = { dataOnly: true };

/**
 * The interface that the national platform publishes (1.7 to 1.9), at its addresses. Failures are answers with HTTP status 200 and a code,
 * as its clients expect; only retryable failures (no database, overload) are 503 with Retry-After.
 */
export async function nationalRoutes(app: FastifyInstance, parts: CallParts, admission: Admission): Promise<void> {
  // Some clients post without a body type, some without a body; then the address counts. The usual type is registered by name, because the
  // parser of any other is looked up each time.
  app.removeAllContentTypeParsers();
  for (const type of ["application/x-www-form-urlencoded", "*"])
    app.addContentTypeParser(type, { parseAs: "string", bodyLimit }, (_request, body, done) => done(null, parse(String(body))));

  for (const [path, actions] of consumerCalls(parts)) {
    const [style] = [...actions.values()];
    const atOnce = answerAtOnce(jsonType, (parameters) => {
      const known = actions.get(parameters.action ?? "")?.known?.(parameters);
      if (known) admission.look(kindOf(parameters));
      return known;
    });
    const preParsing = [...actions.values()].some(({ known }) => known) ? [atOnce] : [];
    app.post(path, { config, preParsing }, (request, reply) =>
      answered(reply, style!, async () => {
        const parameters = parametersOf(request.query, request.body);
        const call = actions.get(need(parameters, "action")) ?? refuse(903);
        await parts.callers.greet(parameters);
        return admission.run(kindOf(parameters), clientNetwork(request.ip), () => call.run(parameters));
      }),
    );
  }

  blankRoutes(app, parts, admission);

  app.post("/ods-main/ODS371I/query", { config }, (request: FastifyRequest, reply: FastifyReply) =>
    answered(reply, { version: "1.0", numeric: false }, async () => {
      const parameters = parametersOf(request.query, request.body);
      await parts.callers.greet(parameters);
      return admission.run("other", clientNetwork(request.ip), () => personalStatistics(parts, parameters));
    }),
  );

  app.post("/BIZAPIVAN/biz", { config }, (request: FastifyRequest, reply: FastifyReply) =>
    answered(reply, { version: "1.0", numeric: false }, async () => {
      const parameters = parametersOf(request.query, request.body);
      const run = businessCall(need(parameters, "action"));
      await parts.callers.greet(parameters);
      return admission.run("query", clientNetwork(request.ip), async () => {
        await aggregateApp(parts, parameters);
        return run(parts, parameters);
      });
    }),
  );
}

/** Winners' requests come first, then everything else. */
const kindOf = (parameters: Parameters): "query" | "other" => (parameters.action === "QryWinningList" ? "query" : "other");

type Style = Pick<Call, "version" | "numeric">;

async function answered(reply: FastifyReply, style: Style, work: () => Promise<object>): Promise<FastifyReply> {
  reply.type(jsonType).header("cache-control", "no-store");
  try {
    const answer = await work();
    return reply.send(Buffer.isBuffer(answer) ? answer : JSON.stringify(answer));
  } catch (error) {
    if (isDatabaseUnavailable(error)) throw invoiceFailure("invoice.unavailable", {}, String(error));
    if (!(error instanceof NationalRefusal)) throw error;
    const code = style.numeric ? error.code : String(error.code);
    return reply.send(JSON.stringify({ v: style.version, code, msg: messages[error.code] }));
  }
}
