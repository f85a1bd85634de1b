import { LawError } from "../errors.ts";
import type { Rational } from "../values/rational.ts";

/**
 * A number in the loop: an integer numerator held exactly in a double, over a denominator known at compile time or, after a division by a
 * value, also held in a double. `most` bounds the numerator; none may reach 2^53.
 */
export type Quotient = {
  readonly n: string;
  readonly d: number | string;
  readonly most: number;
  readonly dMost: number;
  /** Known to be 0 or more: the smaller of two such numbers is bounded by the smaller bound. */
  readonly nonneg: boolean;
  /** The numerator is known never to be below this, where it is not below 0; and a denominator of the loop never below that. */
  readonly least?: number;
  readonly dLeast?: number;
};

/** The least that a denominator can be: whole and above 0. */
export const leastOf = ({ d, dLeast = 1 }: Quotient): number => (typeof d === "number" ? d : dLeast);

/** Writes a line `const NAME = TEXT` and gives the name. */
export type Emit = (text: string) => string;

/** 2^52: half of what a double holds, so that the quotient of two such integers rounds down correctly. */
const LARGEST = 2 ** 52;

export function bounded(where: string, number: Quotient): Quotient {
  if (number.most <= LARGEST && number.dMost <= LARGEST) return number;
  throw new LawError("law.overflow", where, "could leave what a double holds exactly; its facts need narrower limits");
}

export function literal(value: Rational): Quotient {
  const [n, d] = [Number(value.n), Number(value.d)];
  return { n: n < 0 ? `(${n})` : String(n), d, most: Math.abs(n), dMost: d, nonneg: n >= 0, ...(n > 0 ? { least: n } : {}) };
}

/** Not a number: a column contains NaN where the scalar run refuses. */
export const NOTHING: Quotient = { n: "NaN", d: 1, most: 0, dMost: 1, nonneg: true };

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));
const times = (text: string, factor: number): string => (factor === 1 ? text : `${text} * ${factor}`);

/** Two numbers over one denominator. */
export function alike(a: Quotient, b: Quotient, where: string): { left: Quotient; right: Quotient } {
  if (typeof a.d === "number" && typeof b.d === "number") {
    const d = (a.d / gcd(a.d, b.d)) * b.d;
    const scaled = (one: Quotient, own: number): Quotient =>
      bounded(where, { n: times(one.n, d / own), d, most: one.most * (d / own), dMost: d, nonneg: one.nonneg });
    return { left: scaled(a, a.d), right: scaled(b, b.d) };
  }
  if (a.d === b.d) return { left: a, right: b };
  const d = `${a.d} * ${b.d}`;
  const dMost = a.dMost * b.dMost;
  return {
    left: bounded(where, { n: `${a.n} * ${b.d}`, d, most: a.most * b.dMost, dMost, nonneg: a.nonneg }),
    right: bounded(where, { n: `${b.n} * ${a.d}`, d, most: b.most * a.dMost, dMost, nonneg: b.nonneg }),
  };
}

export function plus(a: Quotient, b: Quotient, sign: "+" | "-", emit: Emit, where: string): Quotient {
  const { left, right } = alike(a, b, where);
  const nonneg = sign === "+" && left.nonneg && right.nonneg;
  return bounded(where, {
    n: emit(`${left.n} ${sign} ${right.n}`),
    d: left.d,
    most: left.most + right.most,
    dMost: left.dMost,
    nonneg,
    dLeast: Math.min(leastOf(left), leastOf(right)),
    ...(nonneg && a.d === b.d ? { least: (a.least ?? 0) + (b.least ?? 0) } : {}),
  });
}

export function product(a: Quotient, b: Quotient, emit: Emit, where: string): Quotient {
  const d = typeof a.d === "number" && typeof b.d === "number" ? a.d * b.d : emit(`${a.d} * ${b.d}`);
  return bounded(where, {
    n: emit(`${a.n} * ${b.n}`),
    d,
    most: a.most * b.most,
    dMost: a.dMost * b.dMost,
    nonneg: a.nonneg && b.nonneg,
    dLeast: leastOf(a) * leastOf(b),
  });
}

/** Division by a value: its sign moves to the numerator, so that denominators stay positive. Division by 0 gives NaN. */
export function quotient(a: Quotient, b: Quotient, emit: Emit, where: string): Quotient {
  const sign = emit(`${b.n} < 0 ? -1 : ${b.n} === 0 ? NaN : 1`);
  return bounded(where, {
    n: emit(`${a.n} * ${b.d} * ${sign}`),
    d: emit(`${a.d} * ${b.n} * ${sign}`),
    most: a.most * b.dMost,
    dMost: a.dMost * b.most,
    nonneg: a.nonneg && b.nonneg,
    dLeast: leastOf(a) * Math.max(1, b.nonneg ? (b.least ?? 1) : 1),
  });
}

export function extreme(which: "max" | "min", a: Quotient, b: Quotient, emit: Emit, where: string): Quotient {
  const { left, right } = alike(a, b, where);
  const [x, y] = [emit(left.n), emit(right.n)];
  const both = left.nonneg && right.nonneg;
  const most = which === "min" && both ? Math.min(left.most, right.most) : Math.max(left.most, right.most);
  const nonneg = both || (which === "max" && (left.nonneg || right.nonneg));
  return { n: emit(`${x} ${which === "max" ? ">" : "<"} ${y} ? ${x} : ${y}`), d: left.d, most, dMost: left.dMost, nonneg };
}
