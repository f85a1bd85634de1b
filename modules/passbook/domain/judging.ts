import type { TaxRecord } from "./record.ts";
import { standingOf } from "./standing.ts";

/** What became of money that a store or a bank collected. */
export type Outcome = "matched" | "part-paid" | "overpaid" | "unknown" | "duplicate";
export type Paid = { amount: number; paidOn: string; reference: string };
export type Judged = {
  outcome: Outcome;
  /** What was to be paid on the day. */
  due: number;
  /** How much of the payment is surcharge and interest. */
  late: number;
  /** The register has a payment with this reference: the same money, told again. */
  told: boolean;
  enforced: boolean;
};

const nothing = { due: 0, late: 0, told: false, enforced: false };

/**
 * Judges a payment against the tax as it stood on the day on which it was paid. A part of what is late pays surcharge and interest
 * first, so that nothing of them is forgotten when the tax itself is paid.
 */
export function judge(record: TaxRecord | null, { amount, paidOn, reference }: Paid): Judged {
  if (record === null) return { outcome: "unknown", ...nothing };
  const enforced = record.enforcedOn !== null && record.enforcedOn <= paidOn;
  if ((record.payments ?? []).some((one) => one.reference === reference))
    return { outcome: "duplicate", ...nothing, told: true, enforced };
  const { open, dueNow, nextAmount, late } = standingOf(record, paidOn);
  if (open === 0) return { outcome: "duplicate", ...nothing, enforced };
  const costs = late ? late.fee + late.interest : 0;
  // what is late, the next part, or all that is open
  const amounts = [...new Set([dueNow, dueNow === 0 ? nextAmount : dueNow + nextAmount, open + costs])].filter((one) => one > 0);
  const due = amounts[0]!;
  const base = { due, late: Math.min(costs, amount), told: false, enforced };
  if (amounts.includes(amount)) return { outcome: "matched", ...base };
  return { outcome: amount > open + costs ? "overpaid" : "part-paid", ...base };
}

/** The fields that a payment changes; what is paid beyond the tax goes back (稅捐稽徵法 §28). */
export function withPayment(
  record: TaxRecord,
  { amount, paidOn, reference, late, channel, outcome }: Paid & { late: number; channel: string; outcome: Outcome },
): Pick<TaxRecord, "payments" | "refunds"> {
  const payments = [...(record.payments ?? []), { amount, late, on: paidOn, channel, reference }];
  const refunds = record.refunds ?? [];
  const before = standingOf(record, paidOn).refundable;
  const more = standingOf({ ...record, payments }, paidOn).refundable - before;
  const why = outcome === "duplicate" ? "twice" : "too-much";
  return { payments, refunds: more > 0 ? [...refunds, { amount: more, on: paidOn, why, paid: false }] : refunds };
}

/** Whether a refund that was paid out by this reference stands in the register as paid. */
export const isMarked = ({ refunds }: Pick<TaxRecord, "refunds">, reference: string): boolean =>
  (refunds ?? []).some((one) => one.paid === true && one.reference === reference);

/** The refunds of a tax after the bank sent one back: it is owed again. */
export const afterReturn = ({ refunds }: Pick<TaxRecord, "refunds">, reference: string): NonNullable<TaxRecord["refunds"]> =>
  (refunds ?? []).map((one) =>
    one.paid === true && one.reference === reference ? { ...one, paid: false, reference: null } : one,
  );

/** The refunds of a tax after one was paid out: those that were announced, as far as the amount goes, and what is left of it. */
export function afterRefund(
  { refunds }: Pick<TaxRecord, "refunds">,
  { amount, on, reference }: { amount: number; on: string; reference: string },
): NonNullable<TaxRecord["refunds"]> {
  let left = amount;
  // the one that was announced with this very amount, or as many as the amount pays
  const exact = (refunds ?? []).find((one) => one.paid !== true && one.amount === amount);
  const marked = (refunds ?? []).map((one) => {
    if (one.paid === true || one.amount > left || (exact && one !== exact)) return one;
    left -= one.amount;
    return { ...one, paid: true, reference };
  });
  return left > 0 ? [...marked, { amount: left, on, why: "too-much", paid: true, reference }] : marked;
}
