import { fraction, type Rational, type RoundingMode } from "../values/rational.ts";

/**
 * Exact numbers without bigint: an integer is a number, anything else a fraction in lowest terms of two safe integers. Anything larger
 * throws GIVE_UP, and the case is calculated again with bigint: a result is exact or not given.
 */
export type Small = { readonly n: number; readonly d: number };
export type Num = number | Small;

/** Thrown, always the same one, when the quick run has to leave a case to the general one. */
export const GIVE_UP = new Error("left to the general run");

function safe(n: number): number {
  if (n > Number.MAX_SAFE_INTEGER || n < -Number.MAX_SAFE_INTEGER) throw GIVE_UP;
  return n;
}
function gcd(a: number, b: number): number {
  let [x, y] = [a < 0 ? -a : a, b];
  while (y !== 0) [x, y] = [y, x % y];
  return x;
}
/** n / d in lowest terms; d is positive. Adding zero turns minus zero into zero. */
function lowest(n: number, d: number): Num {
  const common = d === 1 ? 1 : gcd(n, d);
  return d === common ? n / common + 0 : { n: n / common, d: d / common };
}

export function add(a: Num, b: Num): Num {
  if (typeof a === "number") {
    if (typeof b === "number") return safe(a + b);
    return { n: safe(safe(a * b.d) + b.n), d: b.d };
  }
  if (typeof b === "number") return { n: safe(a.n + safe(b * a.d)), d: a.d };
  return lowest(safe(safe(a.n * b.d) + safe(b.n * a.d)), safe(a.d * b.d));
}
export function subtract(a: Num, b: Num): Num {
  if (typeof a === "number" && typeof b === "number") return safe(a - b);
  return add(a, typeof b === "number" ? -b : { n: -b.n, d: b.d });
}
export function multiply(a: Num, b: Num): Num {
  if (typeof a === "number") {
    if (typeof b === "number") return safe(a * b) + 0;
    return lowest(safe(a * b.n), b.d);
  }
  if (typeof b === "number") return lowest(safe(a.n * b), a.d);
  return lowest(safe(a.n * b.n), safe(a.d * b.d));
}
/** Division by zero is left to the general run, which has a code for it. */
export function divide(a: Num, b: Num): Num {
  const [n, d] = typeof b === "number" ? [b, 1] : [b.n, b.d];
  if (n === 0) throw GIVE_UP;
  return multiply(a, n < 0 ? lowest(-d, -n) : lowest(d, n));
}
/** Below, at or above zero as a is below, at or above b. */
export function compare(a: Num, b: Num): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  const [an, ad] = typeof a === "number" ? [a, 1] : [a.n, a.d];
  const [bn, bd] = typeof b === "number" ? [b, 1] : [b.n, b.d];
  return safe(an * bd) - safe(bn * ad);
}

/** The multiple of `step` that the mode names. */
export function round(value: Num, mode: RoundingMode, step: Num): Num {
  if (typeof value === "number" && step === 1) return value;
  const of = divide(value, step);
  if (typeof of === "number") return value;
  const { n, d } = of;
  const size = n < 0 ? -n : n;
  const rest = size % d;
  // size - rest is a multiple of d, so that the quotient is exact
  const whole = (size - rest) / d;
  const twice = 2 * rest;
  const goesOn = mode === "up" || (mode !== "down" && (twice === d ? mode === "half-up" || whole % 2 !== 0 : twice > d));
  const rounded = goesOn ? whole + 1 : whole;
  return multiply(n < 0 ? -rounded : rounded, step);
}

/** From and to the numbers of the general run. */
export function smallOf({ n, d }: Rational): Num {
  const [top, bottom] = [safe(Number(n)), safe(Number(d))];
  return bottom === 1 ? top : { n: top, d: bottom };
}
export const rationalOf = (value: Num): Rational =>
  typeof value === "number" ? { n: BigInt(value), d: 1n } : fraction(BigInt(value.n), BigInt(value.d));
