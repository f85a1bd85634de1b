/**
 * An exact fraction in lowest terms with a positive denominator. Every number of the scalar run is one: a percentage of an amount never has
 * the error of a binary fraction, and only a rounding rule of the law rounds.
 */
export type Rational = { readonly n: bigint; readonly d: bigint };

const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? (a < 0n ? -a : a) : gcd(b, a % b));

/** n / d; the caller ensures that d is not zero. */
export function fraction(n: bigint, d = 1n): Rational {
  if (d === 1n) return { n, d };
  const common = gcd(n, d);
  const sign = d < 0n ? -1n : 1n;
  return { n: (sign * n) / common, d: (sign * d) / common };
}

export const ZERO: Rational = { n: 0n, d: 1n };
export const add = (a: Rational, b: Rational): Rational => fraction(a.n * b.d + b.n * a.d, a.d * b.d);
export const subtract = (a: Rational, b: Rational): Rational => fraction(a.n * b.d - b.n * a.d, a.d * b.d);
export const multiply = (a: Rational, b: Rational): Rational => fraction(a.n * b.n, a.d * b.d);
/** The caller ensures that b is not zero. */
export const divide = (a: Rational, b: Rational): Rational => fraction(a.n * b.d, a.d * b.n);
/** Negative, zero or positive, as a is less than, equal to or greater than b. */
export const compare = (a: Rational, b: Rational): -1 | 0 | 1 => {
  const difference = a.n * b.d - b.n * a.d;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
};

/**
 * The same above and below zero: `down` drops the fraction (無條件捨去, towards zero), `up` goes on to the next whole (無條件進位,
 * away from zero), `half-up` takes the nearer one and away from zero of two (四捨五入), `half-even` the even one of two (四捨六入五成雙).
 */
export type RoundingMode = "down" | "up" | "half-up" | "half-even";

/** The multiple of `step` that the mode names. */
export function round(value: Rational, mode: RoundingMode, step: Rational): Rational {
  const { n, d } = divide(value, step);
  const size = n < 0n ? -n : n;
  const whole = size / d;
  const rounded = whole + (goesOn(mode, 2n * (size - whole * d), d, whole) ? 1n : 0n);
  return multiply(fraction(n < 0n ? -rounded : rounded), step);
}

/** Whether a size rounds to the next whole; `twice` is the doubled remainder over d. */
function goesOn(mode: RoundingMode, twice: bigint, d: bigint, whole: bigint): boolean {
  if (twice === 0n || mode === "down") return false;
  if (mode === "up") return true;
  if (twice !== d) return twice > d;
  return mode === "half-up" || whole % 2n !== 0n;
}

const decimal = /^(-?)(\d{1,30})(?:\.(\d{1,30}))?(%?)$/;
const ratio = /^(-?\d{1,30})\/(\d{1,30})$/;

/** Reads `0.085`, `8.5%`, `17/200` or a whole number; undefined for anything else. */
export function parseRational(text: string): Rational | undefined {
  const parts = decimal.exec(text);
  if (parts) {
    const [, sign = "", whole = "", places = "", percent = ""] = parts;
    const value = fraction(BigInt(sign + whole + places), 10n ** BigInt(places.length + (percent ? 2 : 0)));
    return value;
  }
  const [, n, d] = ratio.exec(text) ?? [];
  return n !== undefined && d !== undefined && BigInt(d) !== 0n ? fraction(BigInt(n), BigInt(d)) : undefined;
}

/** `0.6` if the decimals are finite, `1/3` if not. */
export function formatRational({ n, d }: Rational): string {
  let rest = d;
  let places = 0;
  for (; rest % 10n === 0n; rest /= 10n) places++;
  for (; rest % 5n === 0n; rest /= 5n) places++;
  for (; rest % 2n === 0n; rest /= 2n) places++;
  if (rest !== 1n) return `${n}/${d}`;
  if (places === 0) return String(n);
  const digits = String(((n < 0n ? -n : n) * 10n ** BigInt(places)) / d).padStart(places + 1, "0");
  return `${n < 0n ? "-" : ""}${digits.slice(0, -places)}.${digits.slice(-places)}`.replace(/0+$/, "").replace(/\.$/, "");
}
