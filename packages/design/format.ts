import { type Html, html } from "@troad/html";

/** `roc` counts years from 1912 (民國); it is the civil calendar of Taiwan and the default for Chinese. */
export type Calendar = "roc" | "gregory";
export interface DateStyle {
  readonly lang: string;
  readonly calendar?: Calendar | undefined;
  /** long: 民國115年7月1日; short: 115/07/01. */
  readonly style?: "long" | "short" | undefined;
  /** IANA name; only for instants, since a calendar day has none. */
  readonly timeZone?: string | undefined;
}
interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
const TAIPEI = "Asia/Taipei";
const isChinese = (lang: string): boolean => /^zh\b/i.test(lang);

/** A year as people say it: 民國115年, 民國元年, 民國前1年, or 2026. */
export function formatYear(year: number, lang: string, calendar: Calendar = isChinese(lang) ? "roc" : "gregory"): string {
  if (!isChinese(lang)) return String(year);
  if (calendar === "gregory") return `${year}年`;
  const roc = year - 1911;
  return roc === 1 ? "民國元年" : roc > 0 ? `民國${roc}年` : `民國前${1 - roc}年`;
}

/** A calendar day (`2026-07-01`) or the day of an instant (`Date` or ISO 8601 with time). Throws a RangeError for anything else. */
export function formatDate(value: string | Date, options: DateStyle): string {
  const { lang, style = "long" } = options;
  const { year, month, day } = dayOf(value, options.timeZone ?? TAIPEI);
  const calendar = options.calendar ?? (isChinese(lang) ? "roc" : "gregory");
  if (isChinese(lang)) {
    if (style === "long") return `${formatYear(year, lang, calendar)}${month}月${day}日`;
    const shown = calendar === "roc" && year > 1911 ? year - 1911 : year;
    return `${shown}/${two(month)}/${two(day)}`;
  }
  const format = intl(`d:${lang}:${style}`, () => {
    const parts: Intl.DateTimeFormatOptions =
      style === "long" ? { year: "numeric", month: "long", day: "numeric" } : { year: "numeric", month: "short", day: "numeric" };
    return new Intl.DateTimeFormat(lang === "en" ? "en-GB" : lang, {
      ...parts,
      calendar: "gregory",
      numberingSystem: "latn",
      timeZone: "UTC",
    });
  });
  return format.format(Date.UTC(year, month - 1, day));
}

/** The time of an instant on a 24-hour clock: 14:05. */
export const formatTime = (value: string | Date, options: DateStyle): string => {
  const timeZone = options.timeZone ?? TAIPEI;
  return intl(
    `t:${timeZone}`,
    () => new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone }),
  ).format(instant(value));
};

/** Day and time of an instant. */
export const formatDateTime = (value: string | Date, options: DateStyle): string =>
  `${formatDate(value, options)}${isChinese(options.lang) ? " " : ", "}${formatTime(value, options)}`;

/** A number with separators; at most three decimals by default. */
export const formatNumber = (value: number | bigint, lang: string, options: Intl.NumberFormatOptions = {}): string =>
  intl(
    `n:${lang}:${JSON.stringify(options)}`,
    () => new Intl.NumberFormat(isChinese(lang) ? "zh-Hant-TW" : lang, options),
  ).format(value);

/** An amount in whole New Taiwan dollars: 新臺幣 1,234 元, NT$1,234. */
export function formatMoney(amount: number | bigint, lang: string): string {
  const digits = formatNumber(amount, lang, { maximumFractionDigits: 0, signDisplay: "never" });
  const sign = amount < 0 ? "−" : "";
  return isChinese(lang) ? `新臺幣 ${sign}${digits} 元` : `${sign}NT$${digits}`;
}

/** A fraction as a percentage: 0.125 becomes 12.5%. */
export const formatPercent = (share: number, lang: string, decimals = 1): string =>
  formatNumber(share, lang, { style: "percent", maximumFractionDigits: decimals });

/** A `time` element: text for people, value for machines. */
export function time(value: string | Date, options: DateStyle & { readonly show?: "date" | "time" | "both" | undefined }): Html {
  const isDay = typeof value === "string" && DAY.test(value);
  const machine = isDay ? value : instant(value).toISOString();
  const show = options.show ?? (isDay ? "date" : "both");
  const text =
    show === "date" ? formatDate(value, options) : show === "time" ? formatTime(value, options) : formatDateTime(value, options);
  return html`<time datetime="${machine}">${text}</time>`;
}

const two = (n: number): string => String(n).padStart(2, "0");

function dayOf(value: string | Date, timeZone: string): Day {
  const plain = typeof value === "string" ? DAY.exec(value) : null;
  if (plain) {
    const [year, month, day] = [Number(plain[1]), Number(plain[2]), Number(plain[3])];
    const check = new Date(Date.UTC(year, month - 1, day));
    if (check.getUTCMonth() !== month - 1 || check.getUTCDate() !== day) throw new RangeError("not a day of the calendar");
    return { year, month, day };
  }
  const parts = intl(
    `p:${timeZone}`,
    () => new Intl.DateTimeFormat("en-US", { year: "numeric", month: "numeric", day: "numeric", calendar: "gregory", timeZone }),
  ).formatToParts(instant(value));
  const part = (type: string) => Number(parts.find((p) => p.type === type)?.value);
  return { year: part("year"), month: part("month"), day: part("day") };
}

function instant(value: string | Date): Date {
  const date = value instanceof Date ? value : new Date(value);
  // A time without an offset would be read in the server's time zone.
  const isSound = value instanceof Date || /T.*(?:Z|[+-]\d{2}:?\d{2})$/.test(value);
  if (!isSound || Number.isNaN(date.getTime())) throw new RangeError("not an instant: give a Date or ISO 8601 with offset");
  return date;
}

type Format = Intl.DateTimeFormat | Intl.NumberFormat;
const formats = new Map<string, Format>();
const FORMATS_LIMIT = 500;

/** Creating a formatter costs a thousand times as much as using it. */
function intl<F extends Format>(key: string, make: () => F): F {
  const known = formats.get(key);
  if (known) return known as F;
  const made = make();
  if (formats.size < FORMATS_LIMIT) formats.set(key, made);
  return made;
}
