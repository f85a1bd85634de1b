import { type FirstDigest, firstActionDigest, firstAuditDigest } from "./digest.ts";

/**
 * A ledger: a table of streams, each an append-only chain of actions. The table has the columns seq, at, actor, digest, prev_hash and
 * hash, and those named here; its primary key is (stream, seq). Modules list theirs in the manifest, so that all of them are checked
 * and published.
 */
export type Ledger = {
  /** Part of every hash: it must never change. */
  readonly name: string;
  readonly table: string;
  /** The column that identifies streams, or null if the table is a single stream. */
  readonly stream: { readonly column: string; readonly type: "uuid" | "text" } | null;
  /** SQL expressions for an entry's type and data. Constants of this program. */
  readonly type: string;
  readonly data: string;
  /** How hashes stored before the second version of the digest were made. */
  readonly first: FirstDigest;
};

/** A ledger in the usual layout: columns `type` and `data`, a stream in a column of its own. */
export const defineLedger = (ledger: Pick<Ledger, "name" | "table"> & { stream: NonNullable<Ledger["stream"]> }): Ledger => ({
  ...ledger,
  type: "type",
  data: "data",
  first: firstActionDigest,
});

/** Who did what to what: every schema has one, and it is a single stream. */
export const auditLedger: Ledger = {
  name: "audit",
  table: "kernel_audit",
  stream: null,
  type: "action",
  data: "jsonb_build_object('target', target, 'traceId', trace_id, 'detail', detail)",
  first: firstAuditDigest,
};
