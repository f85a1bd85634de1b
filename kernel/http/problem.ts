import type { FastifyReply, FastifyRequest } from "fastify";
import { asCoded, type CodedError, kernelFailure, type Problem } from "../errors.ts";
import type { Translate } from "../i18n.ts";
import { hearOut } from "./hear-out.ts";
import type { RefusalLog } from "./refusal-log.ts";

export function problemOf(error: CodedError, t: Translate, traceId?: string): Problem {
  return {
    type: `urn:troad:error:${error.code}`,
    title: t(`error.${error.code}`, error.params),
    status: error.status,
    code: error.code,
    ...(Object.keys(error.params).length > 0 ? { params: error.params } : {}),
    ...(traceId ? { instance: `urn:trace:${traceId}` } : {}),
  };
}

/** How a client is told to ask again soon, in seconds (RFC 9110 section 10.2.3). */
export const retryLater = { "retry-after": "5" } as const;

/** RFC 9457 for programs, a page for browsers; defects are logged in full and reported as `internal`. */
export async function sendProblem(
  thrown: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  noteRefusal: RefusalLog,
): Promise<FastifyReply> {
  const error = (thrown as { notFound?: boolean }).notFound ? kernelFailure("request.not-found") : asCoded(thrown);
  noteRefusal(request, error);
  const traceId = String(reply.getHeader("traceparent") ?? "").split("-")[1];
  const t = request.t ?? ((key: string) => key);
  const problem = problemOf(error, t, traceId);
  if (error.status === 503 || error.status === 429) reply.headers(retryLater);
  if (error.status === 413) await hearOut(request.raw);
  const render = request.server.errorPages.of(request.originalUrl ?? request.url);
  if (render && (request.headers.accept ?? "").includes("text/html")) {
    const page = await render(request, problem);
    return reply
      .code(error.status)
      .header("content-type", "text/html; charset=utf-8")
      .header("cache-control", "no-store")
      .send(page);
  }
  return reply.code(error.status).header("content-type", "application/problem+json").send(problem);
}
