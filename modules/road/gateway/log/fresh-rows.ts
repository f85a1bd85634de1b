type Numbered = { seq: number };

/** Rows that are kept at most; what does not fit is read from the database when its turn comes. */
const most = 10_000;
/** A hole of this size is a backlog of other rows, and the database tells them in order. */
const widestGap = 1_000;

/**
 * What this process has just written and work along the log has still to see, so that nothing is read back out of the database that was
 * here a moment ago. Only a short cut: rows of another process, of before a restart and those without room here are found there.
 */
export function openFreshRows<T extends Numbered>() {
  const rows = new Map<number, T>();

  return {
    /** Of a row that is committed. */
    add: (row: T): void => {
      if (rows.size < most) rows.set(row.seq, row);
    },
    /** The rows after a number and the late ones, as `progress.ts` asks for them; undefined where only the database can say. */
    after: (number: number, late: readonly number[], limit: number): T[] | undefined => {
      for (const seq of rows.keys()) if (seq <= number && !late.includes(seq)) rows.delete(seq);
      if (late.some((seq) => !rows.has(seq))) return undefined;
      const found: T[] = [];
      let last = number;
      for (const seq of [...rows.keys()].sort((a, b) => a - b)) {
        if (seq > number && seq - last > widestGap) break;
        if (seq > number) last = seq;
        found.push(rows.get(seq)!);
        if (found.length === limit) break;
      }
      return last > number ? found : undefined;
    },
  };
}
