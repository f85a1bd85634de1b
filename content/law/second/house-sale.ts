import { whole } from "./rounding.ts";

/** A sale of house and land by a person since 2021-07-01 (房地合一 2.0). */
export type HouseSale = {
  /** 所得稅法 §14-4 III: price less cost, expenses and the increment of the land value. */
  gain: number;
  /** Months held; a part of a month counts as one. */
  months: number;
  resident: boolean;
  /** §4-5 I 1: registered, owned and lived in for six years on end, not let or used for business, not claimed in six years. */
  home: boolean;
};

const homeExemption = 4_000_000;
const monthsOfHome = 72;

/** §14-4 III: percent. */
function percentOf({ months, resident }: HouseSale): number {
  if (months <= 24) return 45;
  if (months <= 60 || !resident) return 35;
  return months <= 120 ? 20 : 15;
}

/** §4-5 I 1: four million of any person's home are free; §14-4 III 1 (8): the rest bears 10 %, of a resident. */
export function houseSaleTax(sale: HouseSale): number {
  const home = sale.home && sale.months >= monthsOfHome;
  const taxable = home ? Math.max(0, sale.gain - homeExemption) : sale.gain;
  return whole(taxable * (home && sale.resident ? 10 : percentOf(sale)), 100);
}
