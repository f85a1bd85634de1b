import type { CalendarDate } from "../draw/dates.ts";
import type { Draw } from "../draw/random.ts";
import { daysBefore } from "./days.ts";
import type { MilitaryService } from "./military.ts";

/** A volunteer who has left the armed forces, and the last course that was approved for them. */
export type Veteran = {
  class: "first" | "second";
  card: boolean;
  servedFrom: CalendarDate;
  dischargedOn: CalendarDate;
  pension: "military" | "none";
  course: ApprovedCourse | null;
};
type ApprovedCourse = {
  course: string;
  institute: string;
  approvedOn: CalendarDate;
  announced: boolean;
  free: boolean;
  fee: number;
  endedOn: CalendarDate;
};

const courses = ["冷凍空調", "堆高機操作", "電腦繪圖", "照顧服務員", "中餐烹調"] as const;
const yearsOfFirst = 10;
const yearsOfPension = 20;

/** Who served four years or more (Enforcement Rules of the Veterans Assistance Act, Articles 2 and 2-1); half of them have taken a course lately. */
export function veteranOf(draw: Draw, military: MilitaryService | null, today: CalendarDate): Veteran | null {
  const [taught, course, fee, ago] = [draw.chance(0.5), draw.pick(courses), draw.whole(8, 40) * 1_000, draw.whole(10, 90)];
  if (military?.state !== "discharged" || military.from === null || military.until === null) return null;
  const years = Number(military.until.slice(0, 4)) - Number(military.from.slice(0, 4));
  if (years < 4) return null;
  const isFirst = years >= yearsOfFirst;
  const institute = "職業訓練中心（合成）";
  const approved = { course, institute, approvedOn: daysBefore(today, ago + 60), announced: true, free: false, fee };
  return {
    ...{ class: isFirst ? "first" : "second", card: isFirst, servedFrom: military.from, dischargedOn: military.until },
    pension: years >= yearsOfPension ? "military" : "none",
    course: taught ? { ...approved, endedOn: daysBefore(today, ago) } : null,
  };
}
