import { LawError } from "../errors.ts";
import type { Rational, RoundingMode } from "../values/rational.ts";
import { bounded, type Emit, literal, product, type Quotient } from "./number.ts";

/** To the multiple of `to` that the mode names, as the scalar run does it: down is towards minus infinity. */
export function rounded(of: Quotient, mode: RoundingMode, to: Rational, emit: Emit, where: string): Quotient {
  const unit = literal(to);
  const steps = product(of, { n: String(unit.d), d: unit.most, most: unit.dMost, dMost: unit.most, nonneg: true }, emit, where);
  if (steps.d === 1) return product(steps, unit, emit, where);
  const n = emit(steps.n);
  const most = steps.most / (typeof steps.d === "number" ? steps.d : 1) + 1;
  const whole = bounded(where, { n: emit(rounding(n, steps.d, mode, where)), d: 1, most, dMost: 1, nonneg: of.nonneg });
  bounded(where, { ...steps, most: steps.most * 2, dMost: steps.dMost * 2 });
  return product(whole, unit, emit, where);
}

function rounding(n: string, d: number | string, mode: RoundingMode, where: string): string {
  switch (mode) {
    case "down":
      return `Math.floor(${n} / (${d}))`;
    case "up":
      return `Math.ceil(${n} / (${d}))`;
    case "half-up":
      return `${n} < 0 ? -Math.floor((${d} - 2 * ${n}) / (2 * ${d})) : Math.floor((${d} + 2 * ${n}) / (2 * ${d}))`;
    case "half-even":
      throw new LawError("law.columns", where, "rounds half to even, which has no columns yet");
  }
}
