import { ageOn, type CalendarDate, type Today } from "../draw/dates.ts";
import type { Draw } from "../draw/random.ts";
import { weighted } from "../draw/weighted.ts";
import type { Village } from "../places/villages.ts";

export type SchoolLevel = "elementary" | "junior-high" | "senior-high" | "university" | "graduate";

/** A student's enrolment in the current semester; `year` is the academic year in the ROC calendar, from 1 August. */
export type Schooling = {
  school: string;
  schoolName: string;
  level: SchoolLevel;
  grade: number;
  department: string | null;
  studentNo: string;
  status: "enrolled" | "on-leave";
  year: number;
  semester: 1 | 2;
};

/** The university at which the demo students are enrolled. */
export const demoUniversity = "ndu";

type University = { id: string; name: string };

export const universities = weighted<University>([
  [{ id: demoUniversity, name: "國立示範大學（合成）" }, 10],
  [{ id: "u-qingchuan", name: "國立晴川大學（合成）" }, 16],
  [{ id: "u-wangyun", name: "國立望雲科技大學（合成）" }, 18],
  [{ id: "u-chaoxia", name: "朝霞大學（合成）" }, 16],
  [{ id: "u-qinghe", name: "青禾科技大學（合成）" }, 22],
  [{ id: "u-chengbo", name: "澄波醫學大學（合成）" }, 6],
  [{ id: "u-yueshan", name: "月山藝術大學（合成）" }, 4],
  [{ id: "u-songtao", name: "松濤大學（合成）" }, 8],
]);

export const departments = [
  "資訊工程學系",
  "電機工程學系",
  "機械工程學系",
  "企業管理學系",
  "財務金融學系",
  "會計學系",
  "法律學系",
  "社會工作學系",
  "護理學系",
  "外國語文學系",
  "中國文學系",
  "教育學系",
  "數學系",
  "生命科學系",
  "建築學系",
  "觀光事業學系",
];
const programmes = ["普通科", "資訊科", "商業經營科", "餐飲管理科", "電機科", "機械科"];

/** Completed school years plus one: 1 in the first year of elementary school. Children who are six by 1 September start. */
export function schoolYear(birth: CalendarDate, today: Today): number {
  return ageOn(birth, `${academicYear(today)}-09-01`) - 5;
}

/** The year in which the academic year began on 1 August. */
const academicYear = (today: Today): number => (today.month >= 8 ? today.year : today.year - 1);
const semesterOf = (today: Today): 1 | 2 => (today.month >= 8 || today.month === 1 ? 1 : 2);

type Place = { level: SchoolLevel; grade: number };

function placeOf(draw: Draw, year: number): Place | undefined {
  const luck = draw.unit();
  if (year < 1) return undefined;
  if (year <= 6) return { level: "elementary", grade: year };
  if (year <= 9) return { level: "junior-high", grade: year - 6 };
  if (year <= 12) return luck < 0.95 ? { level: "senior-high", grade: year - 9 } : undefined;
  if (year <= 16) return luck < 0.74 ? { level: "university", grade: year - 12 } : undefined;
  if (year <= 18) return luck < 0.16 ? { level: "graduate", grade: year - 16 } : undefined;
  return undefined;
}

const schoolKind: Record<"elementary" | "junior-high" | "senior-high", [suffix: string, prefix: string]> = {
  elementary: ["國民小學", "e"],
  "junior-high": ["國民中學", "j"],
  "senior-high": ["高級中學", "s"],
};

/** The schooling of a person, or null. `atDemoUniversity` enrols a person of student age there. */
export function drawSchooling(
  draw: Draw,
  person: { birthDate: CalendarDate; index: number; village: Village },
  today: Today,
  atDemoUniversity = false,
): Schooling | null {
  const year = schoolYear(person.birthDate, today);
  const drawn = placeOf(draw, year);
  const place = atDemoUniversity ? ({ level: "university", grade: Math.min(4, Math.max(1, year - 12)) } as const) : drawn;
  if (!place) return null;
  const { level, grade } = place;
  const entry = academicYear(today) - 1911 - (grade - 1);
  const university = universities(draw);
  const [school, schoolName] =
    level === "university" || level === "graduate"
      ? atDemoUniversity
        ? [demoUniversity, "國立示範大學（合成）"]
        : [university.id, university.name]
      : [`${schoolKind[level][1]}-${person.village.townCode}`, `${person.village.town}${schoolKind[level][0]}（合成）`];
  const department =
    level === "senior-high"
      ? draw.pick(programmes)
      : level === "university" || level === "graduate"
        ? draw.pick(departments)
        : null;
  const onLeave = draw.chance(0.03) && (level === "university" || level === "graduate") && !atDemoUniversity;
  const studentNo = `S${entry}${String(person.index).padStart(7, "0")}`;
  return {
    school,
    schoolName,
    level,
    grade,
    department,
    studentNo,
    status: onLeave ? "on-leave" : "enrolled",
    year: academicYear(today) - 1911,
    semester: semesterOf(today),
  };
}
