import type { CalendarDate } from "../draw/dates.ts";
import type { Draw } from "../draw/random.ts";
import type { Person } from "../population.ts";
import { daysBefore } from "./days.ts";

/** A person who has come from abroad to a person of this population. */
export type Arrival = {
  passport: string;
  name: string;
  nationality: string;
  enteredOn: CalendarDate;
  stayUntil: CalendarDate;
  visaDays: number;
};

const names = [
  ["DEMO LINH", "越南"],
  ["DEMO SARI", "印尼"],
  ["DEMO NARIN", "泰國"],
  ["DEMO AKIRA", "日本"],
] as const;

/** One adult in a hundred has a guest with a resident visa, who entered within the last fortnight. */
export function arrivalOf(draw: Draw, { age }: Person, today: CalendarDate): Arrival | null {
  const has = draw.chance(0.01);
  const [[name, nationality], serial, ago] = [draw.pick(names), draw.whole(1_000_000, 9_999_999), draw.whole(2, 12)];
  if (!has || age < 30 || age > 60) return null;
  const stay = { enteredOn: daysBefore(today, ago), stayUntil: daysBefore(today, -180), visaDays: 0 };
  return { passport: `X${serial}`, name, nationality, ...stay };
}
