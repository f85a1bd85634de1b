/** Deductions from a prize. Thresholds are data (content/invoice), since they changed in 2019. */
export type PrizeTaxes = {
  /** Income tax withheld at the source on whole prizes from this amount on (Income Tax Act article 88). */
  readonly withheldFrom: number;
  readonly withheldPercent: number;
  /** Stamp tax on receipts, in per mille (Stamp Tax Act article 7); amounts below one NT$ are not owed. */
  readonly stampPerMille: number;
};

export type PayOut = { readonly withheld: number; readonly stamp: number; readonly net: number };

/** Whole NT$. Over the counter the winner signs a receipt, which owes stamp tax; a remittance to an account needs none. */
export function payOut(amount: number, taxes: PrizeTaxes, way: "counter" | "remitted"): PayOut {
  const withheld = amount >= taxes.withheldFrom ? Math.floor((amount * taxes.withheldPercent) / 100) : 0;
  const stamp = way === "counter" ? Math.floor((amount * taxes.stampPerMille) / 1000) : 0;
  return { withheld, stamp, net: amount - withheld - stamp };
}

/** The month (YYYY-MM) that many months after that of a day. */
const monthAfter = (day: string, months: number): string =>
  new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1 + months, 1)).toISOString().slice(0, 7);

/** The day of the draw: the 25th of the month after the period. `lastDay` is the period's. */
export const drawDay = (lastDay: string): string => `${monthAfter(lastDay, 1)}-25`;

/** From the 6th of the month after the draw for three months, to the 5th (article 8). */
export function claimWindow(lastDay: string): { from: string; to: string } {
  return { from: `${monthAfter(lastDay, 2)}-06`, to: `${monthAfter(lastDay, 5)}-05` };
}
