import { isCode39 } from "./code39.ts";

/** The three barcodes that a convenience store reads: until when and what, which debt, how much. */
export type Segments = { first: string; second: string; third: string };

/** The value of a character in the two sums of the check. */
function placeValue(character: string): number {
  if (/\d/.test(character)) return Number(character);
  const special = { "+": 1, "%": 2, "-": 6, ".": 7, " ": 8 }[character];
  if (special !== undefined) return special;
  const letter = character.charCodeAt(0) - 65;
  if (letter < 0 || letter > 25) throw new RangeError(`${character} cannot stand in a Code 39 barcode`);
  return letter < 18 ? (letter % 9) + 1 : letter - 16;
}

/** Two check characters over all three segments, odd and even places apart, each modulo 11. */
export function checkCharacters(first: string, second: string, third: string): string {
  let [odd, even] = [0, 0];
  for (const part of [first, second, third])
    [...part].forEach((character, at) => {
      if (at % 2 === 0) odd += placeValue(character);
      else even += placeValue(character);
    });
  const show = (rest: number, none: string, ten: string) => (rest === 0 ? none : rest === 10 ? ten : String(rest));
  return `${show(odd % 11, "A", "B")}${show(even % 11, "X", "Y")}`;
}

/** Month (yyMM), check characters, amount in nine digits. */
export function thirdSegment(first: string, second: string, month: string, amount: number): string {
  const digits = String(amount).padStart(9, "0");
  return `${month}${checkCharacters(first, second, `${month}${digits}`)}${digits}`;
}

const two = (n: number): string => String(n % 100).padStart(2, "0");
/** A day as slips write it: the last two digits of the ROC year, month, day. */
export const rocDay = (day: string): string => `${two(Number(day.slice(0, 4)) - 1911)}${day.slice(5, 7)}${day.slice(8, 10)}`;

/**
 * The segments of a debt. Which item code and month a tax slip bears is not published: this is the documented generic layout of
 * three-segment collection, `item` being the collector's own.
 */
export function segmentsOf(debt: { until: string; item: string; writeOff: string; month: string; amount: number }): Segments {
  const { until, item, writeOff, month, amount } = debt;
  if (!/^[0-9A-Z]{3}$/.test(item)) throw new RangeError("an item has three characters");
  if (!isCode39(writeOff) || writeOff.length > 20) throw new RangeError("a write-off number has at most 20 characters");
  if (!Number.isSafeInteger(amount) || amount < 1 || amount > 999_999_999)
    throw new RangeError("an amount has at most nine digits");
  const first = `${rocDay(until)}${item}`;
  return { first, second: writeOff, third: thirdSegment(first, writeOff, month, amount) };
}
