import type { FastifyRequest } from "fastify";

const textIn = (from: unknown, name: string, most: number): string => {
  const value = typeof from === "object" && from !== null ? (from as Record<string, unknown>)[name] : undefined;
  return typeof value === "string" ? value.slice(0, most).trim() : "";
};
/** A field of a posted form, as text of at most `most` characters. */
export const posted = (request: FastifyRequest, name: string, most = 200): string => textIn(request.body, name, most);
/** A query parameter, as text of at most `most` characters. */
export const asked = (request: FastifyRequest, name: string, most = 100): string => textIn(request.query, name, most);
