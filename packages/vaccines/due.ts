import type { Schedule } from "./schedule.ts";

/** A dose that was given, as the register holds it. */
export type Given = { date: string; vaccineCode: string; dose: number };
/** `given`; `later`: not yet; `open`: may be given; `late`: should have been given. Days as `YYYY-MM-DD`. */
export type DueDose = {
  vaccineCode: string;
  dose: number;
  from: string;
  until: string;
  givenOn: string | null;
  state: "given" | "later" | "open" | "late";
};
export type Due = { doses: DueDose[]; state: "complete" | "incomplete"; missing: { vaccineCode: string; dose: number }[] };
type Person = { bornOn: string; given: readonly Given[] };
type Doses = Pick<Schedule, "doses" | "apartDays">;

const dayMs = 86_400_000;
const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);

const laterOf = (one: string, other: string): string => [one, other].sort()[1]!;

/** The day so many months after a birthday; the last of the month where it has no such day (Civil Code, Article 121). */
function monthsAfter(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const last = new Date(Date.UTC(year, month + months, 0));
  return new Date(Date.UTC(last.getUTCFullYear(), last.getUTCMonth(), Math.min(date, last.getUTCDate())))
    .toISOString()
    .slice(0, 10);
}

/** Whether a schedule is for a person of this birthday. */
export const isForAge = ({ below }: Pick<Schedule, "below">, bornOn: string, today: string): boolean =>
  bornOn <= today && today < monthsAfter(bornOn, below * 12);

/**
 * How each dose of a schedule stands on a day. A dose follows the one before it, and so many days after that: what was given late moves the next.
 * What a school learns is `state` and `missing` alone: the doses that are late.
 */
export function standingOf({ doses: all, apartDays }: Doses, { bornOn, given }: Person, today: string): Due {
  const dayOf = (code: string, dose: number): string | undefined =>
    given.find((one) => one.vaccineCode === code && one.dose === dose)?.date;
  const doses = all.map(({ code, dose, from, until }): DueDose => {
    const [givenOn, before] = [dayOf(code, dose) ?? null, dayOf(code, dose - 1)];
    const earliest = monthsAfter(bornOn, from);
    const apart = before === undefined ? earliest : dayAfter(before, apartDays);
    const [first, last] = [laterOf(apart, earliest), monthsAfter(bornOn, until)];
    const isNext = dose === 1 || before !== undefined;
    const state = givenOn ? "given" : today > last ? "late" : today >= first && isNext ? "open" : "later";
    return { vaccineCode: code, dose, from: first, until: laterOf(last, first), givenOn, state };
  });
  const missing = doses.filter(({ state }) => state === "late").map(({ vaccineCode, dose }) => ({ vaccineCode, dose }));
  return { doses, state: missing.length === 0 ? "complete" : "incomplete", missing };
}

/** The doses that may be given on a day: due or late, each after the one before it and far enough from it. */
export function openDoses(schedule: Doses, person: Person, today: string): DueDose[] {
  const { doses } = standingOf(schedule, person, today);
  return doses.filter(
    ({ vaccineCode, dose, state, from }) =>
      (state === "open" || state === "late") &&
      from <= today &&
      (dose === 1 || doses.some((one) => one.vaccineCode === vaccineCode && one.dose === dose - 1 && one.state === "given")),
  );
}
