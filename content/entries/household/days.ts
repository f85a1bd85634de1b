/** Days are `YYYY-MM-DD` in Taipei; they compare as text. */
const asTime = (day: string): number => Date.parse(`${day}T00:00:00Z`);
const dayMs = 86_400_000;

/** The last day that has a name of ten characters; no term ends after it. */
export const lastOfDays = "9999-12-31";

export function addDays(day: string, days: number): string {
  const time = asTime(day) + days * dayMs;
  return time > asTime(lastOfDays) ? lastOfDays : new Date(time).toISOString().slice(0, 10);
}
export const daysBetween = (from: string, to: string): number => Math.round((asTime(to) - asTime(from)) / dayMs);

/** Completed years on a day; someone born on 29 February completes a year on 1 March of common years (Civil Code, Articles 121 and 124). */
export function ageOn(birthDate: string, day: string): number {
  const years = Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return day.slice(5) >= birthDate.slice(5) ? years : years - 1;
}

/**
 * The last day of a term of days: the day of the event is not counted (Civil Code, Article 120), and a last day that is no working day moves to the
 * next one (Article 122); `isOpen` says which days offices work.
 */
export function lastDayOf(event: string, days: number, isOpen: (day: string) => boolean): string {
  let day = addDays(event, days);
  while (day < lastOfDays && !isOpen(day)) day = addDays(day, 1);
  return day;
}

/**
 * The last day of a term of months: it begins on the day after the event, and ends on the day before the one of the same number, or on the last of a
 * month that has no such day (Civil Code, Articles 120 and 121).
 */
export function addMonths(event: string, months: number): string {
  const start = addDays(event, 1);
  const month = Number(start.slice(0, 4)) * 12 + Number(start.slice(5, 7)) - 1 + months;
  if (month >= 120_000) return lastOfDays;
  const first = `${String(Math.floor(month / 12)).padStart(4, "0")}-${String((month % 12) + 1).padStart(2, "0")}-01`;
  const last = addDays(`${addDays(first, 31).slice(0, 7)}-01`, -1);
  const same = first.slice(0, 8) + start.slice(8);
  return same > last ? last : addDays(same, -1);
}
