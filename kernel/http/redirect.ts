import type { FastifyReply } from "fastify";

const anywhere = "http://own.invalid";
const longest = 600;

/**
 * The path and query to which a form asks to return, if it is one of ours below `under`; otherwise `otherwise`. `//host` and `/\host` lead
 * to other sites (ASVS 5.0 section 15.3, open redirects). Anything outside ASCII is percent-encoded, because a header cannot hold it. No
 * browser writes `<`, `>` or quotes into our addresses.
 */
export function ownPath(value: unknown, { under = "/", otherwise = under }: { under?: string; otherwise?: string } = {}): string {
  if (typeof value !== "string" || value.length > longest || !/^\/(?![/\\])[^\s\\<>"`]*$/.test(value)) return otherwise;
  const url = URL.parse(value, anywhere);
  if (url?.origin !== anywhere) return otherwise;
  const isBelow = under.endsWith("/") || url.pathname === under || url.pathname.startsWith(`${under}/`);
  return isBelow && url.pathname.startsWith(under) && !url.pathname.startsWith("//") ? url.pathname + url.search : otherwise;
}

/** POST, redirect, GET: the answer to a form is always another page (303, RFC 9110 section 15.4.4). */
export const seeOther = (reply: FastifyReply, location: string): FastifyReply =>
  reply.redirect(
    location.replace(/[^\x21-\x7e]+/g, (part) => encodeURIComponent(part.toWellFormed())),
    303,
  );
