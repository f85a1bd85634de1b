import type { SchemaCode } from "../codes.ts";

/** The text of an element and the facets of its type (XML Schema part 2). Values stay texts: rules interpret them. */
export type Leaf = {
  readonly kind: "leaf";
  /** White space around and inside is reduced before the check, as XML Schema does for numbers and times. */
  readonly collapse: boolean;
  /** The code of the facet that the text violates. */
  check(text: string): SchemaCode | undefined;
};

const leaf = (check: Leaf["check"], collapse = false): Leaf => ({ kind: "leaf", collapse, check });

/** Lengths count characters, not UTF-16 units; an astral character is two units. */
const longer = (text: string, max: number): boolean => text.length > max && [...text].length > max;
const shorter = (text: string, min: number): boolean => text.length < min || (text.length < min * 2 && [...text].length < min);

/** Text of `min` to `max` characters. */
export const text = (min: number, max: number, collapse = false): Leaf =>
  leaf((value) => (shorter(value, min) ? "value.too-short" : longer(value, max) ? "value.too-long" : undefined), collapse);

/** Any text; the envelope's names and descriptions have no facets. */
export const anyText: Leaf = text(0, 4000);

export const pattern = (expression: RegExp): Leaf => leaf((value) => (expression.test(value) ? undefined : "value.pattern"));

/** One of the values of an enumeration. */
export function listed(...values: string[]): Leaf {
  const set = new Set(values);
  return leaf((value) => (set.has(value) ? undefined : "value.not-listed"));
}

/** Significant digits: without sign, leading zeros and trailing decimal zeros. */
function significant(value: string): { whole: number; fraction: number } | undefined {
  const parts = /^[+-]?0*(\d*)(?:\.(\d*?)0*)?$/.exec(value);
  if (!parts || !/\d/.test(value)) return undefined;
  return { whole: parts[1]!.length, fraction: parts[2]?.length ?? 0 };
}

/** The form of most amounts: digits only. */
const plain = /^\d+$/;

type Digits = { total: number; fraction: number; min?: number };

/** xsd:decimal with totalDigits, fractionDigits and, where given, minInclusive. */
export const decimal = ({ total, fraction, min }: Digits): Leaf =>
  leaf((value) => {
    if (plain.test(value) && value.length <= total - fraction) return undefined;
    const digits = significant(value);
    if (!digits) return "value.number";
    if (digits.fraction > fraction || digits.whole + digits.fraction > total) return "value.digits";
    return min !== undefined && Number(value) < min ? "value.range" : undefined;
  }, true);

/** xsd:long: no point at all. */
export const whole = ({ total, min }: { total: number; min?: number }): Leaf =>
  leaf((value) => {
    if (plain.test(value) && value.length <= total) return undefined;
    if (!/^[+-]?\d+$/.test(value)) return "value.number";
    if (significant(value)!.whole > total) return "value.digits";
    return min !== undefined && Number(value) < min ? "value.range" : undefined;
  }, true);

/** A day as yyyyMMdd, by the schema's pattern; whether the day exists is a rule. */
export const day: Leaf = leaf((value) => (/^\d{4}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$/.test(value) ? undefined : "value.date"));

/** xsd:time. */
export const time: Leaf = leaf(
  (value) =>
    /^(([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?|24:00:00(\.0+)?)(Z|[+-](0\d|1[0-3]):[0-5]\d|[+-]14:00)?$/.test(value)
      ? undefined
      : "value.time",
  true,
);

/** xsd:base64Binary of at most `max` bytes. */
export const base64 = (max: number): Leaf =>
  leaf((value) => {
    const packed = value.replace(/\s/g, "");
    if (packed.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(packed)) return "value.base64";
    return (packed.length / 4) * 3 - (packed.endsWith("==") ? 2 : packed.endsWith("=") ? 1 : 0) > max
      ? "value.too-long"
      : undefined;
  });
