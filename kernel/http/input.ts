import type { FastifyRequest } from "fastify";
import { kernelFailure } from "../errors.ts";

/** Deeper than any form or message here; anything deeper is refused unread. */
const maxDepth = 32;

/**
 * Checks that every request passes before its route sees it. Text must be storable in PostgreSQL and HTTP: no NUL, no lone surrogate (half
 * of a character outside the basic plane). A posted form, which is any body without a schema or parser of its own, is flat: names with
 * texts or lists of texts. An object in place of a text would otherwise fail deep inside, as a defect of ours.
 */
export function refuseMalformedInput(request: FastifyRequest): void {
  const { config, schema } = request.routeOptions;
  if (!isClean(request.params, 0) || !isClean(request.query, 0)) throw kernelFailure("request.invalid", { reason: "text" });
  const { body } = request;
  if (body === undefined || body === null || Buffer.isBuffer(body)) return;
  if (!isClean(body, 0)) throw kernelFailure("request.invalid", { reason: "text" });
  if (!config.nestedBody && schema?.body === undefined && !isForm(body))
    throw kernelFailure("request.invalid", { reason: "form" });
}

const isText = (text: string): boolean => text.isWellFormed() && !text.includes("\0");

function isClean(value: unknown, depth: number): boolean {
  if (typeof value === "string") return isText(value);
  if (typeof value !== "object" || value === null || Buffer.isBuffer(value)) return true;
  if (depth > maxDepth) return false;
  for (const name in value) if (!isText(name) || !isClean((value as Record<string, unknown>)[name], depth + 1)) return false;
  return true;
}

const isField = (value: unknown): boolean =>
  typeof value === "string" || (Array.isArray(value) && value.every((one) => typeof one === "string"));

const isForm = (body: unknown): boolean =>
  typeof body === "string" || (typeof body === "object" && !Array.isArray(body) && Object.values(body as object).every(isField));

/** The token of `Authorization: Bearer` (RFC 6750), up to 8,000 characters; undefined where there is none that could be one. */
export const bearerOf = ({ headers }: Pick<FastifyRequest, "headers">): string | undefined =>
  /^Bearer ([\w.:~+/=-]{1,8000})$/i.exec(headers.authorization ?? "")?.[1];
