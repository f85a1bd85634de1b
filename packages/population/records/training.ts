import type { CalendarDate, Today } from "../draw/dates.ts";
import type { Draw } from "../draw/random.ts";
import type { Person } from "../population.ts";

/** A course of vocational training that a person finished. */
export type Course = {
  course: string;
  institute: string;
  hours: number;
  from: CalendarDate;
  until: CalendarDate;
  certificateNo: string;
};

const courses = [
  ["門市服務", 240],
  ["網頁設計", 360],
  ["中餐烹飪", 300],
  ["冷凍空調", 480],
  ["照顧服務員", 120],
  ["銲接實務", 400],
] as const;
const institutes = ["北區職業訓練中心（合成）", "中區職業訓練中心（合成）", "南區職業訓練中心（合成）"] as const;

/** One grown-up in eight took a course in one of the last ten years, after coming of age and before this year. */
export function trainingOf(draw: Draw, { age, schooling, birthDate }: Person, { year }: Today): Course[] | null {
  const took = draw.unit();
  const [[course, hours], institute, ago, serial] = [
    draw.pick(courses),
    draw.pick(institutes),
    draw.whole(1, 10),
    draw.whole(1, 99_999),
  ];
  if (age < 20 || schooling !== null || took >= 0.125) return null;
  const in_ = Math.max(year - ago, Number(birthDate.slice(0, 4)) + 19);
  const number = `${in_ - 1911}${String(serial).padStart(5, "0")}`;
  return [{ course, institute, hours, from: `${in_}-03-02`, until: `${in_}-06-26`, certificateNo: number }];
}
