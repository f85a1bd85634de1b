import type { Database } from "@troad/kernel";
import { readProgress, transactionsUnderWay, type Work, writeProgress } from "../../store/seals.ts";

type Numbered = { seq: number };
/** A number that was given and is not there: its transaction is under way, or it ended without a row. */
type Gap = { seen: number; xmax?: bigint };

/** Longer than a transaction needs from taking a number to having an identity of its own. */
const startedMs = 2_000;

/**
 * How far one kind of work along the message log is. Outcomes are numbered when they are written and seen when they are committed, which
 * is another order: a number that is missing is looked for until no transaction is left that could bring it. After a restart what follows
 * the lowest missing number is done again, so the work must not mind.
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
    /** What is to be done next: rows after the last one, and late ones. */
    async next<T extends Numbered>(read: (after: number, late: number[]) => Promise<T[]>): Promise<T[]> {
      high ??= await readProgress(db, work);
      written ??= high;
      return read(high, [...gaps.keys()]);
    },
    /** Notes that `rows`, all that `next` gave or the first of them, are done. */
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
