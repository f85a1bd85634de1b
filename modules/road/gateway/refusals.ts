import type { Socket } from "node:net";
import { CodedError, isDatabaseUnavailable, type ModuleContext, retryLater } from "@troad/kernel";
import type { FastifyReply, FastifyRequest } from "fastify";
import { type RoadErrorType, roadFailure, roadTypeOf } from "../domain/errors.ts";

/** Bodies up to this size are handled in memory. */
export const bodyLimit = 1024 * 1024;

const isRefusal = (error: unknown): boolean => {
  const { statusCode } = error as { statusCode?: unknown };
  return typeof statusCode === "number" && statusCode >= 400 && statusCode < 500;
};

/** Refusals by the HTTP server itself, and defects, as failures of the consumer's side. */
export function clientFault(error: unknown): CodedError {
  if (error instanceof CodedError && error.code.startsWith("road.")) return error;
  const { statusCode, message } = error as { statusCode?: number; message?: string };
  if (statusCode === 413) return roadFailure("Client.ClientProxy.BodyTooLarge", { limit: bodyLimit });
  // before the request was stored: nothing was sent, and asking again is safe
  if (isDatabaseUnavailable(error)) return new CodedError("road.Server.ClientProxy.Interrupted", 503, {}, message);
  return roadFailure(isRefusal(error) ? "Client.ClientProxy.InvalidRequest" : "Server.ClientProxy.Interrupted", {}, message);
}

/** The same on the provider's side; an unreadable request is the sender's error, a defect (the database is down) is ours and retryable. */
export function peerFault(error: unknown): CodedError {
  if (error instanceof CodedError && error.code.startsWith("road.")) return error;
  return roadFailure(
    isRefusal(error) ? "Server.ServerProxy.InvalidRequest" : "Server.ServerProxy.Interrupted",
    {},
    (error as Error).message,
  );
}

/** Bytes that are not HTTP (control characters in a header): there is no request to answer, but the sender is told, in every language. */
export function hangUp(ctx: ModuleContext, error: Error, socket: Socket): void {
  if (!socket.writable) return;
  const type: RoadErrorType = "Client.ClientProxy.InvalidRequest";
  const message = ctx.texts.languages.map(({ code }) => ctx.texts.translator(code)(`error.road.${type}`)).join(" ");
  const body = JSON.stringify({ type, message, detail: ctx.ids.opaque() });
  ctx.log.info({ type, reason: error.message }, "exchange refused");
  const isLate = (error as NodeJS.ErrnoException).code === "ERR_HTTP_REQUEST_TIMEOUT";
  const head = [
    `HTTP/1.1 ${isLate ? "408 Request Timeout" : "400 Bad Request"}`,
    `x-road-error: ${type}`,
    "content-type: application/json",
    `content-length: ${Buffer.byteLength(body)}`,
    "connection: close",
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`);
}

/** The identifiers of a refused request, as far as readable. */
export type Subject = {
  id?: string;
  client?: string;
  service?: string;
  /** CLASS/CODE of the provider. */
  member?: string;
  volume?: number;
  month?: string;
};

/**
 * {type, message, detail} with X-Road-Error (PR-REST section 4.6); the message is in the reader's language, the detail is for the log. A
 * refusal by another gateway brings no text and no names: `subject` supplies those of the request.
 */
export function refusalOf(
  ctx: Pick<ModuleContext, "ids" | "log" | "texts">,
  coded: CodedError,
  language: string | undefined,
  subject: Subject = {},
): { type: RoadErrorType; message: string; body: string } {
  const type = roadTypeOf(coded, "Server.ServerProxy.InvalidRequest");
  const detail = ctx.ids.opaque();
  const t = ctx.texts.translator(ctx.texts.negotiate(language));
  const { id, client, service } = subject;
  const about = { exchange: id, client, service };
  ctx.log[coded.status >= 500 ? "warn" : "info"]({ type, fault: detail, reason: coded.detail, ...about }, "exchange refused");
  const message = t(`error.road.${type}`, { ...subject, ...coded.params }).replace(placeholder, "…");
  return { type, message, body: JSON.stringify({ type, message, detail }) };
}

/** A placeholder that could not be filled, with its parentheses. */
const placeholder = /\s?[（(]\{\w+\}[)）]|\{\w+\}/g;

export function sendRefusal(ctx: ModuleContext, coded: CodedError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { type, body } = refusalOf(ctx, coded, request.headers["accept-language"]);
  if (coded.status === 503) reply.headers(retryLater);
  return reply.code(coded.status).header("x-road-error", type).type("application/json").send(body);
}
