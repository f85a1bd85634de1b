import type { Draw } from "../draw/random.ts";
import { logNormal } from "../draw/weighted.ts";

/** The age from which each row applies, the share in per cent who earn, and their median yearly income in NT$. */
const earning: readonly [from: number, share: number, median: number][] = [
  [65, 0.13, 380_000],
  [55, 0.6, 560_000],
  [45, 0.82, 650_000],
  [35, 0.87, 620_000],
  [25, 0.88, 500_000],
  [18, 0.55, 360_000],
];
/** Pensions and old-age allowances, year. */
const pensionMedian = 190_000;

/** Income of a year in NT$: work by age, log-normal; a pension from 65; little beside studies. */
export function drawIncome(draw: Draw, age: number, studies: boolean): number {
  const factor = logNormal(draw);
  const works = draw.unit();
  if (age < 18) return 0;
  if (studies) return works < 0.4 ? Math.floor(90_000 * factor) : 0;
  const [, share, median] = earning.find(([from]) => age >= from)!;
  const wage = works < share ? Math.floor(median * factor) : 0;
  return age >= 65 ? wage + Math.floor(pensionMedian * factor) : wage;
}
