import { halfUp } from "./rounding.ts";

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

/** §14-4 III: percent. */
function percentOf({ months, resident }: HouseSale): number {
  if (months <= 24) return 45;
  if (months <= 60 || !resident) return 35;
  return months <= 120 ? 20 : 15;
}

/** §4-5 I 1 and §14-4 III 1 (8): four million are free, the rest of a home bears 10 %. */
export function houseSaleTax(sale: HouseSale): number {
  if (!sale.home) return halfUp(sale.gain * percentOf(sale), 100);
  return halfUp(Math.max(0, sale.gain - homeExemption) * 10, 100);
}
