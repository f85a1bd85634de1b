import { loadCalendar, nextWorkingDay } from "@troad/law";
import table from "./parameters/calendar.json" with { type: "json" };

/** The office calendar of Taiwan, 2017 to 2027. */
export const office = loadCalendar(
  {
    name: "calendar.office",
    label: { "zh-Hant": "遇假日順延後的日期", en: "The day, moved if it is a day off" },
    citation: {
      "zh-Hant": "行政程序法第 48 條第 4 項；政府行政機關辦公日曆表",
      en: "Administrative Procedure Act, Article 48, paragraph 4; office calendar of government agencies",
    },
    source: "office calendars of the Directorate-General of Personnel Administration, 2017 to 2027",
  },
  table,
);

/** The last day of payment: one on a day off moves to the next working day (行政程序法 §48 IV). */
export const shifted = (day: string): string => nextWorkingDay(office, day);

/** Whether offices work on a day; outside the years whose calendar is published, Monday to Friday. */
export function isOfficeDay(day: string): boolean {
  try {
    return nextWorkingDay(office, day) === day;
  } catch {
    return ![0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());
  }
}
