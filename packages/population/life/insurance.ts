import type { CalendarDate } from "../draw/dates.ts";
import type { Draw } from "../draw/random.ts";

/** What labour insurance knows of an insured person. */
export type LabourInsurance = {
  since: CalendarDate;
  /** The average insured wage of the last six months, NT$ a month. */
  averageWage: number;
};

/** Round figures within the grades of labour insurance. */
const wages = [29_000, 31_800, 34_800, 38_200, 42_000, 45_800] as const;

/** Two in three people of working age who do not study are in labour insurance, for up to twelve years. */
export function drawInsurance(
  draw: Draw,
  { age, year, studies }: { age: number; year: number; studies: boolean },
): LabourInsurance | null {
  const has = draw.unit();
  // nobody is insured before the year in which they turn sixteen
  const since = `${year - Math.min(draw.whole(1, 12), Math.max(1, age - 16))}-${String(draw.whole(1, 12)).padStart(2, "0")}-01`;
  const averageWage = draw.pick(wages);
  return age < 18 || age > 64 || studies || has >= 0.67 ? null : { since, averageWage };
}
