import { hash } from "node:crypto";
import { type IssuePlan, plannedShare } from "./plan.ts";
import type { Simulation } from "./simulation.ts";

/** One of the made-up people: county of the household, days of birth and, if so, of death. */
export type Person = { id: string; county: string; born: string; died: string | null };
export type Settings = {
  plan: IssuePlan;
  /** Cards that the centre makes on a working day, for the whole country. */
  cardsPerDay: number;
  /** People of the whole country, of which these are a sample. */
  nation: number;
  /** Of a hundred cards, how many are lost or break in a year. */
  lostPerYear: number;
  at: string;
};

const workingDays = 21;

/**
 * Month by month from the day of the first card to the end of the plan: who is called by the plan applies, in an order drawn from their number; the centre
 * makes what it can, lost cards first; a card is active in the month in which it was made and ends with its holder. The same people give the same months.
 */
export function simulateIssue(people: readonly Person[], { plan, cardsPerDay, nation, lostPerYear, at }: Settings): Simulation {
  const drawn = people.map((one) => ({ ...one, call: fraction(`call ${one.id}`) })).toSorted((a, b) => a.call - b.call);
  const perMonth = Math.max(1, Math.round((cardsPerDay * workingDays * people.length) / nation));
  const active = new Set<string>();
  const waiting: { id: string; county: string }[] = [];
  let next = 0;
  const months = monthsOf(plan).map((month) => {
    const end = lastDay(month);
    const alive = drawn.filter(({ born, died }) => born <= end && (died === null || died > end));
    const living = new Set(alive.map(({ id }) => id));
    for (const id of active) if (!living.has(id)) active.delete(id);
    const again = alive.filter(({ id }) => active.has(id) && fraction(`lost ${id} ${month}`) < lostPerYear / 100 / 12);
    for (const { id } of again) active.delete(id);
    const share = plannedShare(plan, end);
    const called: { id: string; county: string }[] = [];
    for (; next < drawn.length && drawn[next]!.call < share; next++) called.push(drawn[next]!);
    waiting.unshift(...again);
    waiting.push(...called);
    // who was born after the call of their turn comes at the end of the plan
    if (share === 1) {
      const asked = new Set(waiting.map(({ id }) => id));
      waiting.push(...alive.filter(({ id }) => !active.has(id) && !asked.has(id)));
    }
    const made = waiting.splice(0, perMonth).filter(({ id }) => living.has(id));
    for (const { id } of made) active.add(id);
    return { month, waiting: waiting.length, counties: countiesOf(alive, active, share) };
  });
  return { at, months };
}

function countiesOf(alive: readonly Person[], active: ReadonlySet<string>, share: number) {
  return [...Map.groupBy(alive, ({ county }) => county)]
    .map(([county, here]) => ({
      ...{ county, people: here.length, planned: Math.round(here.length * share) },
      active: here.filter(({ id }) => active.has(id)).length,
    }))
    .toSorted((a, b) => (a.county < b.county ? -1 : 1));
}

/** Evenly from 0 to 1, the same for the same text. */
export const fraction = (text: string): number => Number.parseInt(hash("sha256", text).slice(0, 12), 16) / 2 ** 48;

const lastDay = (month: string): string => {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
};

/** From the month of the first card to three months after the last phase. */
function monthsOf({ starts, phases }: IssuePlan): string[] {
  const [from, to] = [starts[1].on, phases.at(-1)!.by];
  const [year = 0, month = 1] = from.split("-").map(Number);
  const count = (Number(to.slice(0, 4)) - year) * 12 + Number(to.slice(5, 7)) - month + 4;
  return Array.from({ length: count }, (_, later) => new Date(Date.UTC(year, month - 1 + later, 1)).toISOString().slice(0, 7));
}
