import { boundOn } from "./date-bound.ts";
import { asciiForm, invalid, type Reading, readText } from "./raw.ts";

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

/** The boxes of a date, in their order. */
export const dateParts = ["year", "month", "day"] as const;

/** What a box holds without the character that stands behind it: `114年` in the box for the year. */
const inBox = (text: string, unit: string): string => (text.endsWith(unit) ? text.slice(0, -unit.length).trimEnd() : text);

/** The text of the boxes; a whole date that was pasted into the first one is that date. */
function fromBoxes([year = "", month = "", day = ""]: readonly string[]): string {
  if (year !== "" && month === "" && day === "" && readDate(year)) return year;
  return `${inBox(year, "年")}-${inBox(month, "月")}-${inBox(day, "日")}`;
}

/** The box that has to be looked at: an empty one, else the first whose content no date has. */
function faultyPart(boxes: readonly string[]): (typeof dateParts)[number] | undefined {
  if (boxes.length === 0) return undefined;
  const empty = dateParts.find((_, at) => boxes[at] === "");
  if (empty) return empty;
  const [year, month] = [inBox(boxes[0]!, "年"), inBox(boxes[1]!, "月")];
  if (!readDate(`${year}-1-1`)) return "year";
  if (!readDate(`2000-${month}-1`)) return "month";
  return "day";
}

/**
 * A calendar day, as one text (`2026-09-01`, `115/9/1`, `民國115年9月1日`, `1150901`) or in the parts year, month, day; a whole date may stand in the
 * box for the year. `today` must be given when a bound is counted from it.
 */
export function parseDate(
  part: (name: string) => unknown,
  bounds: { min?: string | undefined; max?: string | undefined },
  today?: string,
): Reading<string> {
  const whole = readText(part(""));
  if ("error" in whole) return whole;
  let text = asciiForm(whole.text).trim();
  const boxes: string[] = [];
  if (text === "") {
    for (const name of dateParts) {
      const read = readText(part(name));
      if ("error" in read) return read;
      boxes.push(asciiForm(read.text).trim());
    }
    if (boxes.every((one) => one === "")) return { value: undefined };
    text = boxes.some((one) => one.length > 40) ? "" : fromBoxes(boxes);
  }
  const value = text.length > 60 ? undefined : readDate(text);
  if (!value) return invalid("field.not-a-date", undefined, faultyPart(boxes));
  const [min, max] = [boundOn(bounds.min, today), boundOn(bounds.max, today)];
  if (min && value < min) return invalid("field.too-early", { min });
  if (max && value > max) return invalid("field.too-late", { max });
  return { value };
}
