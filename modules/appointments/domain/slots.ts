import type { Counter } from "./counters.ts";

/** A time at which people may come, `HH:MM` in Taiwan, and how many are served then. */
export type Slot = { time: string; staff: number };
type Working = (day: string) => boolean;

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
const timeOf = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
/** 1 is Monday. */
const weekdayOf = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
export const instantOf = (day: string, time: string): Date => new Date(`${day}T${time}:00+08:00`);
export const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) &&
  !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) &&
  new Date(`${text}T00:00:00Z`).toISOString().startsWith(text);

type Open = Pick<Counter, "hours" | "slotMinutes" | "roster">;
/** The hours that count on a day: those of the roster where it has the day, else the usual ones. */
const hoursOn = ({ hours, roster = [] }: Open, day: string): Counter["hours"] =>
  roster.findLast(({ from, through }) => from <= day && day <= through)?.hours ?? hours;

/** The slots of a day in order; none on a day on which offices do not work. Where hours overlap, their officers are added. */
export function slotsOf(counter: Open, day: string, works: Working): Slot[] {
  if (!works(day)) return [];
  const { slotMinutes } = counter;
  const staff = new Map<string, number>();
  for (const one of hoursOn(counter, day)) {
    if (!one.days.includes(weekdayOf(day))) continue;
    // the last visit ends within the hours
    for (let at = minutesOf(one.from); at + slotMinutes <= minutesOf(one.to); at += slotMinutes)
      staff.set(timeOf(at), (staff.get(timeOf(at)) ?? 0) + one.staff);
  }
  return [...staff].map(([time, count]) => ({ time, staff: count })).toSorted((a, b) => a.time.localeCompare(b.time));
}

/** Nobody is booked for a time that begins before they could be there. */
export const leadMinutes = 30;

/** Whether a time may still be booked. */
export const isAhead = (day: string, time: string, now: Date): boolean =>
  instantOf(day, time).getTime() - now.getTime() >= leadMinutes * 60_000;

/** The days that may be booked, from today on. */
export function daysAhead({ bookDays }: Pick<Counter, "bookDays">, today: string): string[] {
  const start = Date.parse(`${today}T00:00:00Z`);
  return Array.from({ length: bookDays + 1 }, (_, n) => new Date(start + n * 86_400_000).toISOString().slice(0, 10));
}

/** The time of an instant in Taiwan. */
export const timeIn = (startsAt: string): string =>
  new Date(startsAt).toLocaleTimeString("en-GB", { timeZone: "Asia/Taipei", hour: "2-digit", minute: "2-digit" });

/** The first instant of a day in Taiwan, and that of the next. */
export const dayBounds = (day: string): { from: string; to: string } => {
  const from = instantOf(day, "00:00");
  return { from: from.toISOString(), to: new Date(from.getTime() + 86_400_000).toISOString() };
};
