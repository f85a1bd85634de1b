/** How a date is written: calendar and shape. */
export type DateShape = `${"common" | "republic"}:${string}`;
export type ReadDate = {
  readonly shape: DateShape;
  readonly valid: boolean;
  readonly time: boolean;
  /** In the common era, as ISO 8601 writes it; a time with a zone as Taipei's clock shows it. */
  readonly iso: string;
};

const daysIn = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

function isDay(year: number, month: number, day: number): boolean {
  return year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
}

/** 2026-11-30, 2026/11/30, 115/11/30, 115.11.30: the separator must be the same; blanks around it are tolerated (76. 7.22). */
const separated = /^(\d{1,4})\s*([-/.])\s*(\d{1,2})\s*\2\s*(\d{1,2})$/;
/** 民國115年11月30日, 2026年11月30日 */
const han = /^(中華民國|民國)?\s*(\d{2,4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日$/;
const clock = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?\s*(am|pm)?$/i;
const halfDay = /^(上午|下午)\s*(.*)$/;

/** 08:30, 08:30:15, 下午 08:57:00. */
export function isTime(text: string): boolean | undefined {
  const found = clock.exec(halfDay.exec(text)?.[2] ?? text);
  if (!found) return undefined;
  return Number(found[1]) <= 24 && Number(found[2]) < 60 && Number(found[3] ?? 0) < 60;
}

function dayPart(text: string, compact: boolean): ReadDate | undefined {
  const parts = separated.exec(text);
  if (parts) {
    const [, year = "", sign = "", month, day] = parts;
    if (year.length === 4) return read("common", `y${sign}m${sign}d`, Number(year), Number(month), Number(day));
    // 1.2.3 is a number of a version or a chapter as often as a day: a year of the Republic has two or three digits
    if (year.length === 1 || (sign === "." && year.length < 2)) return undefined;
    return read("republic", `y${sign}m${sign}d`, Number(year) + 1911, Number(month), Number(day));
  }
  const words = han.exec(text);
  if (words) {
    const republic = words[1] !== undefined || words[2]!.length < 4;
    const year = Number(words[2]) + (republic ? 1911 : 0);
    return read(republic ? "republic" : "common", "年月日", year, Number(words[3]), Number(words[4]));
  }
  return compact ? compactDay(text) : undefined;
}

/** Digits alone: 20261130, 1151130, 850715. Numbers whose last four are no month and day are numbers. */
function compactDay(text: string): ReadDate | undefined {
  const cut = text.length - 4;
  const [year, month, day] = [text.slice(0, cut), text.slice(cut, -2), text.slice(-2)].map(Number) as [number, number, number];
  if (month < 1 || month > 12 || day < 1 || day > 31) return undefined;
  if (/^(1[89]|2[01]|99)\d{6}$/.test(text)) return read("common", "ymd", year, month, day);
  return /^[01]\d{6}$|^[1-9]\d{5}$/.test(text) ? read("republic", "ymd", year + 1911, month, day) : undefined;
}

const read = (calendar: "common" | "republic", shape: string, year: number, month: number, day: number): ReadDate => ({
  shape: `${calendar}:${shape}`,
  valid: isDay(year, month, day),
  time: false,
  iso: `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`,
});

/** 下午 08:57:00 as 20:57:00. */
export function clockTime(text: string): string | undefined {
  const half = halfDay.exec(text);
  const found = clock.exec(half?.[2] ?? text);
  if (!found) return undefined;
  const [, hours = "", minutes = "", seconds = "00", suffix = ""] = found;
  const isLate = half?.[1] === "下午" || /pm/i.test(suffix);
  const isEarly = half?.[1] === "上午" || /am/i.test(suffix);
  const hour = (Number(hours) % (isLate || isEarly ? 12 : 25)) + (isLate ? 12 : 0);
  return `${String(hour).padStart(2, "0")}:${minutes}:${seconds}`;
}

const taipeiOffset = 8 * 60;
/** A moment of another zone as the clock in Taipei shows it. */
function inTaipei(local: string, zone: string): string {
  const [, sign, hours = "0", minutes = "0"] = /^([+-])(\d{2}):?(\d{2})$/.exec(zone) ?? [];
  const offset = zone === "Z" ? 0 : (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  const moment = Date.parse(`${local.replace(" ", "T")}Z`) + (taipeiOffset - offset) * 60_000;
  return Number.isNaN(moment) ? local : new Date(moment).toISOString().slice(0, 19).replace("T", " ");
}

/**
 * Reads a date, with or without a time, in either calendar. `compact` allows digits alone (20261130, 1151130): they are dates
 * only in a column that is named so.
 */
export function readDate(text: string, compact: boolean): ReadDate | undefined {
  const whole = dayPart(text, compact);
  if (whole) return whole;
  const cut = /^(.*?[\d日])(?:T|\s+)((?:上午|下午)?\s*\d{1,2}:.*)$/.exec(text);
  if (!cut) return undefined;
  const day = dayPart(cut[1]!, compact);
  if (!day) return undefined;
  const zone = /\s*(Z|[+-]\d{2}:?\d{2})$/.exec(cut[2]!);
  const written = zone ? cut[2]!.slice(0, zone.index) : cut[2]!;
  const time = isTime(written);
  if (time === undefined) return undefined;
  const local = `${day.iso} ${clockTime(written) ?? ""}`;
  return { shape: day.shape, valid: day.valid && time, time: true, iso: zone ? inTaipei(local, zone[1]!) : local };
}

/** Whether a column's name says that dates stand in it. */
export const namesDate = (name: string): boolean =>
  /日期|年月|日$|date|_dt$|_at$|_day$|(起|訖|迄|截止|公告|核准|設立)日/i.test(name);
