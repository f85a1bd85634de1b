import type { FastifyRequest } from "fastify";
import { kernelFailure } from "../errors.ts";
import { isOurHost } from "./hosts.ts";

/** No inline script or style anywhere; forms go to ourselves and to the places named (the sign-in service). */
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

/** With an answer that a browser may show as a document. */
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

/** Under https: for a year browsers never ask without TLS (RFC 6797). Other hosts of the domain are not ours to bind. */
export const transportHeaders = { "strict-transport-security": "max-age=31536000" };

const safe = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Refuses a change that another site makes a browser send (OWASP ASVS 5.0 section 3.5): Fetch Metadata first, Origin where a
 * browser does not send it, then Referer where cookies come along. Programs send none of these, so they pass.
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
    // also a value that a later edition of Fetch Metadata may bring: what it means is not known here
    if (site === "same-origin" || site === "none") return;
    throw kernelFailure("request.cross-site");
  }
  const from = origin ?? (cookie === undefined ? undefined : referer);
  if (from !== undefined && !isSameOrigin(from, host, publicOrigin)) throw kernelFailure("request.cross-site");
}

/** Scheme, host and port: those of the public address, or plain http where the request came straight to this machine. */
function isSameOrigin(address: string, host: string | undefined, publicOrigin: string): boolean {
  const origin = URL.canParse(address) ? new URL(address).origin : "null";
  if (origin === publicOrigin) return true;
  const scheme = new URL(publicOrigin).protocol;
  return host !== undefined && (origin === `${scheme}//${host}` || (isOurHost(host) && origin === `http://${host}`));
}
