import type { Limit } from "../definition/steps.ts";

/** The ISO 8601 duration of a limit. BPMN knows no working days: an attribute says that days are those of the office calendar. */
export function durationOf(limit: Limit): { duration: string; working: boolean; extension: string | undefined } {
  const [letter, count] =
    "workingDays" in limit ? ["D", limit.workingDays] : "days" in limit ? ["D", limit.days] : ["M", limit.months];
  const extension = limit.extension === undefined ? undefined : `P${limit.extension}${letter}`;
  return { duration: `P${count}${letter}`, working: "workingDays" in limit, extension };
}

const form = /^P(\d{1,4})([DM])$/;

/** A limit as BPMN has it; throws TypeError for a duration of another form. */
export function limitOf(duration: string, working: boolean, extension: string | undefined): Limit {
  const [, count, unit] = form.exec(duration) ?? [];
  if (count === undefined) throw new TypeError(`${duration} is no duration in days or months`);
  const more = extension === undefined ? undefined : form.exec(extension)?.[1];
  const extended = more === undefined ? {} : { extension: Number(more) };
  if (unit === "M") return { months: Number(count), ...extended };
  return working ? { workingDays: Number(count), ...extended } : { days: Number(count), ...extended };
}
