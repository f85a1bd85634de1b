import { isTime, type ReadDate, readDate } from "./dates.ts";

/** What one cell looks like by itself. */
export type Kind =
  | "blank"
  | "missing"
  | "integer"
  | "number"
  | "digits"
  | "long"
  | "separated"
  | "unit"
  | "date"
  | "time"
  | "boolean"
  | "text";
export type Value = { readonly kind: Kind; readonly date?: ReadDate };

const plain = /^[+-]?(\d+)(\.\d*)?([eE][+-]?\d{1,3})?$|^[+-]?\.\d+$/;
/** 1,234,567 with its thousands apart, also with the blanks and wide digits that tables of statistics have. */
const separated = /^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/;
/** A number with the unit behind it: 81%, 12.5 公噸, 9.7M. */
const unit =
  /^[+-]?\d[\d,]*(\.\d+)?\s*(%|％|‰|元|千元|萬元|億元|人|戶|件|家|棟|公噸|噸|公斤|kg|公尺|公里|km|m|cm|mm|ha|公頃|㎡|m2|度|℃)$/i;
const words = new Set([
  "-",
  "--",
  "---",
  "－",
  "—",
  "－－",
  "…",
  "...",
  "...",
  "null",
  "nan",
  "n/a",
  "na",
  "none",
  "nil",
  "無資料",
  "不詳",
  "未知",
  "*",
  "/",
  "#n/a",
  "(null)",
  "\\n",
  "缺值",
]);

const fixed = Object.fromEntries(
  (["blank", "missing", "integer", "number", "digits", "long", "separated", "unit", "time", "boolean", "text"] as const).map(
    (kind) => [kind, { kind }],
  ),
) as Record<Exclude<Kind, "date">, Value>;

/** Full-width digits and signs as they are meant; other characters stay. */
const narrow = (text: string): string => text.replace(/[！-～]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0));

/**
 * The kind of a cell: `digits` have a zero in front and are a code, `long` has more digits than a double holds, `separated` is a
 * number with its thousands apart or in wide digits, `unit` has its unit behind it. `compactDates` for columns that are named as dates.
 */
export function kindOf(cell: string, compactDates: boolean): Value {
  const text = cell.trim();
  if (text === "") return fixed.blank;
  const first = text.charCodeAt(0);
  if (compactDates) {
    const date = readDate(text, true);
    if (date) return { kind: "date", date };
  }
  const number = plain.exec(text);
  if (number) {
    const whole = number[1] ?? "0";
    if (whole.length > 1 && whole[0] === "0") return fixed.digits;
    if (text.replace(/[eE].*$|^0+|\D/g, "").length > 15) return number[2] ? fixed.number : fixed.long;
    return number[2] || number[3] || number[1] === undefined ? fixed.number : fixed.integer;
  }
  if (words.has(text.toLowerCase())) return fixed.missing;
  if (separated.test(text)) return fixed.separated;
  if (unit.test(text)) return fixed.unit;
  if ((first >= 48 && first <= 57) || first === 0x6c11 || first === 0x4e2d) {
    const date = readDate(text, false);
    if (date) return { kind: "date", date };
  }
  const time = isTime(text);
  if (time !== undefined && first !== 45) return fixed.time;
  const lower = text.toLowerCase();
  if (lower === "true" || lower === "false") return fixed.boolean;
  if (first >= 0xff01 && first <= 0xff5e) {
    const meant = narrow(text);
    if (plain.test(meant) || separated.test(meant)) return fixed.separated;
  }
  return fixed.text;
}

/** A number with its thousands apart, as programs write it. */
export const plainNumber = (cell: string): string => narrow(cell.trim()).replaceAll(",", "");

/** The number that a cell stands for, if it is one. */
export const numberOf = (cell: string): number | undefined => {
  const text = cell.trim();
  return text !== "" && plain.test(text) ? Number(text) : undefined;
};
