import { formatRational, fraction, multiply, parseRational } from "../values/rational.ts";
import type { LocalText, Value, ValueType } from "../values/value.ts";

export type Lang = keyof LocalText;

/** Groups of three digits; the decimals stay as they are. */
const grouped = (text: string): string => {
  const [whole = "", decimals] = text.split(".");
  return whole.replace(/\B(?=(\d{3})+$)/g, ",") + (decimals === undefined ? "" : `.${decimals}`);
};

const months = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

/** A day in words. */
export function dayIn(day: string, lang: Lang): string {
  const [year = "", month = "", date = ""] = day.split("-");
  return lang === "zh-Hant"
    ? `${year} 年 ${Number(month)} 月 ${Number(date)} 日`
    : `${Number(date)} ${months[Number(month) - 1]} ${year}`;
}

/** A rate as a percentage if that is finite, otherwise as a fraction. */
function percent(text: string): string {
  const value = parseRational(text);
  if (!value) return text;
  const hundredfold = formatRational(multiply(value, fraction(100n)));
  return hundredfold.includes("/") ? formatRational(value) : `${grouped(hundredfold)}%`;
}

/** A value as people write it; `text` is the text of a code. */
export function valueIn(value: Value, type: ValueType | "exact", lang: Lang, text: LocalText | null = null): string {
  switch (type) {
    case "money":
      return lang === "zh-Hant" ? `${grouped(String(value))} 元` : `NT$${grouped(String(value))}`;
    case "integer":
    case "exact":
      return grouped(String(value));
    case "rate":
      return percent(String(value));
    case "boolean":
      return lang === "zh-Hant" ? (value ? "是" : "否") : value ? "yes" : "no";
    case "date":
      return dayIn(String(value), lang);
    case "code":
      return text?.[lang] ?? String(value);
    case "text":
      return String(value);
  }
}
