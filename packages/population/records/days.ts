import type { CalendarDate } from "../draw/dates.ts";

const dayMs = 86_400_000;

/** The date some days earlier; a negative number is later. */
export const daysBefore = (date: CalendarDate, days: number): CalendarDate =>
  new Date(Date.parse(date) - days * dayMs).toISOString().slice(0, 10);

export const daysBetween = (from: CalendarDate, to: CalendarDate): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / dayMs);
