import type { CalendarDate, Today } from "../draw/dates.ts";
import type { Draw } from "../draw/random.ts";
import { departments, schoolYear, universities } from "../life/schooling.ts";
import type { Person } from "../population.ts";

export type Degree = {
  level: "junior-high" | "senior-high" | "bachelor" | "master";
  schoolName: string;
  department: string | null;
  graduatedOn: CalendarDate;
};

/** In which school year each ends: the tenth begins after junior high school. */
const ends = { "junior-high": 9, "senior-high": 12, bachelor: 16, master: 18 } as const;
const levels = ["junior-high", "senior-high", "bachelor", "master"] as const;
/** Where students are before their degree. */
const before: Readonly<Record<string, number>> = {
  elementary: 0,
  "junior-high": 0,
  "senior-high": 1,
  university: 2,
  graduate: 3,
};

/** Diplomas of someone: those before the school that they attend now, or those that they left school with. */
export function degreesOf(draw: Draw, { schooling, birthDate, address }: Person, today: Today): Degree[] | null {
  const year = schoolYear(birthDate, today);
  const [further, highest] = [draw.unit(), draw.unit()];
  const university = universities(draw).name;
  const department = draw.pick(departments);
  const left = year <= 9 ? 0 : year <= 12 ? 1 : year <= 16 || further >= 0.6 ? 2 : year <= 18 || highest >= 0.2 ? 3 : 4;
  const count = schooling ? before[schooling.level]! : left;
  const startYear = today.month >= 8 ? today.year : today.year - 1;
  // a student of an unusual age went to school when they would have for the grade they are in
  const shift = schooling ? year - gradeYear(schooling.level, schooling.grade) : 0;
  const made = levels.slice(0, count).map((level): Degree => {
    const since = year - shift - ends[level];
    const name =
      level === "junior-high"
        ? `${address.town}國民中學（合成）`
        : level === "senior-high"
          ? `${address.town}高級中學（合成）`
          : university;
    const studied = level === "bachelor" || level === "master" ? department : null;
    return { level, schoolName: name, department: studied, graduatedOn: `${startYear - since + 1}-06-15` };
  });
  const done = made.filter(({ graduatedOn }) => graduatedOn <= today.date);
  return done.length === 0 ? null : done;
}

const firstYear: Readonly<Record<string, number>> = {
  elementary: 0,
  "junior-high": 6,
  "senior-high": 9,
  university: 12,
  graduate: 16,
};
/** The school year of a grade: the first grade of university is the thirteenth. */
export const gradeYear = (level: string, grade: number): number => firstYear[level]! + grade;
