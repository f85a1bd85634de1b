import { whole } from "./rounding.ts";

/** A sale of land; amounts in NT$. */
export type LandSale = {
  /** 土地稅法 §31: the declared value less the previous one, adjusted to prices, and less improvements. */
  rise: number;
  /** §32: the previous value, adjusted to prices. */
  previous: number;
  /** Days of acquisition and of sale, YYYY-MM-DD. */
  acquired: string;
  sold: string;
  home: boolean;
};

/** Whether more than so many years lie between: the same day of a later year is not yet more. */
export function heldLongerThan(years: number, acquired: string, sold: string): boolean {
  return sold > `${Number(acquired.slice(0, 4)) + years}${acquired.slice(4)}`;
}

/** §33 VI to VIII: percent that is taken off the tax beyond the lowest rate. */
function reliefOf(acquired: string, sold: string): number {
  if (heldLongerThan(40, acquired, sold)) return 40;
  if (heldLongerThan(30, acquired, sold)) return 30;
  return heldLongerThan(20, acquired, sold) ? 20 : 0;
}

/** §33: 20 % up to once the previous value, 30 % up to twice, 40 % beyond; §34: 10 % for one's home. */
export function landIncrementTax({ rise, previous, acquired, sold, home }: LandSale): number {
  if (home) return whole(rise * 10, 100);
  const lowest = rise * 20;
  const further = Math.max(0, rise - previous) * 10 + Math.max(0, rise - 2 * previous) * 10;
  return whole(lowest * 100 + further * (100 - reliefOf(acquired, sold)), 10_000);
}
