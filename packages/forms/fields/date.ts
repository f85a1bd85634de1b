import { asciiForm, fault, type Reading, readText } from "./raw.ts";

/** Year 1 of the Republic (民國元年) is 1912. */
const ROC_OFFSET = 1911;
const YEARS = { first: 1850, last: 2200 };

/** Gives the date back when the calendar has it: `2026-02-29` is none. */
export function realDate(text: string): string | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const date = new Date(Date.UTC(year, month - 1, day));
  const same = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return same && year >= YEARS.first && year <= YEARS.last ? text : undefined;
}

/** One, two and three digits are a year of the Republic, four are a Gregorian one; other lengths are no year. */
function dateOf(year: string, month: string, day: string): string | undefined {
  const gregorian = year.length === 4 ? Number(year) : Number(year) === 0 ? 0 : Number(year) + ROC_OFFSET;
  return realDate(`${String(gregorian).padStart(4, "0")}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`);
}

const written = /^(?:民國|ROC|西元)?\s*(\d{1,4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?$/i;
const packed = /^(\d{2,4})(\d{2})(\d{2})$/;

function readDate(text: string): string | undefined {
  const match = written.exec(text) ?? packed.exec(text);
  if (!match) return undefined;
  const [, year = "", month = "", day = ""] = match;
  // `民國2026` and `西元115` contradict themselves.
  if (/^(民國|ROC)/i.test(text) && year.length === 4) return undefined;
  if (text.startsWith("西元") && year.length !== 4) return undefined;
  return dateOf(year, month, day);
}

/**
 * A calendar day, as one text (`2026-09-01`, `115/9/1`, `民國115年9月1日`, `1150901`) or in the parts year, month, day.
 * `today` must be given when a bound is `today`.
 */
export function parseDate(
  part: (name: string) => unknown,
  bounds: { min?: string | undefined; max?: string | undefined },
  today?: string,
): Reading<string> {
  const whole = readText(part(""));
  if ("error" in whole) return whole;
  let text = asciiForm(whole.text).trim();
  if (text === "") {
    const parts: string[] = [];
    for (const name of ["year", "month", "day"]) {
      const read = readText(part(name));
      if ("error" in read) return read;
      parts.push(asciiForm(read.text).trim());
    }
    if (parts.every((one) => one === "")) return { value: undefined };
    text = parts.join("-");
  }
  const value = text.length > 40 ? undefined : readDate(text);
  if (!value) return fault("field.not-a-date");
  const bound = (name: string | undefined) => {
    if (name === "today" && !today) throw new TypeError("a date field has the bound `today`: pass options.today");
    return name === "today" ? today : name;
  };
  const [min, max] = [bound(bounds.min), bound(bounds.max)];
  if (min && value < min) return fault("field.too-early", { min });
  if (max && value > max) return fault("field.too-late", { max });
  return { value };
}
