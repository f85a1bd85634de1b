import type { Rational, RoundingMode } from "../values/rational.ts";
import { bounded, type Emit, leastOf, literal, product, type Quotient } from "./number.ts";

/** To the multiple of `to` that the mode names, as in the scalar run: symmetric about zero. */
export function rounded(of: Quotient, mode: RoundingMode, to: Rational, emit: Emit, where: string): Quotient {
  const unit = literal(to);
  const steps = product(of, { n: String(unit.d), d: unit.most, most: unit.dMost, dMost: unit.most, nonneg: true }, emit, where);
  if (steps.d === 1) return product(steps, unit, emit, where);
  const n = emit(steps.n);
  const most = steps.most / leastOf(steps) + 1;
  const whole = bounded(where, { n: emit(rounding(n, steps.d, mode, of.nonneg)), d: 1, most, dMost: 1, nonneg: of.nonneg });
  bounded(where, { ...steps, most: steps.most * 2, dMost: steps.dMost * 2 });
  return product(whole, unit, emit, where);
}

function rounding(n: string, d: number | string, mode: RoundingMode, nonneg: boolean): string {
  const size = nonneg ? n : `Math.abs(${n})`;
  const signed = (text: string): string => (nonneg ? text : `Math.sign(${n}) * ${text} + 0`);
  switch (mode) {
    case "down":
      return `${nonneg ? "Math.floor" : "Math.trunc"}(${n} / (${d}))${nonneg ? "" : " + 0"}`;
    case "up":
      return signed(`Math.ceil(${size} / (${d}))`);
    case "half-up":
      return signed(`Math.floor((${d} + 2 * ${size}) / (2 * ${d}))`);
    case "half-even": {
      // Half to even: the result of half up, minus one if that is odd and the remainder is exactly a half.
      const whole = `Math.floor((${d} + 2 * ${size}) / (2 * ${d}))`;
      return signed(`(${whole} - ((2 * ${size} + ${d}) % (2 * ${d}) === 0 && ${whole} % 2 !== 0 ? 1 : 0))`);
    }
  }
}
