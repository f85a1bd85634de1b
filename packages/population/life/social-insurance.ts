import type { CalendarDate } from "../draw/dates.ts";
import type { Draw } from "../draw/random.ts";

type Period = { status: "insured" | "ended"; since: CalendarDate; until: CalendarDate | null };
/** National pension: who is in no other social insurance, from 25 until 65. `months`: with premiums paid. */
export type NationalPension = Period & { months: number; arrears: boolean };
export type FarmersInsurance = Period & { months: number; member: boolean };
/** What labour insurance has added up for a person near old age: months, and the average of the best sixty, NT$ a month. */
export type LabourYears = { months: number; afterSixty: number; bestWage: number; working: boolean };
export type SocialInsurance = {
  pension: NationalPension | null;
  farmers: FarmersInsurance | null;
  labourYears: LabourYears | null;
};

type Known = { age: number; year: number; birthDate: CalendarDate; studies: boolean; labour: { since: CalendarDate } | null };

const wages = [30_300, 34_800, 38_200, 42_000, 45_800] as const;
const monthsBetween = (since: number, until: number): number => Math.max(0, until - since) * 12;

/** In labour insurance or not, nobody is in two of these; farmers are older, and stay insured beyond 65. */
export function drawSocialInsurance(draw: Draw, { age, year, birthDate, studies, labour }: Known): SocialInsurance {
  const [farms, owes, worked] = [draw.unit(), draw.unit(), draw.unit()];
  const [ago, paid, wage, member] = [draw.whole(1, 16), draw.unit(), draw.pick(wages), draw.chance(0.7)];
  const none: SocialInsurance = { pension: null, farmers: null, labourYears: null };
  if (studies || age < 25) return none;
  const born = Number(birthDate.slice(0, 4));
  const years = Math.min(age - 20, 10 + Math.floor(worked * 30));
  const afterSixty = labour ? Math.max(0, age - 60) * 12 : 0;
  const labourYears =
    age < 55 || (!labour && worked < 0.4) ? null : { months: years * 12, afterSixty, bestWage: wage, working: labour !== null };
  if (labour) return { ...none, labourYears };
  if (age >= 40 && farms < 0.12) {
    const begun = Math.max(born + 15, 1989, year - ago * 3);
    const farmers: FarmersInsurance = {
      status: "insured",
      since: `${begun}-07-01`,
      until: null,
      months: monthsBetween(begun, year),
      member,
    };
    return { ...none, farmers };
  }
  // the national pension began in October 2008
  const begun = Math.max(born + 25, 2008, Math.min(year - 1, born + 64) - ago);
  const ends = born + 65;
  if (ends <= begun) return { ...none, labourYears };
  const since = begun === 2008 ? "2008-10-01" : `${begun}-${birthDate.slice(5, 7)}-01`;
  const arrears = owes < 0.2;
  const months = Math.floor(monthsBetween(begun, Math.min(year, ends)) * (arrears ? paid : 1));
  const over = age >= 65;
  const until = over ? `${ends}-${birthDate.slice(5, 7)}-01` : null;
  return { ...none, labourYears, pension: { status: over ? "ended" : "insured", since, until, months, arrears } };
}
