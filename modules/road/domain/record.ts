import { createHash } from "node:crypto";
import canonicalize from "canonicalize";

/** A transfer as the public log commits to it: who, what, why, when; never what was in it. */
export type TransferRecord = {
  exchangeId: string;
  /** Which gateway tells it. */
  side: "consumer" | "provider";
  at: string;
  /** `INSTANCE/CLASS/MEMBER/SUBSYSTEM` */
  consumer: string;
  /** `INSTANCE/CLASS/MEMBER/SUBSYSTEM/SERVICE` */
  provider: string;
  agreement: string | null;
  consent: string | null;
  purpose: string | null;
  /** Names of the fields asked for. */
  fields: string[];
  outcome: "answered" | "refused" | "failed";
  /** The error type where it was not answered. */
  code: string | null;
  requestHash: string;
  responseHash: string | null;
};

/**
 * The leaf of the public log: SHA-256(salt || JCS(record)) (RFC 8785). The salt keeps the leaf from being guessed;
 * whoever is shown record and salt can recompute it.
 */
export function leafOf(record: TransferRecord, salt: Buffer): Buffer {
  return createHash("sha256").update(salt).update(canonicalize(record)!).digest();
}
