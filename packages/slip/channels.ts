/** Where a slip can be paid, and until when; null: not at all. */
export type Channels = {
  /** At a convenience store, by the three barcodes. */
  store: string | null;
  /** On the payment page, by the QR code. */
  page: string | null;
  /** At a bank, on paper, until the last day of payment. */
  bank: string | null;
  /** National taxes stay payable online for thirty days, with what paying late costs. */
  onlineLate: string | null;
};

/** A convenience store takes at most so much (four chains, since 2021-12-29). */
export const STORE_LIMIT = 30_000;
/** Stores and the payment page stay open for three days after the last day of payment, until 24:00. */
const GRACE = 3;
const ONLINE_LATE = { from: "2026-01-01", days: 30 };

const plusDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** Judges a debt on a day; `due` is the last day of payment. */
export function channelsOf(debt: { amount: number; due: string; national: boolean }, today: string): Channels {
  const { amount, due, national } = debt;
  const open = (until: string): string | null => (today <= until ? until : null);
  const cutOff = plusDays(due, GRACE);
  return {
    store: amount <= STORE_LIMIT ? open(cutOff) : null,
    page: open(cutOff),
    bank: open(due),
    onlineLate: national && due >= ONLINE_LATE.from ? open(plusDays(due, ONLINE_LATE.days)) : null,
  };
}

/** The day that barcodes and QR code bear: the last one on which they are taken. */
export const cutOffOf = (due: string): string => plusDays(due, GRACE);
