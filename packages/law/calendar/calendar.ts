import Type from "typebox";
import { Compile } from "typebox/compile";
import { LawError } from "../errors.ts";
import type { Certainty } from "../graph/define.ts";
import { shiftDay } from "../values/days.ts";
import { isDay, type LocalText } from "../values/value.ts";

/** The days on which offices work, year by year: Monday to Friday except days off, plus working Saturdays. */
export type Calendar = {
  readonly name: string;
  readonly label: LocalText;
  readonly citation: LocalText;
  readonly source: string;
  readonly years: ReadonlyMap<string, CalendarYear>;
};
type CalendarYear = { readonly off: ReadonlySet<string>; readonly worked: ReadonlySet<string>; readonly certainty: Certainty };

const shortDays = Type.Record(
  Type.String({ pattern: "^\\d{4}$" }),
  Type.Array(Type.String({ pattern: "^\\d{2}-\\d{2}$" }), { maxItems: 366 }),
);
const check = Compile(
  Type.Object({
    offWeekdays: shortDays,
    workSaturdays: shortDays,
    certainty: Type.Record(
      Type.String(),
      Type.Union([Type.Literal("A"), Type.Literal("B"), Type.Literal("C"), Type.Literal("D")]),
    ),
  }),
);

/** Reads a calendar, already parsed from JSON; throws law.parameter if it is not valid. */
export function loadCalendar(about: Omit<Calendar, "years">, file: unknown): Calendar {
  if (!check.Check(file)) {
    const first = check.Errors(file)[0];
    throw new LawError(
      "law.parameter",
      about.name,
      `${first?.instancePath || "/"}: ${first?.message ?? "does not fit the schema"}`,
    );
  }
  const years = new Map<string, CalendarYear>();
  for (const [year, off] of Object.entries(file.offWeekdays)) {
    const worked = file.workSaturdays[year] ?? [];
    for (const day of [...off, ...worked])
      if (!isDay(`${year}-${day}`)) throw new LawError("law.parameter", about.name, `${year}-${day} is no day`);
    years.set(year, { off: new Set(off), worked: new Set(worked), certainty: file.certainty[year] ?? "D" });
  }
  return { ...about, years };
}

const weekdayOf = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay();

/** Whether offices work on a day; throws law.out-of-range for a year that the calendar lacks. */
function isWorkingDay({ years, name }: Calendar, day: string): boolean {
  const year = years.get(day.slice(0, 4));
  if (!year)
    throw new LawError("law.out-of-range", day, {
      "zh-Hant": `${day.slice(0, 4)} 年的辦公日曆尚未納入`,
      en: `${name}: the office calendar of that year is not known`,
    });
  const short = day.slice(5);
  if (year.worked.has(short)) return true;
  const weekday = weekdayOf(day);
  return weekday !== 0 && weekday !== 6 && !year.off.has(short);
}

/** The longest possible run of days off. */
const MOST_DAYS_OFF = 31;
/** The day itself, or the next one on which offices work. */
export function nextWorkingDay(calendar: Calendar, day: string): string {
  let candidate = day;
  for (let tries = 0; tries < MOST_DAYS_OFF; tries++) {
    if (isWorkingDay(calendar, candidate)) return candidate;
    candidate = shiftDay("days", candidate, 1, calendar.name);
  }
  throw new LawError("law.out-of-range", day, "no working day within a month");
}
