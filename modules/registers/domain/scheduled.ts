import type { Data } from "@troad/entry";
import { type Given, isForAge, standingOf } from "@troad/vaccines";
import type { Described, Register } from "./register.ts";

/** The fields that nobody fills, because they follow from others. */
export const scheduledFields = (schedule: Described["schedule"] | undefined): string[] =>
  schedule ? [schedule.doses, schedule.state, schedule.missing] : [];

/** A record with what its schedule says on a day; without a birthday, or of a person for whom the schedule is not, that is nothing. */
export function withScheduled(
  { schedule, doses }: Pick<Register, "schedule" | "doses">,
  record: Data | undefined,
  today: string,
): Data | undefined {
  if (!schedule || !doses || !record) return record;
  const [bornOn, given] = [record[schedule.bornOn], record[schedule.given]];
  if (typeof bornOn !== "string" || !isForAge(doses, bornOn, today)) return record;
  const due = standingOf(doses, { bornOn, given: Array.isArray(given) ? (given as Given[]) : [] }, today);
  return { ...record, [schedule.doses]: due.doses, [schedule.state]: due.state, [schedule.missing]: due.missing };
}
