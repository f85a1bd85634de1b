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
  /** §14-4 II: of the three years before. */
  losses: number;
  /** §14-4 III 1 (5) to (7): forced, or within five years of building on own land or of urban renewal. */
  special: boolean;
};

const homeExemption = 4_000_000;
const monthsOfHome = 72;

/** §14-4 III: percent. */
function percentOf({ months, resident, special }: HouseSale): number {
  if (special && resident && months <= 60) return 20;
  if (months <= 24) return 45;
  if (months <= 60 || !resident) return 35;
  return months <= 120 ? 20 : 15;
}

/** §4-5 I 1 and §14-4 III 1 (8): of a resident's home four million are free, and the rest bears 10 %. */
export function houseSaleTax(sale: HouseSale): number {
  const gain = Math.max(0, sale.gain - sale.losses);
  if (!sale.home) return whole(gain * percentOf(sale), 100);
  if (!sale.resident || sale.months < monthsOfHome) throw new RangeError("a home needs a resident of six years");
  return whole(Math.max(0, gain - homeExemption) * 10, 100);
}
