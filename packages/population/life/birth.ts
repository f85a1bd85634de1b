import type { CalendarDate, Today } from "../draw/dates.ts";
import type { Draw } from "../draw/random.ts";
import type { Relation, Sex } from "./composition.ts";

/** A birth as it was registered, under the mother. */
export type Birth = { date: CalendarDate; children: number; weeks: number };

type Member = { sex: Sex; relation: Relation; age: number; birthDate: CalendarDate };

/** Births of so many years are in the register. */
const years = 5;

/** The last birth of a woman who heads a household or is the spouse of its head: that of its youngest children. */
export function lastBirthOf(draw: Draw, mother: Member, household: readonly Member[], today: Today): Birth | null {
  const weeks = draw.chance(0.1) ? draw.whole(32, 36) : draw.whole(37, 41);
  if (mother.sex !== "female" || !["head", "spouse"].includes(mother.relation)) return null;
  const born = household.filter(({ relation }) => relation === "child").map(({ birthDate }) => birthDate);
  const date = born.sort().at(-1);
  if (date === undefined || Number(date.slice(0, 4)) < today.year - years) return null;
  return { date, children: born.filter((one) => one === date).length, weeks };
}
