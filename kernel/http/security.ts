import type { FastifyRequest } from "fastify";
import { kernelFailure } from "../errors.ts";
import { isOurHost } from "./hosts.ts";

/** No inline script or style anywhere; forms may be sent only to ourselves and to the named places (the sign-in service). */
export function contentSecurityPolicy(formActions: string[] = []): string {
  return [
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    `form-action ${["'self'", ...formActions].join(" ")}`,
  ].join("; ");
}

/** For an answer that a browser may show as a document. */
export const documentHeaders = {
  "content-security-policy": contentSecurityPolicy(),
  "x-content-type-options": "nosniff",
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy":
    "geolocation=(), microphone=(), camera=(), payment=(), publickey-credentials-get=(self), publickey-credentials-create=(self)",
};

/**
 * With an answer that only programs read, or a file of a page: a browser that is led to it shows and frames nothing (OWASP REST Security Cheat
 * Sheet, "Security Headers").
 */
export const dataHeaders = {
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
};

/** Under https, browsers use only TLS for a year (RFC 6797). We may not decide for other hosts of the domain. */
export const transportHeaders = { "strict-transport-security": "max-age=31536000" };

const safe = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Refuses a state change that another site makes a browser send (OWASP ASVS 5.0 section 3.5): Fetch Metadata first, Origin if a browser
 * does not send it, then Referer if there are cookies. Programs send none of these, so they pass.
 */
export function refuseCrossSite(
  request: Pick<FastifyRequest, "method" | "headers">,
  publicOrigin: string,
  siblings: readonly string[] = [],
): void {
  if (safe.has(request.method)) return;
  const { "sec-fetch-site": site, origin, host, cookie, referer } = request.headers;
  // a form of a page that another process of this installation serves
  if (origin !== undefined && siblings.includes(origin)) return;
  if (site !== undefined) {
    // also any value that a later edition of Fetch Metadata adds: its meaning is unknown here
    if (site === "same-origin" || site === "none") return;
    throw kernelFailure("request.cross-site");
  }
  const from = origin ?? (cookie === undefined ? undefined : referer);
  if (from !== undefined && !isSameOrigin(from, host, publicOrigin)) throw kernelFailure("request.cross-site");
}

/** Scheme, host and port: those of the public address, or plain http if the request came straight to this machine. */
function isSameOrigin(address: string, host: string | undefined, publicOrigin: string): boolean {
  const origin = URL.canParse(address) ? new URL(address).origin : "null";
  if (origin === publicOrigin) return true;
  const scheme = new URL(publicOrigin).protocol;
  return host !== undefined && (origin === `${scheme}//${host}` || (isOurHost(host) && origin === `http://${host}`));
}
