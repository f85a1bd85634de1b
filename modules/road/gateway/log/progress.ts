import type { Database } from "@troad/kernel";
import { readProgress, transactionsUnderWay, type Work, writeProgress } from "../../store/seals.ts";

type Numbered = { seq: number };
/** A number that was assigned and is missing: its transaction is in progress, or ended without a row. */
type Gap = { seen: number; xmax?: bigint };

/** Longer than a transaction takes from getting a number to having a transaction id of its own. */
const startedMs = 2_000;

/**
 * The progress of one kind of work along the message log. Outcomes are numbered when written but visible when committed, which is a
 * different order: a missing number is looked for until no transaction is left that could supply it. After a restart everything after the
 * lowest missing number is repeated, so the work must be idempotent.
 */
export function openProgress(db: Database, work: Work) {
  let high: number | undefined;
  let written: number | undefined;
  const gaps = new Map<number, Gap>();

  async function closeGaps(): Promise<void> {
    if (gaps.size === 0) return;
    const { xmin, xmax } = await transactionsUnderWay(db);
    for (const [seq, gap] of gaps) {
      if (performance.now() - gap.seen < startedMs) continue;
      if (gap.xmax === undefined) gap.xmax = xmax;
      else if (xmin >= gap.xmax) gaps.delete(seq);
    }
  }

  return {
    /** What to do next: rows after the last one, and late ones. */
    async next<T extends Numbered>(read: (after: number, late: number[]) => Promise<T[]>): Promise<T[]> {
      high ??= await readProgress(db, work);
      written ??= high;
      return read(high, [...gaps.keys()]);
    },
    /** Records that `rows`, all or the first of those that `next` gave, are done. */
    async done(rows: readonly Numbered[]): Promise<void> {
      const seen = performance.now();
      for (const { seq } of rows) {
        gaps.delete(seq);
        if (high === undefined || seq <= high) continue;
        for (let missing = high + 1; missing < seq; missing += 1) gaps.set(missing, { seen });
        high = seq;
      }
      await closeGaps();
      if (high === undefined) return;
      const upto = gaps.size > 0 ? Math.min(...gaps.keys()) - 1 : high;
      if (upto === written) return;
      await writeProgress(db, work, upto);
      written = upto;
    },
  };
}
