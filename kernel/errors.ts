import { DatabaseUnavailable } from "./db/unavailable.ts";

/**
 * Expected failures carry a code; each code has an HTTP status and a text `error.<code>` in every language.
 * Anything else that is thrown is a defect and becomes `internal`.
 */
export type ErrorParams = Record<string, string | number>;

export class CodedError extends Error {
  readonly code: string;
  readonly status: number;
  readonly params: ErrorParams;
  /** For logs only; never leaves the process. */
  readonly detail: string | undefined;
  constructor(code: string, status: number, params: ErrorParams = {}, detail?: string) {
    super(detail ? `${code}: ${detail}` : code);
    this.name = "CodedError";
    this.code = code;
    this.status = status;
    this.params = params;
    this.detail = detail;
  }
}

/** Defines one module's failures in one place: `const fail = failures({ "case.not-found": 404 })`, then `throw fail("case.not-found")`. */
export function failures<Code extends string>(codes: Record<Code, number>) {
  return (code: Code, params: ErrorParams = {}, detail?: string): CodedError => new CodedError(code, codes[code], params, detail);
}

/** Failures of the kernel itself. */
export const kernelFailure = failures({
  "request.invalid": 400,
  "request.too-large": 413,
  "request.unsupported-media-type": 415,
  "request.cross-site": 403,
  "request.misdirected": 421,
  "request.not-found": 404,
  "request.rate-limited": 429,
  "peer.unavailable": 503,
  "peer.forbidden": 403,
  "peer.invalid": 400,
  "service.starting": 503,
  "service.stopping": 503,
  "ledger.broken": 500,
  "lease.lost": 503,
  "lease.busy": 503,
  "service.not-ready": 503,
  "database.unavailable": 503,
  "database.outcome-unknown": 503,
  internal: 500,
});

/** RFC 9457 problem details. */
export type Problem = {
  type: string;
  title: string;
  status: number;
  code: string;
  params?: ErrorParams;
  instance?: string;
  detail?: string;
};

export function asCoded(error: unknown): CodedError {
  if (error instanceof CodedError) return error;
  if (error instanceof DatabaseUnavailable) {
    const away = kernelFailure(error.outcomeUnknown ? "database.outcome-unknown" : "database.unavailable", {}, error.message);
    away.cause = error;
    return away;
  }
  const known = error as { code?: unknown; statusCode?: unknown; validation?: unknown; message?: unknown };
  if (known?.validation) return kernelFailure("request.invalid", { reason: String(known.message ?? "") });
  if (known?.statusCode === 413) return kernelFailure("request.too-large");
  if (known?.statusCode === 415) return kernelFailure("request.unsupported-media-type");
  if (typeof known?.statusCode === "number" && known.statusCode >= 400 && known.statusCode < 500)
    return kernelFailure("request.invalid", { reason: String(known.code ?? "") });
  const internal = kernelFailure("internal", {}, error instanceof Error ? error.message : String(error));
  internal.cause = error;
  return internal;
}
