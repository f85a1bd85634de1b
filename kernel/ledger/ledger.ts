import type { Counter } from "prom-client";
import type { Queryable } from "../db/queryable.ts";
import { kernelFailure } from "../errors.ts";
import type { Log } from "../logging/log.ts";
import type { Ledger } from "./definition.ts";
import {
  brokenLink,
  currentDigest,
  entryDigest,
  genesis,
  type LedgerEntry,
  type LedgerHead,
  type StoredEntry,
} from "./digest.ts";
import { insertEntry, readStream } from "./entry-store.ts";

/** A ledger as a module uses it: a reader of a stream gets an intact chain, or the coded failure `ledger.broken`. */
export type OpenLedger = {
  /** All entries of a stream, oldest first. */
  read(q: Queryable, stream: string): Promise<StoredEntry[]>;
  /** Appends after `last`; the caller holds the lock that makes writers of the stream take turns. */
  append(q: Queryable, stream: string, last: LedgerHead | undefined, entry: Omit<LedgerEntry, "seq">): Promise<StoredEntry>;
};

/** Creates the entry that follows `previous`. */
export function nextEntry(
  place: { ledger: string; stream: string },
  previous: LedgerHead,
  entry: Omit<LedgerEntry, "seq">,
): StoredEntry {
  // the hash covers what the database will return: JSON without what it omits
  const data = JSON.parse(JSON.stringify(entry.data)) as Record<string, unknown>;
  const next = { seq: previous.seq + 1, at: entry.at, actor: entry.actor, type: entry.type, data };
  return { ...next, digest: currentDigest, prev_hash: previous.hash, hash: entryDigest(place, previous.hash, next) };
}

/** The first entry that does not follow from the previous one, and why; undefined if the chain is intact. */
export function brokenChain(
  ledger: Pick<Ledger, "name" | "first">,
  stream: string,
  entries: readonly StoredEntry[],
): { seq: number; reason: string } | undefined {
  let previous: LedgerHead = genesis;
  for (const entry of entries) {
    const reason = brokenLink({ ledger: ledger.name, stream }, ledger.first, previous, entry);
    if (reason) return { seq: entry.seq, reason };
    previous = entry;
  }
  return undefined;
}

export function openLedger(ledger: Ledger, report: { log: Pick<Log, "error">; broken: Counter; schema: string }): OpenLedger {
  const refuse = (stream: string, fault: { seq: number; reason: string }): never => {
    const { schema, log, broken } = report;
    broken.inc({ schema });
    log.error({ schema, ledger: ledger.name, stream, ...fault }, "a record does not match its hash chain");
    throw kernelFailure("ledger.broken", {}, `${schema}/${ledger.name} ${stream} at ${fault.seq}: ${fault.reason}`);
  };
  return {
    read: async (q, stream) => {
      const rows = await readStream(q, ledger, stream);
      const [first] = rows;
      if (!first) return refuse(stream, { seq: 0, reason: "no-head" });
      const entries = rows.filter((row) => row.seq !== null).map(({ head_seq: _seq, head_hash: _hash, ...entry }) => entry);
      const fault = brokenChain(ledger, stream, entries);
      if (fault) return refuse(stream, fault);
      const last = entries.at(-1) ?? genesis;
      if (last.seq !== first.head_seq || last.hash !== first.head_hash)
        return refuse(stream, { seq: last.seq + 1, reason: "head" });
      return entries;
    },
    append: async (q, stream, last, entry) => {
      const next = nextEntry({ ledger: ledger.name, stream }, last ?? genesis, entry);
      if (!(await insertEntry(q, ledger, stream, next))) return refuse(stream, { seq: next.seq, reason: "head" });
      return next;
    },
  };
}
