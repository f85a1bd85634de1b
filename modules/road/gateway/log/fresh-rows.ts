type Numbered = { seq: number };

/** Maximum number of rows kept; further ones are read from the database at their turn. */
const most = 10_000;
/** A gap of this size is a backlog of other rows, which the database returns in order. */
const widestGap = 1_000;

/**
 * Rows that this process has just written and that work along the log has yet to see, so that they need not be read back from the database.
 * Only a short cut: rows of other processes, from before a restart or beyond the limit are found there.
 */
export function openFreshRows<T extends Numbered>() {
  const rows = new Map<number, T>();

  return {
    /** Of a committed row. */
    add: (row: T): void => {
      if (rows.size < most) rows.set(row.seq, row);
    },
    /** The rows after a number and the late ones, as `progress.ts` requests them; undefined if only the database knows. */
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
