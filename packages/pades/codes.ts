import type { TrustCode } from "@troad/trust";

/** What this package refuses; user interfaces hang their texts on these codes and on those of `@troad/trust`. */
export const padesCodes = [
  "pades.unreadable",
  "pades.encrypted",
  "pades.too-large",
  "pades.active-content",
  "pades.no-signature",
  "pades.structure",
  "pades.byte-range",
  "pades.appended",
  "pades.status-removed",
  "pades.no-timestamp",
  "pades.no-status",
  "pades.status-before-timestamp",
] as const;

export type PadesCode = (typeof padesCodes)[number] | TrustCode;

/** Thrown by readers of files and turned into a step of the report at their border. */
export class PadesError extends Error {
  readonly code: PadesCode;
  constructor(code: PadesCode, detail?: string) {
    super(detail === undefined ? code : `${code}: ${detail}`);
    this.name = "PadesError";
    this.code = code;
  }
}
