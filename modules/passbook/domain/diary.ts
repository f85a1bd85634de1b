import { lastDayOf } from "./last-day.ts";
import { comingOf } from "./next.ts";
import type { TaxRecord } from "./record.ts";
import { paidOf, unpaidParts } from "./standing.ts";

/** A last day of payment in a calendar: no name, no number, no amount. */
export type DiaryEntry = { uid: string; day: string; tax: string; state: "confirmed" | "cancelled" };
export type KeptEntry = DiaryEntry & { sequence: number; at: string };

/** The same levy has the same place in a calendar, before it is assessed and after. */
const placeOf = ({ tax, object, year }: { tax: string; object: string | null; year: string }, no: number): string =>
  `${tax} ${object ?? ""} ${year} ${no}`;

/** The days of payment of all that is assessed, and of what will be; what is paid or cancelled is cancelled. */
export function entriesOf(records: readonly TaxRecord[], today: string, uidOf: (place: string) => string): DiaryEntry[] {
  const entries = new Map<string, DiaryEntry>();
  for (const one of records) {
    const year = one.payFrom.slice(0, 4);
    const plan = (one.instalments ?? []).length > 0 ? one.instalments! : [{ no: 1, due: one.due, amount: one.assessed }];
    const open = one.state === "cancelled" ? [] : unpaidParts(one, paidOf(one)).map(({ due }) => due);
    for (const { no, due: stated } of plan) {
      const due = lastDayOf(stated);
      const uid = uidOf(placeOf({ tax: one.tax, object: `${one.object ?? ""} ${one.period ?? ""}`, year }, no));
      entries.set(uid, { uid, day: due, tax: one.tax, state: open.includes(due) ? "confirmed" : "cancelled" });
    }
  }
  for (const { kind, tax, object, day, from } of comingOf(records, today)) {
    if (kind !== "levy") continue;
    const year = from.slice(0, 4);
    const period = `${Number(year) - (tax === "income" ? 1912 : 1911)} 年`;
    const uid = uidOf(placeOf({ tax, object: `${object ?? ""} ${period}`, year }, 1));
    if (!entries.has(uid)) entries.set(uid, { uid, day, tax, state: "confirmed" });
  }
  return [...entries.values()];
}

/** What changes in a calendar that has these entries: a sequence only grows, and grows only with a change. */
export function changesOf(kept: readonly KeptEntry[], wanted: readonly DiaryEntry[]): (DiaryEntry & { sequence: number })[] {
  const before = new Map(kept.map((one) => [one.uid, one]));
  return wanted.flatMap((one) => {
    const known = before.get(one.uid);
    if (!known) return [{ ...one, sequence: 0 }];
    return known.day === one.day && known.state === one.state ? [] : [{ ...one, sequence: known.sequence + 1 }];
  });
}
