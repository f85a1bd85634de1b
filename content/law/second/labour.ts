import { halfUp } from "./rounding.ts";

/** A claim on old-age benefits of labour insurance. */
export type LabourClaim = {
  /** 勞工保險條例 §19 III 1: the average of the highest 60 months. */
  average: number;
  months: number;
  /** Months after the age of claiming; below zero, before it (§58-2). */
  deferred: number;
};

/** §58 I 1: 15 years. */
const monthsForPension = 180;

/** Hundredths of a year (施行細則 §45: to two decimals, half up). */
export const hundredthsOfYears = (months: number): number => halfUp(months * 100, 12);

/** §58-2 and 施行細則 §79: 4 % for each year, to two decimals, at most 20 %; in hundredths of a percent. */
export function adjustment(deferred: number): number {
  const size = Math.min(2_000, 4 * hundredthsOfYears(Math.abs(deferred)));
  return deferred < 0 ? -size : size;
}

/**
 * §58 I 1, §58-1: the larger of 0.775 % a year and NT$3,000, and 1.55 % a year; the monthly pension. An amount paid is in whole
 * dollars, half up (施行細則 §55), both the one that §58-1 gives and the one that §58-2 makes of it.
 */
export function labourPension({ average, months, deferred }: LabourClaim): number {
  if (months < monthsForPension) return 0;
  const years = hundredthsOfYears(months);
  // In 400,000ths of a dollar: 0.775 % of a hundredth of a year is 31 of them.
  const share = average * years * 31;
  const amount = halfUp(Math.max(share + 3_000 * 400_000, 2 * share), 400_000);
  return halfUp(amount * (10_000 + adjustment(deferred)), 10_000);
}

/** §58 I 2, §59 I: below 15 years one month's average for each year, paid once. */
export function labourLumpSum({ average, months }: LabourClaim): number {
  return months < monthsForPension ? halfUp(average * hundredthsOfYears(months), 100) : 0;
}
