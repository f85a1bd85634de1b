import { termOf } from "@troad/invoice-formats";
import type { Queryable } from "@troad/kernel";
import { cloudShares, type ShareRow } from "./share-store.ts";

/** Hundredths of a group's invoices that are in the cloud; null where its figure could say something of one business. */
export type Share = { code: string; businesses: number; share: number | null };
export type MonthShares = { month: string; counties: Share[]; trades: Share[] };

/** The rule of the published statistics: fewer than three businesses, one of more than three quarters, or a largest one that its rival can estimate. */
export function isHidden({
  businesses,
  invoices,
  top: [first = 0, second = 0],
}: Pick<ShareRow, "businesses" | "invoices" | "top">): boolean {
  return businesses < 3 || first > invoices * 0.75 || invoices - first - second < first * 0.1;
}

/** Rounded to whole hundredths, without numbers of invoices: nothing can be subtracted from anything. */
const shareOf = (row: ShareRow): number | null =>
  isHidden(row) || row.invoices === 0 ? null : Math.round((row.cloud * 100) / row.invoices);

/** The shares of a month that is over, worked out once a process and month. */
export function openShares(q: Queryable) {
  const kept = new Map<string, Promise<MonthShares>>();
  const workOut = async (month: string): Promise<MonthShares> => {
    const [year, number] = [Number(month.slice(0, 4)), Number(month.slice(5))];
    const to = new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
    const rows = await cloudShares(q, { term: termOf(to), from: `${month}-01`, to });
    const listed = (key: "county" | "trade"): Share[] =>
      rows.flatMap((row) => (row[key] === null ? [] : [{ code: row[key], businesses: row.businesses, share: shareOf(row) }]));
    return { month, counties: listed("county"), trades: listed("trade") };
  };
  return {
    /** Of the months before this day, the newest first. */
    months: (today: string, count: number): string[] => {
      const [year, month] = [Number(today.slice(0, 4)), Number(today.slice(5, 7))];
      return Array.from({ length: count }, (_, back) => new Date(Date.UTC(year, month - 2 - back, 1)).toISOString().slice(0, 7));
    },
    of: (month: string): Promise<MonthShares> => {
      const known = kept.get(month);
      if (known) return known;
      const work = workOut(month);
      kept.set(month, work);
      work.catch(() => kept.delete(month));
      return work;
    },
  };
}
export type Shares = ReturnType<typeof openShares>;
