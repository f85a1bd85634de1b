import { type TrustCode, TrustError } from "../../codes.ts";
import { CKR, lostSession } from "./constants.ts";

/** A return value with which the token refused a request; its number is for the log. */
export class TokenError extends TrustError {
  readonly status: number;
  constructor(status: number, what: string) {
    super(codeOf(status), `${what}: CKR 0x${status.toString(16)}`);
    this.status = status;
  }
}

const pinRefused: ReadonlySet<number> = new Set([CKR.pinIncorrect, CKR.pinInvalid, CKR.pinLenRange, CKR.pinExpired]);

function codeOf(status: number): TrustCode {
  if (status === CKR.pinLocked) return "token.pin-locked";
  if (pinRefused.has(status)) return "token.pin";
  if (status === CKR.sessionCount) return "token.busy";
  return lostSession.has(status) || status === CKR.notInitialized ? "token.unavailable" : "token.refused";
}

/** Returns if the token said CKR_OK. Throws `token.*`. */
export function requireOk(status: number, what: string): void {
  if (status !== CKR.ok) throw new TokenError(status, what);
}
