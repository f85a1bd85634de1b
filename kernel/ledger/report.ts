import type { Queryable } from "../db/queryable.ts";
import type { Ledger } from "./definition.ts";
import { genesis } from "./digest.ts";
import { emptyTree, type HeadTree } from "./record.ts";

/** The place of a fault: an entry, a head, or (ledger `publication`) a published record by its number. */
export type LedgerFault = { ledger: string; stream: string; seq: number; reason: string };

/** The result of checking all ledgers of a schema. `anchored` is null if no anchor was asked, false if it did not answer. */
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

/** The progress of a check; it can be stored between two steps. */
export type CheckProgress = Omit<CheckReport, "at" | "schema"> & {
  part: "entries" | "heads" | "publications" | "done";
  /** The ledger of the schema and the last entry of it that was checked. */
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
  /** The records of this schema that the anchor holds, after a number. */
  anchored?: (after: number, limit: number) => Promise<{ record: unknown; leafIndex: number }[]>;
  /** Maximum number of rows per step. */
  limit: number;
};

/** Maximum number of faults in one report; more would add nothing. */
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

/** Adds a fault unless the report has enough. */
export function note(progress: CheckProgress, fault: LedgerFault): void {
  if (progress.faults.length < maxFaults) progress.faults.push(fault);
}

/**
 * The report of a check that the database's content itself made impossible (SQLSTATE classes 22 and 42: an invalid value, a missing table).
 * An unavailable database is not a finding; undefined then.
 */
export function unreadable(schema: string, at: string, error: unknown): CheckReport | undefined {
  const { code } = (error ?? {}) as { code?: unknown };
  if (typeof code !== "string" || !/^(22|42)/.test(code)) return undefined;
  const progress = beginCheck(at);
  note(progress, { ledger: "", stream: "", seq: 0, reason: "unreadable" });
  return reportOf(schema, at, progress);
}
