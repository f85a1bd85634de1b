import { halfUp } from "./rounding.ts";

/** A claim on the old-age pension of the national pension. */
export type PensionClaim = {
  /** YYYY-MM-DD. */
  day: string;
  insured: number;
  /** Months and further days for which premiums were paid. */
  months: number;
  days: number;
  /** §30 II: premiums in arrears, a social allowance, or an old-age benefit of another insurance. */
  blocked: boolean;
};

/** 國民年金法 §30 I 1, §54-1: the addition, adjusted every four years; the newest first. */
const additions = [
  { from: "2024-01-01", amount: 4_049 },
  { from: "2020-01-01", amount: 3_772 },
  { from: "2016-01-01", amount: 3_628 },
] as const;

export function additionOn(day: string): number {
  const addition = additions.find(({ from }) => from <= day);
  if (!addition) throw new RangeError(`no addition on ${day}`);
  return addition.amount;
}

/** Days of insurance, 30 a month: years in proportion, not rounded (§6 I 4). */
const daysOf = ({ months, days }: PensionClaim): number => months * 30 + days;

/**
 * §30 I: the larger of 0.65 % a year and the addition, and 1.3 % a year; only the latter for whom §30 II excludes. In whole
 * dollars, half up (施行細則 §18).
 */
export function nationalPension(claim: PensionClaim): number {
  // In 3,600,000ths of a dollar: 0.65 % of a 360th of a year is 65 of them.
  const share = claim.insured * daysOf(claim) * 65;
  const withAddition = claim.blocked ? 0 : share + additionOn(claim.day) * 3_600_000;
  return halfUp(Math.max(withAddition, 2 * share), 3_600_000);
}
