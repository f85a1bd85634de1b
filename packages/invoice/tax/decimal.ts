/** Amounts of messages have up to seven places; sums of them are exact in ten-millionths. */
const scale = 10_000_000n;

/** A checked decimal text in ten-millionths. */
export function units(text: string): bigint {
  if (/^\d{1,15}$/.test(text)) return BigInt(text) * scale;
  const [, sign, whole, fraction = ""] = /^([+-]?)(\d*)\.?(\d*)$/.exec(text) ?? [];
  if (whole === undefined) throw new RangeError(`not a decimal: ${text}`);
  const size = BigInt(whole || "0") * scale + BigInt(fraction.slice(0, 7).padEnd(7, "0"));
  return sign === "-" ? -size : size;
}

/** Whole NT$, a half goes up. */
export const wholeOf = (ten: bigint): bigint => floorDiv(ten * 2n + scale, scale * 2n);

const floorDiv = (a: bigint, b: bigint): bigint => (a >= 0n ? a / b : -((-a + b - 1n) / b));
