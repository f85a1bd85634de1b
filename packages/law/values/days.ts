import { LawError } from "../errors.ts";
import type { Span, Unit } from "../graph/expr.ts";
import { fullYears } from "./value.ts";

const DAY = 86_400_000;
/** Days since 1970-01-01. */
const serial = (day: string): number => Date.parse(`${day}T00:00:00Z`) / DAY;

/** The calendar of this package ends where years no longer have four digits. */
function written(time: number, where: string): string {
  const year = new Date(time).getUTCFullYear();
  if (!(year >= 1 && year <= 9999)) throw new LawError("law.out-of-range", where, "the day lies outside the years 1 to 9999");
  return new Date(time).toISOString().slice(0, 10);
}

const lastOfMonth = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();
const two = (value: number): string => String(value).padStart(2, "0");

/** Days, full months or full years from one day to another; negative if `to` is earlier. */
export function unitsBetween(unit: Unit, from: string, to: string): number {
  if (unit === "days") return serial(to) - serial(from);
  if (unit === "years") return fullYears(from, to);
  const months = (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + Number(to.slice(5, 7)) - Number(from.slice(5, 7));
  return to.slice(8) < from.slice(8) ? months - 1 : months;
}

/** The day that many units later; a month without that day gives its last one. `where` is the caller, for the error. */
export function shiftDay(unit: Unit, day: string, by: number, where: string): string {
  if (unit === "days") return written((serial(day) + by) * DAY, where);
  const at = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + (unit === "years" ? by * 12 : by);
  const [year, month] = [Math.floor(at / 12), (((at % 12) + 12) % 12) + 1];
  if (!(year >= 1 && year <= 9999)) throw new LawError("law.out-of-range", where, "the day lies outside the years 1 to 9999");
  const date = Math.min(Number(day.slice(8)), lastOfMonth(year, month));
  return `${String(year).padStart(4, "0")}-${two(month)}-${two(date)}`;
}

export const firstDayOf = (unit: Span, day: string): string =>
  unit === "month" ? `${day.slice(0, 7)}-01` : `${day.slice(0, 4)}-01-01`;
export const lastDayOf = (unit: Span, day: string): string =>
  unit === "year"
    ? `${day.slice(0, 4)}-12-31`
    : `${day.slice(0, 7)}-${two(lastOfMonth(Number(day.slice(0, 4)), Number(day.slice(5, 7))))}`;

/** The calendar months or years that a span touches, each with its first and last day in the span; none if it ends before it begins. */
export function segmentsOf(unit: Span, from: string, to: string, most: number, where: string): { first: string; last: string }[] {
  const parts: { first: string; last: string }[] = [];
  for (let first = from; first <= to; ) {
    if (parts.length >= most) throw new LawError("law.limit", where, `more than ${most} ${unit}s between ${from} and ${to}`);
    const end = lastDayOf(unit, first);
    parts.push({ first, last: end < to ? end : to });
    if (end >= "9999-12-31") break;
    first = shiftDay("days", end, 1, where);
  }
  return parts;
}
/** Maximum number of calendar months or years in one sum. */
export const MOST_SEGMENTS = 1200;
