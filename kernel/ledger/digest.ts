import { canonicalJson, sha256Hex } from "./canonical.ts";

/** One action of a stream. `data` is JSON; what an action of each type holds is the module's business. */
export type LedgerEntry = { seq: number; at: string; actor: string; type: string; data: Record<string, unknown> };

/** An entry as stored: `digest` is the format version of `hash`, `prev_hash` the hash of the previous entry. */
export type StoredEntry = LedgerEntry & { digest: number; prev_hash: string; hash: string };

/** The last entry of a stream. */
export type LedgerHead = { seq: number; hash: string };

/** The hash that precedes the first entry. */
export const genesis: LedgerHead = { seq: 0, hash: "0".repeat(64) };

/** The ledger and stream of an entry. */
export type Place = { ledger: string; stream: string };

/** Why an entry does not follow from the previous one. */
export type BrokenLink = "sequence" | "previous" | "digest" | "form" | "hash";

/** The version under which new entries are written. */
export const currentDigest = 2;

/** The first version had two serialisations: that of actions, and that of audit entries. */
export type FirstDigest = (previous: string, entry: LedgerEntry) => string;

export const firstActionDigest: FirstDigest = (previous, { seq, at, actor, type, data }) =>
  sha256Hex(JSON.stringify([previous, seq, at, actor, type, sortedPairs(data)]));

export const firstAuditDigest: FirstDigest = (previous, { seq, at, actor, type, data }) =>
  sha256Hex(JSON.stringify([previous, seq, at, actor, type, data.target, data.traceId ?? null, sortedPairs(data.detail)]));

/** Ledger and stream are part of the hash: an entry cannot be moved into another stream. */
export const entryDigest = (place: Place, previous: string, { seq, at, actor, type, data }: LedgerEntry): string =>
  sha256Hex(canonicalJson(["t-road ledger 2", place.ledger, place.stream, previous, seq, at, actor, type, data]));

/** Says why `entry` does not follow `previous`; undefined if it does. */
export function brokenLink(place: Place, first: FirstDigest, previous: LedgerHead, entry: StoredEntry): BrokenLink | undefined {
  if (entry.seq !== previous.seq + 1) return "sequence";
  if (entry.prev_hash !== previous.hash) return "previous";
  if (!isObject(entry.data)) return "form";
  if (entry.digest === currentDigest) return entry.hash === entryDigest(place, previous.hash, entry) ? undefined : "hash";
  if (entry.digest !== 1) return "digest";
  if (hasPairs(entry.data)) return "form";
  return entry.hash === first(previous.hash, entry) ? undefined : "hash";
}

const isObject = (value: unknown): boolean => typeof value === "object" && value !== null && !Array.isArray(value);

/** The first version wrote an object as a sorted list of pairs, so that a list of pairs in place of an object has the same hash. */
function sortedPairs(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedPairs);
  if (value === null || typeof value !== "object") return value ?? null;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, item]) => [name, sortedPairs(item)]);
}

/** None of our own entries of the first version holds a list of pairs; one that does was forged from an object. */
function hasPairs(value: unknown): boolean {
  if (value === null || typeof value !== "object") return false;
  if (!Array.isArray(value)) return Object.values(value).some(hasPairs);
  const isPair = (item: unknown): boolean => Array.isArray(item) && item.length === 2 && typeof item[0] === "string";
  return (value.length > 0 && value.every(isPair)) || value.some(hasPairs);
}
