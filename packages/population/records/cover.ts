import type { CalendarDate } from "../draw/dates.ts";
import type { Draw } from "../draw/random.ts";
import type { Person } from "../population.ts";
import { daysBefore } from "./days.ts";
import type { Job } from "./work.ts";

/** What labour insurance has of a person: in force, or ended when a job was given up for a business of one's own. */
export type Cover = {
  status: "insured" | "ended";
  since: CalendarDate;
  until: CalendarDate | null;
  averageWage: number | null;
  employer: string | null;
  employerNo: string | null;
};

const workingAge = 60;

/** Half of those who lead a business and are not insured left insurance between half a year and a year and a half ago. */
export function coverOf(
  draw: Draw,
  { insurance, firm, business, age }: Person,
  job: Job | null,
  today: CalendarDate,
): Cover | null {
  const [left, ago, years] = [draw.chance(0.5), draw.whole(180, 540), draw.whole(2, 8)];
  if (insurance) {
    const { since, averageWage } = insurance;
    return {
      status: "insured",
      since,
      until: null,
      averageWage,
      employer: job?.employer ?? null,
      employerNo: job?.employerNo ?? null,
    };
  }
  if (!left || (!firm && !business) || age < 30 || age > workingAge) return null;
  const until = daysBefore(today, ago);
  const ended = { averageWage: 38_200, employer: null, employerNo: null };
  return { status: "ended", since: `${Number(until.slice(0, 4)) - years}-03-01`, until, ...ended };
}
