import type { Limit } from "../definition/steps.ts";
import type { Day } from "./state.ts";

/** Whether offices work on a day. */
export type WorkingDays = (day: Day) => boolean;

const dayMs = 86_400_000;
const iso = (ms: number): Day => new Date(ms).toISOString().slice(0, 10);
export const addDays = (day: Day, days: number): Day => iso(Date.parse(`${day}T00:00:00Z`) + days * dayMs);

/** The same day so many months on, or the last day of a month that is too short (Civil Code, article 121). */
export function addMonths(day: Day, months: number): Day {
  const [year = 0, month = 0, date = 0] = day.split("-").map(Number);
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  return iso(Date.UTC(year, month - 1 + months, Math.min(date, last)));
}

/** A day, or the next one on which offices work (Administrative Procedure Act, article 48 paragraph 4); at most a month on. */
export function shifted(day: Day, works: WorkingDays): Day {
  for (let on = day, tries = 0; tries < 31; on = addDays(on, 1), tries++) if (works(on)) return on;
  return day;
}

function addWorkingDays(day: Day, count: number, works: WorkingDays): Day {
  let on = day;
  for (let left = count; left > 0; ) {
    on = addDays(on, 1);
    if (works(on)) left -= 1;
  }
  return on;
}

/** The last day of a limit that begins with an event on `since`; the day of the event is not counted (Civil Code, article 120). */
export function lastDay(limit: Limit, since: Day, works: WorkingDays): Day {
  if ("workingDays" in limit) return addWorkingDays(since, limit.workingDays, works);
  if ("days" in limit) return shifted(addDays(since, limit.days), works);
  return shifted(addMonths(since, limit.months), works);
}

/** The last day after the one extension, counted on from the last day before it. */
export function extendedDay(limit: Limit, due: Day, works: WorkingDays): Day | undefined {
  const { extension } = limit;
  if (extension === undefined) return undefined;
  if ("workingDays" in limit) return addWorkingDays(due, extension, works);
  return shifted("days" in limit ? addDays(due, extension) : addMonths(due, extension), works);
}
