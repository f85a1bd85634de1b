import type { CalendarDate } from "../draw/dates.ts";
import type { Draw } from "../draw/random.ts";
import type { Person } from "../population.ts";
import { daysBefore, daysBetween } from "./days.ts";

export type Visit = {
  date: CalendarDate;
  institutionCode: string;
  institution: string;
  department: string;
  /** ICD-10-CM. */
  diagnosisCode: string;
  diagnosis: string;
  copayment: number;
};
export type Prescription = {
  date: CalendarDate;
  institutionCode: string;
  institution: string;
  /** ATC. */
  medicineCode: string;
  medicine: string;
  quantity: number;
  days: number;
};
export type Vaccination = {
  date: CalendarDate;
  /** CVX. */
  vaccineCode: string;
  vaccine: string;
  dose: number;
  lot: string;
  institutionCode: string;
  institution: string;
};

/** Each complaint with the department that treats it and what it prescribes. */
const complaints = [
  ["J06.9", "急性上呼吸道感染", "家醫科", "R05DA09", "右美沙芬錠", 15, 5],
  ["I10", "高血壓", "心臟內科", "C08CA01", "脈優錠", 28, 28],
  ["E11.9", "第二型糖尿病", "新陳代謝科", "A10BA02", "二甲雙胍錠", 56, 28],
  ["K02.9", "齲齒", "牙科", null, null, 0, 0],
  ["M54.5", "下背痛", "復健科", "M01AE01", "布洛芬錠", 20, 7],
  ["L20.9", "異位性皮膚炎", "皮膚科", "D07AC01", "貝他每松軟膏", 1, 14],
  ["H10.9", "結膜炎", "眼科", "S01AA01", "氯黴素眼藥水", 1, 7],
  ["K21.9", "胃食道逆流", "腸胃科", "A02BC01", "奧美拉唑膠囊", 28, 28],
] as const;
const lateLife = ["I10", "E11.9"];

/** Doses by age in months as they are given to children (a health office's page of 2019); influenza follows once a year, for children and old people. */
const schedule = [
  [0, "08", "B 型肝炎疫苗", 1],
  [1, "08", "B 型肝炎疫苗", 2],
  [2, "120", "五合一疫苗", 1],
  [2, "133", "13 價結合型肺炎鏈球菌疫苗", 1],
  [4, "120", "五合一疫苗", 2],
  [4, "133", "13 價結合型肺炎鏈球菌疫苗", 2],
  [5, "19", "卡介苗", 1],
  [6, "08", "B 型肝炎疫苗", 3],
  [6, "120", "五合一疫苗", 3],
  [12, "03", "麻疹腮腺炎德國麻疹混合疫苗", 1],
  [12, "21", "水痘疫苗", 1],
  [12, "83", "A 型肝炎疫苗", 1],
  [13, "133", "13 價結合型肺炎鏈球菌疫苗", 3],
  [15, "129", "日本腦炎疫苗", 1],
  [18, "120", "五合一疫苗", 4],
  [18, "83", "A 型肝炎疫苗", 2],
  [27, "129", "日本腦炎疫苗", 2],
  [60, "03", "麻疹腮腺炎德國麻疹混合疫苗", 2],
  [60, "130", "白喉破傷風非細胞性百日咳及不活化小兒麻痺混合疫苗", 1],
] as const;
/** Given when the child starts school: some families have put it off until then. */
const atSchool = 60;
const smallUntil = 6;

type Made = { visits: Visit[] | null; prescriptions: Prescription[] | null; vaccinations: Vaccination[] | null };

/** Visits of the last two years with what they prescribed, and vaccinations; null where there are none. */
export function healthOf(draw: Draw, { birthDate, age, address }: Person, today: CalendarDate): Made {
  const places = [1, 2].map((n) => ({
    institutionCode: `35${address.townCode.slice(0, 5)}${String(n).padStart(3, "0")}`,
    institution: `${address.town}${n === 1 ? "示範診所" : "示範聯合醫院"}（合成）`,
  }));
  const alive = daysBetween(birthDate, today);
  const visits: Visit[] = [];
  const prescriptions: Prescription[] = [];
  for (let left = draw.whole(age >= 65 ? 4 : 1, age >= 65 ? 12 : 6); left > 0; left--) {
    const ago = draw.whole(1, 720);
    const place = draw.pick(places);
    const [diagnosisCode, diagnosis, department, medicineCode, medicine, quantity, days] = draw.pick(complaints);
    if (ago > alive || (age < 30 && lateLife.includes(diagnosisCode))) continue;
    const date = daysBefore(today, ago);
    visits.push({ date, ...place, department, diagnosisCode, diagnosis, copayment: place === places[0] ? 50 : 80 });
    if (medicineCode !== null) prescriptions.push({ date, ...place, medicineCode, medicine, quantity, days });
  }
  return {
    visits: sorted(visits),
    prescriptions: sorted(prescriptions),
    // the register knows every child, also one that had no dose yet
    vaccinations: sorted(vaccinationsOf(draw, { birthDate, age }, places[0]!, today)) ?? (age < 18 ? [] : null),
  };
}

type Place = { institutionCode: string; institution: string };

function vaccinationsOf(
  draw: Draw,
  { birthDate, age }: Pick<Person, "birthDate" | "age">,
  place: Place,
  today: string,
): Vaccination[] {
  const lot = (): string => `SYN${draw.whole(10_000, 99_999)}`;
  // of each tenth child those of before school are still missing; children born before 2005 have paper alone
  const isLate = draw.unit() < 0.1;
  // and of every second small child the newest doses are not given yet
  const waits = draw.unit() >= 0.5 && age < smallUntil;
  const passed = schedule
    .map(([months]) => months)
    .filter((months) => daysBefore(birthDate, -Math.round(months * 30.5)) <= today);
  const newest = Math.max(...passed);
  const given: Vaccination[] = schedule.flatMap(([months, vaccineCode, vaccine, dose]) => {
    const date = daysBefore(birthDate, -Math.round(months * 30.5));
    const one = { date, vaccineCode, vaccine, dose, lot: lot(), ...place };
    const isMissing = (isLate && months === atSchool && age < 12) || (waits && months === newest);
    return date <= today && Number(date.slice(0, 4)) >= 2005 && !isMissing ? [one] : [];
  });
  const willing = draw.unit();
  const autumn = `${Number(today.slice(0, 4)) - 1}-10-${String(draw.whole(10, 28))}`;
  if ((age >= 65 || age < 12) && willing < 0.6 && autumn > birthDate)
    given.push({ date: autumn, vaccineCode: "140", vaccine: "流感疫苗", dose: 1, lot: lot(), ...place });
  return given;
}

const sorted = <T extends { date: string }>(list: T[]): T[] | null =>
  list.length === 0 ? null : list.toSorted((a, b) => a.date.localeCompare(b.date));
