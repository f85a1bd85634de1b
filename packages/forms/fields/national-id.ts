import { asciiForm, invalid, type Reading, readText } from "./raw.ts";

/** Number of each letter, 10 to 35 in the order in which the letters were given out (I, O, W and Z came last). */
const letters = "ABCDEFGHJKLMNPQRSTUVXYWZIO";
const numberOf = (letter: string): number => letters.indexOf(letter) + 10;

/**
 * Whether a number is a national id (身分證統一編號) or a resident's number (統一證號) whose check digit is right.
 * Citizens: letter, 1 or 2; residents since 2021-01-02: letter, 8 or 9; the old form with two letters is void from 2031-01-01.
 */
export function isNationalId(text: string): boolean {
  if (!/^[A-Z][1289A-D]\d{8}$/.test(text)) return false;
  const area = numberOf(text[0]!);
  const second = /\d/.test(text[1]!) ? Number(text[1]) : numberOf(text[1]!) % 10;
  const digits = [Math.floor(area / 10), area % 10, second, ...[...text.slice(2)].map(Number)];
  const weights = [1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1];
  return digits.reduce((sum, digit, at) => sum + digit * weights[at]!, 0) % 10 === 0;
}

/** In capitals, half-width, without spaces or hyphens. */
export function parseNationalId(raw: unknown): Reading<string> {
  const read = readText(raw);
  if ("error" in read) return read;
  if (read.text === "") return { value: undefined };
  if (read.text.length > 40) return invalid("field.not-a-national-id");
  const text = asciiForm(read.text).replace(/[\s-]/g, "").toUpperCase();
  return isNationalId(text) ? { value: text } : invalid("field.not-a-national-id");
}
