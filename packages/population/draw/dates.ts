import type { Draw } from "./random.ts";

/** A calendar date, YYYY-MM-DD, in Taiwan. */
export type CalendarDate = string;

export type Today = { date: CalendarDate; year: number; month: number };

const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

export function parseToday(date: CalendarDate): Today {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date);
  if (!match || Number.isNaN(Date.parse(date))) throw new RangeError(`not a date: ${date}`);
  return { date, year: Number(match[1]), month: Number(match[2]) };
}

const two = (number: number): string => (number < 10 ? `0${number}` : String(number));

/**
 * A birth date in the calendar year `years` before today's. The month and day do not depend on today, so the same seed gives the
 * same birthdays all year; who would be born in the rest of this year was born a year earlier.
 */
export function birthDate(draw: Draw, today: Today, years: number): CalendarDate {
  const month = draw.whole(1, 12);
  const day = two(draw.whole(1, monthDays[month - 1]!));
  const date = `${today.year - years}-${two(month)}-${day}`;
  return date <= today.date ? date : `${today.year - years - 1}-${two(month)}-${day}`;
}

/** Completed years of life (Civil Code article 124). */
export function ageOn(birth: CalendarDate, on: CalendarDate): number {
  const years = Number(on.slice(0, 4)) - Number(birth.slice(0, 4));
  return on.slice(5) < birth.slice(5) ? years - 1 : years;
}
