import { asciiForm, fault, type Reading, readText } from "./raw.ts";

/** Fifteen digits always fit a safe integer. */
const MAX_DIGITS = 15;

/** A whole number as people write it: `12,000`, full-width digits, a sign; with `money` also `NT$12,000` and `12000 元`. */
export function parseInteger(raw: unknown, bounds: { min: number; max: number }, money: boolean): Reading<number> {
  const read = readText(raw);
  if ("error" in read) return read;
  let text = asciiForm(read.text).trim();
  if (text === "") return { value: undefined };
  if (money) {
    text = text
      .replace(/^(NT\$|NTD|TWD|\$|新臺幣|新台幣)\s*/i, "")
      .replace(/元(整)?$/, "")
      .trimEnd();
  }
  const match = /^([+-]?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d*)?$/.exec(text);
  if (!match) return fault("field.not-a-number");
  const [, sign, grouped = "", decimals = ""] = match;
  if (/[1-9]/.test(decimals)) return fault("field.not-whole");
  const digits = grouped.replaceAll(",", "").replace(/^0+(?=\d)/, "");
  const negative = sign === "-";
  if (digits.length > MAX_DIGITS)
    return negative ? fault("field.too-small", { min: bounds.min }) : fault("field.too-large", { max: bounds.max });
  const value = negative && digits !== "0" ? -Number(digits) : Number(digits);
  if (value < bounds.min) return fault("field.too-small", { min: bounds.min });
  if (value > bounds.max) return fault("field.too-large", { max: bounds.max });
  return { value };
}
