import { asciiForm, invalid, type Reading, readText } from "./raw.ts";

/** Fifteen digits always fit a safe integer. */
const MAX_DIGITS = 15;

const counted = /^([+-]?)(?:(\d{1,4}(?:\.\d+)?)億)?(?:(\d{1,4}(?:\.\d+)?)萬)?(?:(\d(?:\.\d+)?)千)?(\d{4})?$/;

/** Decimals of a unit as whole dollars: `1.5` of 萬 is 15000; undefined where something is left over. */
function timesUnit(text: string | undefined, zeros: number): number | undefined {
  const [whole = "0", decimals = ""] = (text ?? "0").split(".");
  const kept = decimals.replace(/0+$/, "");
  return kept.length > zeros ? undefined : Number(whole + kept.padEnd(zeros, "0"));
}

/**
 * An amount in words of the thousand: `120萬`, `1.5萬`, `1億2000萬`, `3萬5千`. `3萬5` is left alone: it may mean 30,005 or 35,000. Gives the same in
 * digits, or the text as it was.
 */
function inDigits(text: string): string {
  const match = /[億萬千]/.test(text) ? counted.exec(text.replace(/\s/g, "")) : null;
  if (!match) return text;
  const [, sign = "", hundredMillions, tenThousands, thousands, rest] = match;
  if (rest !== undefined && thousands !== undefined) return text;
  const parts = [timesUnit(hundredMillions, 8), timesUnit(tenThousands, 4), timesUnit(thousands, 3), Number(rest ?? "0")];
  return parts.includes(undefined) ? text : `${sign}${parts.reduce<number>((sum, part) => sum + (part ?? 0), 0)}`;
}

/**
 * A whole number as people write it: `12,000`, full-width digits, a sign; with `money` also `NT$12,000`, `12000 元` and `1.5萬`.
 */
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
    text = inDigits(text);
  }
  const match = /^([+-]?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d*)?$/.exec(text);
  if (!match) return invalid("field.not-a-number");
  const [, sign, grouped = "", decimals = ""] = match;
  if (/[1-9]/.test(decimals)) return invalid("field.not-whole");
  const digits = grouped.replaceAll(",", "").replace(/^0+(?=\d)/, "");
  const negative = sign === "-";
  if (digits.length > MAX_DIGITS)
    return negative ? invalid("field.too-small", { min: bounds.min }) : invalid("field.too-large", { max: bounds.max });
  const value = negative && digits !== "0" ? -Number(digits) : Number(digits);
  if (value < bounds.min) return invalid("field.too-small", { min: bounds.min });
  if (value > bounds.max) return invalid("field.too-large", { max: bounds.max });
  return { value };
}
