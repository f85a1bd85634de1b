import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import type { TransferRecord } from "../api.ts";

/**
 * The leaf of the public log: SHA-256(salt || JCS(record)) (RFC 8785). The salt keeps the leaf from being guessed;
 * whoever is shown record and salt can recompute it.
 */
export function leafOf(record: TransferRecord, salt: Buffer): Buffer {
  return createHash("sha256").update(salt).update(canonicalize(record)!).digest();
}
