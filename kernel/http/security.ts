import type { FastifyRequest } from "fastify";
import { kernelFailure } from "../errors.ts";

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

/** With an answer that only programs read: a browser that is led to it shows and frames nothing (OWASP REST Security Cheat Sheet, "Security Headers"). */
export const dataHeaders = {
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
};

const safe = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Refuses a change that another site makes a browser send (OWASP ASVS 5.0 section 3.5): Fetch Metadata first, Origin where a
 * browser does not send it. Programs send neither and carry no cookies, so they pass.
 */
export function refuseCrossSite(request: FastifyRequest): void {
  if (safe.has(request.method)) return;
  const site = request.headers["sec-fetch-site"];
  if (site === "cross-site" || site === "same-site") throw kernelFailure("request.cross-site");
  if (site !== undefined) return;
  const origin = request.headers.origin;
  if (origin !== undefined && hostOf(origin) !== request.headers.host) throw kernelFailure("request.cross-site");
}

function hostOf(origin: string): string | undefined {
  try {
    return new URL(origin).host;
  } catch {
    return undefined;
  }
}
