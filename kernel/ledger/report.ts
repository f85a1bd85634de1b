import type { Queryable } from "../db/queryable.ts";
import type { Ledger } from "./definition.ts";
import { genesis } from "./digest.ts";
import { emptyTree, type HeadTree } from "./record.ts";

/** Where something does not hold: an entry, a head, or (ledger `publication`) a published record by its number. */
export type LedgerFault = { ledger: string; stream: string; seq: number; reason: string };

/** What a check of all ledgers of a schema found. `anchored` is null where no anchor was asked, false where it did not answer. */
export type CheckReport = {
  schema: string;
  beganAt: string;
  at: string;
  entries: number;
  heads: number;
  publications: number;
  anchored: boolean | null;
  faults: LedgerFault[];
};

/** How far a check is; it can be stored between two steps. */
export type CheckProgress = Omit<CheckReport, "at" | "schema"> & {
  part: "entries" | "heads" | "publications" | "done";
  /** Which ledger of the schema, and the last entry of it that was looked at. */
  ledger: number;
  stream: string;
  seq: number;
  hash: string;
  tree: HeadTree;
  /** Hash of the last publication's record. */
  previous: string;
};

export type CheckParts = {
  q: Queryable;
  schema: string;
  ledgers: readonly Ledger[];
  /** The records that the anchor holds of this schema, after a number. */
  anchored?: (after: number, limit: number) => Promise<{ record: unknown; leafIndex: number }[]>;
  /** Rows that a step reads at most. */
  limit: number;
};

/** Faults named in one report; more of them say nothing more. */
const maxFaults = 100;

export const beginCheck = (beganAt: string): CheckProgress => ({
  beganAt,
  entries: 0,
  heads: 0,
  publications: 0,
  anchored: null,
  faults: [],
  part: "entries",
  ledger: 0,
  stream: "",
  seq: 0,
  hash: genesis.hash,
  tree: emptyTree,
  previous: genesis.hash,
});

export const reportOf = (schema: string, at: string, progress: CheckProgress): CheckReport => {
  const { beganAt, entries, heads, publications, anchored, faults } = progress;
  return { schema, beganAt, at, entries, heads, publications, anchored, faults };
};

/** Adds a fault unless there are enough. */
export function note(progress: CheckProgress, fault: LedgerFault): void {
  if (progress.faults.length < maxFaults) progress.faults.push(fault);
}

/**
 * The report of a check that the database's content itself made impossible (SQLSTATE classes 22 and 42: a value that is none, a table that is
 * gone). A database that is away is no finding; undefined then.
 */
export function unreadable(schema: string, at: string, error: unknown): CheckReport | undefined {
  const { code } = (error ?? {}) as { code?: unknown };
  if (typeof code !== "string" || !/^(22|42)/.test(code)) return undefined;
  const progress = beginCheck(at);
  note(progress, { ledger: "", stream: "", seq: 0, reason: "unreadable" });
  return reportOf(schema, at, progress);
}
