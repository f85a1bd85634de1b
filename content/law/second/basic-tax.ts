import { whole } from "./rounding.ts";

/** A return that may owe basic tax; amounts in NT$. */
export type BasicReturn = {
  year: number;
  net: number;
  dividendsApart: number;
  overseas: number;
  insurance: number;
  deathBenefit: number;
  unlistedShares: number;
  donationsInKind: number;
  /** §11: the tax of the income tax return, with that on dividends apart. */
  regularTax: number;
  foreignTax: number;
};

/** 所得基本稅額條例 §3 II, §12 V, §13 III: amounts since an income year, as announced; the newest first. */
const announced = [
  { from: 2024, exemption: 7_500_000, deathFree: 37_400_000 },
  { from: 2014, exemption: 6_700_000, deathFree: 33_300_000 },
  { from: 2010, exemption: 6_000_000, deathFree: 30_000_000 },
] as const;
const overseasLeast = 1_000_000;

export function basicFigures(year: number) {
  const figures = announced.find(({ from }) => from <= year);
  if (!figures) throw new RangeError(`overseas income of ${year} does not count`);
  return figures;
}

/** §12 I 1: below a million none of it counts. */
const overseasOf = ({ overseas }: BasicReturn): number => (overseas < overseasLeast ? 0 : overseas);

/** §12 I: what is added to the net income, other than dividends apart. */
const addedTo = (filed: BasicReturn): number =>
  overseasOf(filed) +
  filed.insurance +
  Math.max(0, filed.deathBenefit - basicFigures(filed.year).deathFree) +
  filed.unlistedShares +
  filed.donationsInKind;

/** 施行細則 §14. */
export const basicIncome = (filed: BasicReturn): number => filed.net + filed.dividendsApart + addedTo(filed);

/** §13: 20 % of what exceeds the exemption. */
export const basicTax = (filed: BasicReturn): number =>
  whole(Math.max(0, basicIncome(filed) - basicFigures(filed.year).exemption) * 20, 100);

/** §4, §13 and 施行細則 §15-1: what is due beyond the regular tax. */
export function basicTaxDue(filed: BasicReturn): number {
  const excess = Math.max(0, basicTax(filed) - filed.regularTax);
  const overseas = overseasOf(filed);
  const limit = overseas === 0 ? 0 : Number((BigInt(excess) * BigInt(overseas)) / BigInt(addedTo(filed)));
  return excess - Math.min(filed.foreignTax, limit);
}
