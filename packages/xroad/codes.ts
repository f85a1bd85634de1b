import { type TrustCode, TrustError } from "@troad/trust";

/**
 * Every coded refusal of this package, in one place: texts for people hang on these codes, so a code never changes its meaning.
 * Verifications also pass on the codes of @troad/trust for certificates, status answers, time stamps and signatures.
 */
export const xroadCodes = [
  "mime.malformed",
  "mime.too-large",
  "message.malformed",
  "message.part",
  "message.order",
  "message.reference",
  "message.digest",
  "algorithm.unknown",
  "algorithm.weak",
  "anchor.malformed",
  "directory.malformed",
  "directory.location",
  "directory.duplicate-part",
  "directory.unknown-certificate",
  "directory.bad-signature",
  "directory.expired",
  "directory.version",
  "directory.instance",
  "part.missing",
  "part.digest",
  "part.instance",
  "params.malformed",
  "params.unknown-id",
  "params.duplicate",
  "hashchain.malformed",
  "hashchain.too-large",
  "hashchain.circular",
  "hashchain.unresolved",
  "hashchain.reference",
  "hashchain.result",
  "hashchain.unused-input",
  "asic.malformed",
  "asic.too-large",
  "asic.unsafe-name",
  "asic.duplicate-name",
  "asic.checksum",
  "asic.mimetype",
  "asic.no-message",
  "asic.no-signature",
  "asic.no-hash-chain",
  "asic.no-timestamp",
  "asic.reference",
  "asic.digest",
  "asic.not-covered",
] as const;

export type XroadCode = (typeof xroadCodes)[number];
export type AnyCode = XroadCode | TrustCode;

/** What was found wrong: a stable code for texts, and a detail for the log that the public never sees. */
export interface Refused {
  readonly ok: false;
  readonly code: AnyCode;
  readonly detail?: string;
}

/** The result of reading or verifying; expected failures are values, so that a caller cannot forget them. */
export type Outcome<T> = { readonly ok: true; readonly value: T } | Refused;

/** Thrown inside the parsers; `attempt` turns it into a value at their border. */
export class XroadError extends Error {
  readonly code: AnyCode;
  readonly detail: string | undefined;
  constructor(code: AnyCode, detail?: string) {
    super(detail === undefined ? code : `${code}: ${detail}`);
    this.name = "XroadError";
    this.code = code;
    this.detail = detail;
  }
}

export const refused = (code: AnyCode, detail?: string): Refused =>
  detail === undefined ? { ok: false, code } : { ok: false, code, detail };

/** Runs `work`; refusals of this package and of @troad/trust become values, any other error is a defect and goes on. */
export function attempt<T>(work: () => T): Outcome<T> {
  try {
    return { ok: true, value: work() };
  } catch (error) {
    if (error instanceof XroadError || error instanceof TrustError) return refused(error.code, error.detail);
    throw error;
  }
}

/** The same for work that reads a stream. */
export async function attemptAsync<T>(work: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    if (error instanceof XroadError || error instanceof TrustError) return refused(error.code, error.detail);
    throw error;
  }
}
