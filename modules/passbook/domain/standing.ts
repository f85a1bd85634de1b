import { laws } from "@troad/content-law";
import { lastDayOf } from "./last-day.ts";
import type { TaxRecord } from "./record.ts";

/** How a tax stands on a day. `ahead`: it is to be paid, and the days for it are not over. */
export type TaxState = "paid" | "ahead" | "arrears" | "instalments" | "enforced" | "refund" | "under-review" | "cancelled";
/** What a late payment costs on top (稅捐稽徵法 §20; interest of the national taxes by their own acts). */
export type Late = { days: number; percent: number; fee: number; interest: number };

export type Standing = {
  state: TaxState;
  /** Of the tax itself, without what was paid for being late. */
  paid: number;
  /** Tax that is not paid yet, whether it is due or not. */
  open: number;
  /** What is to be paid today at the latest, surcharge and interest to this day included. */
  dueNow: number;
  late: Late | null;
  refundable: number;
  /** The day until which the next part, or all of it, is paid without a surcharge. */
  nextDay: string | null;
  nextAmount: number;
};

/** As the law of late payment calls the taxes; fines bear no surcharge. */
const kinds: Readonly<Record<string, string>> = {
  ...{ income: "income", estate: "estate", gift: "estate", business: "business" },
  ...{ vehicle: "vehicle", house: "house", "land-value": "land" },
};
const wanted = ["late.days", "late.percent", "late.fee", "late.interest"] as const;

/** What tax that was due on a day costs on top when it is paid on another. */
export function lateOn(tax: string, amount: number, { due, paid }: { due: string; paid: string }): Late {
  const kind = kinds[tax];
  const none = { days: 0, percent: 0, fee: 0, interest: 0 };
  if (kind === undefined || amount <= 0 || paid <= due) return none;
  const situation = { "late.tax": amount, "late.due": due, "late.paid": paid, "late.kind": kind };
  const { values } = laws.get("late")!.calculate({ want: [...wanted], situation, at: due });
  const [days = 0, percent = 0, fee = 0, interest = 0] = wanted.map((name) => Number(values[name] ?? 0));
  return { days, percent, fee, interest };
}

const sumOf = (amounts: readonly { amount: number }[]): number => amounts.reduce((sum, { amount }) => sum + amount, 0);
/** What was paid of the tax itself. */
export const paidOf = ({ payments }: Pick<TaxRecord, "payments">): number =>
  (payments ?? []).reduce((sum, { amount, late }) => sum + amount - (late ?? 0), 0);

/** How a tax stands on a day: pure, so that the page, the calendar and the reminders say the same. */
export function standingOf(one: TaxRecord, today: string): Standing {
  const paid = paidOf(one);
  const assessed = one.state === "cancelled" ? 0 : one.assessed;
  const back = sumOf((one.refunds ?? []).filter((refund) => refund.paid === true));
  const refundable = Math.max(0, paid - assessed - back);
  const open = Math.max(0, assessed - paid);
  const settled = { paid, open, dueNow: 0, late: null, refundable, nextDay: null, nextAmount: 0 };
  if (one.state === "cancelled") return { ...settled, state: refundable > 0 ? "refund" : "cancelled" };
  if (open === 0) return { ...settled, state: refundable > 0 ? "refund" : "paid" };
  const parts = unpaidParts(one, paid);
  const over = parts.filter(({ due }) => due < today);
  const late = over.map(({ due, amount }) => lateOn(one.tax, amount, { due, paid: today })).reduce(added, null);
  const next = parts.find(({ due }) => due >= today);
  const dueNow = sumOf(over) + (late ? late.fee + late.interest : 0);
  const isPlan = (one.instalments ?? []).length > 0;
  const state =
    one.enforcedOn !== null && one.enforcedOn <= today
      ? "enforced"
      : one.state === "under-review"
        ? "under-review"
        : over.length > 0
          ? "arrears"
          : isPlan
            ? "instalments"
            : "ahead";
  return { ...settled, state, dueNow, late, nextDay: next?.due ?? null, nextAmount: next?.amount ?? 0 };
}

const added = (sum: Late | null, one: Late): Late | null =>
  sum === null
    ? one
    : {
        days: Math.max(sum.days, one.days),
        percent: Math.max(sum.percent, one.percent),
        fee: sum.fee + one.fee,
        interest: sum.interest + one.interest,
      };

/** What is left of each instalment, or of the whole; payments go to the oldest first. */
export function unpaidParts(
  one: Pick<TaxRecord, "due" | "assessed" | "instalments">,
  paid: number,
): { due: string; amount: number }[] {
  const plan = one.instalments ?? [];
  const parts = plan.length > 0 ? plan.toSorted((a, b) => a.no - b.no) : [{ due: one.due, amount: one.assessed }];
  let left = paid;
  return parts.flatMap(({ due, amount }) => {
    const took = Math.min(left, amount);
    left -= took;
    return amount > took ? [{ due: lastDayOf(due), amount: amount - took }] : [];
  });
}
