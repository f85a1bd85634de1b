import { isDay, LawError } from "@troad/law";
import table from "./parameters/calendar.json" with { type: "json" };

const DAY = 86_400_000;
const time = (day: string): number => Date.parse(`${day}T00:00:00Z`);

/** The day so many calendar days later. */
export const plusDays = (day: string, days: number): string => new Date(time(day) + days * DAY).toISOString().slice(0, 10);
/** Calendar days from one day to another. */
export const daysBetween = (from: string, to: string): number => Math.round((time(to) - time(from)) / DAY);
export const daysOfYear = (year: number): number => (year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 366 : 365);

const off: ReadonlyMap<string, readonly string[]> = new Map(Object.entries(table.offWeekdays));
const working: ReadonlyMap<string, readonly string[]> = new Map(Object.entries(table.workSaturdays));

/** Whether offices work on a day; throws law.out-of-range for a year whose office calendar is not known. */
export function isWorkingDay(day: string): boolean {
  const year = day.slice(0, 4);
  const holidays = off.get(year);
  if (!holidays) throw new LawError("law.out-of-range", day, "the office calendar of that year is not known");
  const short = day.slice(5);
  if (working.get(year)?.includes(short)) return true;
  const weekday = new Date(time(day)).getUTCDay();
  return weekday !== 0 && weekday !== 6 && !holidays.includes(short);
}

/** The last day of payment: one on a day off moves to the next working day (行政程序法 §48 IV). */
export function shifted(day: string): string {
  let at = day;
  for (let tries = 0; tries < 31; tries++) {
    if (isWorkingDay(at)) return at;
    at = plusDays(at, 1);
  }
  throw new LawError("law.out-of-range", day, "no working day within a month");
}

/** Calendar days by year, from the day after `from` to `to` with it. */
export function daysByYear(from: string, to: string): { year: number; days: number }[] {
  if (!isDay(from) || !isDay(to)) throw new LawError("law.type", `${from} ${to}`, "must be days as YYYY-MM-DD");
  const parts: { year: number; days: number }[] = [];
  let at = plusDays(from, 1);
  while (at <= to) {
    const year = Number(at.slice(0, 4));
    const last = `${year}-12-31` < to ? `${year}-12-31` : to;
    parts.push({ year, days: daysBetween(at, last) + 1 });
    at = plusDays(last, 1);
  }
  return parts;
}
