import { lastDayOf } from "./last-day.ts";
import type { TaxRecord } from "./record.ts";
import { type Standing, standingOf } from "./standing.ts";

/** What comes next: something to pay that is assessed, or the next levy of a tax that returns. */
export type Coming = {
  kind: "pay" | "levy";
  tax: string;
  object: string | null;
  number: string;
  /** The last day of payment; `from`: the first. */
  day: string;
  from: string;
  amount: number;
};

/** First and last month and day of payment each year (使用牌照稅法 §10, 房屋稅條例 §6-1, 土地稅法 §40, 所得稅法 §71). */
const levies: Readonly<Record<string, { from: string; to: string }>> = {
  vehicle: { from: "04-01", to: "04-30" },
  house: { from: "05-01", to: "05-31" },
  "land-value": { from: "11-01", to: "11-30" },
  income: { from: "05-01", to: "05-31" },
};

/** What is payable from today on, soonest first. An amount of a levy to come is that of the last one, for orientation. */
export function comingOf(records: readonly TaxRecord[], today: string): Coming[] {
  const paying = records.flatMap((one): Coming[] => {
    const { nextDay, nextAmount } = standingOf(one, today);
    const { tax, object, number, payFrom } = one;
    return nextDay === null ? [] : [{ kind: "pay", tax, object, number, day: nextDay, from: payFrom, amount: nextAmount }];
  });
  const levied = newestOf(records).flatMap((one): Coming[] => {
    const levy = levies[one.tax];
    if (!levy || one.state === "cancelled") return [];
    const next = nextLevy(levy, one, today);
    return [{ kind: "levy", tax: one.tax, object: one.object, number: one.number, ...next, amount: one.assessed }];
  });
  return [...paying, ...levied].toSorted((a, b) => a.day.localeCompare(b.day) || a.number.localeCompare(b.number));
}

/** The levy after the one that a record is of, and not before today. */
function nextLevy({ from, to }: { from: string; to: string }, one: TaxRecord, today: string): { from: string; day: string } {
  let year = Number(one.payFrom.slice(0, 4)) + 1;
  while (lastDayOf(`${year}-${to}`) < today) year++;
  return { from: `${year}-${from}`, day: lastDayOf(`${year}-${to}`) };
}

const thing = ({ tax, object, taxpayer }: TaxRecord): string => `${tax} ${object ?? ""} ${taxpayer}`;

/** Of each thing that is taxed year after year, the newest assessment. */
export function newestOf(records: readonly TaxRecord[]): TaxRecord[] {
  const newest = new Map<string, TaxRecord>();
  for (const one of records)
    if (!newest.has(thing(one)) || newest.get(thing(one))!.payFrom < one.payFrom) newest.set(thing(one), one);
  return [...newest.values()];
}

/** How an assessment differs from that of the year before; null where there is nothing to compare. */
export type Change = { before: number; now: number; basisBefore: number | null; basisNow: number | null };
export function changeOf(one: TaxRecord, records: readonly TaxRecord[]): Change | null {
  const before = records.find(
    (other) => thing(other) === thing(one) && other.year === one.year - 1 && other.state !== "cancelled",
  );
  return before ? { before: before.assessed, now: one.assessed, basisBefore: before.base, basisNow: one.base } : null;
}

export type Totals = { dueNow: number; ahead: number; refundable: number; paid: number };
/** The sums on top of the page. */
export function totalsOf(records: readonly TaxRecord[], today: string): Totals {
  const all = records.map((one): Standing => standingOf(one, today));
  const sum = (of: (one: Standing) => number) => all.reduce((total, one) => total + of(one), 0);
  const year = today.slice(0, 4);
  const paid = records
    .flatMap(({ payments }) => payments ?? [])
    .filter(({ on }) => on.startsWith(year))
    .reduce((total, { amount }) => total + amount, 0);
  return {
    dueNow: sum(({ dueNow }) => dueNow),
    ahead: sum(({ open, dueNow, late }) => open - (dueNow - (late ? late.fee + late.interest : 0))),
    refundable: sum(({ refundable }) => refundable),
    paid,
  };
}
