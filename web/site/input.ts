import { type Ids, isUuid } from "@troad/kernel";
import type { FastifyRequest } from "fastify";

const textIn = (from: unknown, name: string, most: number): string => {
  const value = typeof from === "object" && from !== null ? (from as Record<string, unknown>)[name] : undefined;
  return typeof value === "string" ? value.slice(0, most).trim() : "";
};
/** A field of a posted form, as text of at most `most` characters. */
export const posted = (request: FastifyRequest, name: string, most = 200): string => textIn(request.body, name, most);
/** A query parameter, as text of at most `most` characters. */
export const asked = (request: FastifyRequest, name: string, most = 100): string => textIn(request.query, name, most);
/** The key with which a form is sent, so that sending it twice does what it asks once; a new one where it has none of ours. */
export function postedKey(request: FastifyRequest, ids: Ids): string {
  const key = posted(request, "key", 60);
  return isUuid(key) ? key : ids.uuid();
}
