import type { Database } from "@troad/kernel";
import { type CheckRow, countChecks, listChecks } from "./store/checks.ts";

export type { CheckRow } from "./store/checks.ts";

/** Questions that were answered, of the consumers below a prefix. */
export type Checks = {
  /** Newest first. */
  list(of: { prefix: string; before: string | null; limit: number }): Promise<CheckRow[]>;
  /** Counted up to `limit`. */
  count(prefix: string, limit: number): Promise<number>;
};

export const openChecks = (db: Database): Checks => ({
  list: (of) => listChecks(db, of),
  count: (prefix, limit) => countChecks(db, prefix, limit),
});
