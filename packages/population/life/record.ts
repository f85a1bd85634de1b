import type { CalendarDate } from "../draw/dates.ts";
import type { Draw } from "../draw/random.ts";

/** What the police know of a final judgment. */
export type CriminalRecord = {
  /** `recorded`: served, and to be written down; `omitted`: the law leaves it out; `pending`: not served yet; `wanted`. */
  state: "recorded" | "omitted" | "pending" | "wanted";
  judgedOn: CalendarDate;
};

/** Two in a hundred adults have a judgment; most of these are left out of certificates. */
export function drawRecord(
  draw: Draw,
  { age, year, clean }: { age: number; year: number; clean: boolean },
): CriminalRecord | null {
  const [has, which] = [draw.unit(), draw.unit()];
  // nobody is judged as a child (Criminal Code article 18)
  const judged = `${year - Math.min(draw.whole(1, 9), Math.max(1, age - 15))}-${String(draw.whole(1, 12)).padStart(2, "0")}-15`;
  if (clean || age < 20 || has >= 0.02) return null;
  return { state: which < 0.6 ? "omitted" : which < 0.9 ? "recorded" : which < 0.98 ? "pending" : "wanted", judgedOn: judged };
}
