import type { FindingList } from "./findings.ts";
import { axisOf, isSexagesimal, judgeCoordinate } from "./rules/coordinates.ts";
import { clockTime, namesDate } from "./rules/dates.ts";
import { isBusinessNumber, namesBusiness, namesCode, namesTownship, type TownshipAnswer } from "./rules/identifiers.ts";
import { personalWatch } from "./rules/personal.ts";
import { kindOf, numberOf, plainNumber, type Value } from "./rules/values.ts";

/** Types of columns, as Table Schema (Frictionless) names them. */
export type ColumnType = "string" | "integer" | "number" | "date" | "datetime" | "time" | "boolean" | "geometry";
/** Cells that were not looked at one by one: digits, numbers with a fraction, and values seen before. */
export type Bulk = { integers: number; twoDigits: number; numbers: number };
export type Column = { readonly name: string; readonly type: ColumnType; readonly empty: number };

/** A cell that a spreadsheet runs: =1+1, @SUM(A1), +cmd|' /c calc'!A0; a plain negative number or a telephone number is none. */
export const formula =
  /^\s*(=\s*[^\s=]|@\s*[A-Za-z_.]+\s*\(|[+-]\s*[A-Za-z_.]+\s*\(|[+\-=@].*\|.*!|[+-][\d.]+\s*[+*/^]\s*[\d.A-Za-z(])/;
const markup = /<\/?(a|b|i|u|p|br|div|span|font|table|tr|td|li|ul|script|img|sup|sub|strong|em)\b[^>]*>|&(nbsp|amp|lt|gt);/i;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const control = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/;

type Kind = Value["kind"];
const plainInteger: Value = { kind: "integer" };
/** Most cells of large files: some digits without a zero in front. */
function isPlainInteger(cell: string): boolean {
  if (cell.length === 0 || cell.length > 15 || cell.charCodeAt(0) === 48) return false;
  for (let at = 0; at < cell.length; at++) {
    const code = cell.charCodeAt(at);
    if (code < 48 || code > 57) return false;
  }
  return true;
}
const cacheSize = 2_048;

/** Watches one column over all rows with bounded memory: how often each kind of value stands in it, and where first. */
export function watchColumn(name: string, findings: FindingList, township: ((code: string) => TownshipAnswer) | undefined) {
  const isDate = namesDate(name);
  const axis = axisOf(name);
  const isBusiness = namesBusiness(name);
  const isTownship = township !== undefined && namesTownship(name);
  const personal = personalWatch(name);
  const counts = new Map<Kind, number>();
  const firstRow = new Map<Kind, number>();
  const shapes = new Map<string, { count: number; row: number }>();
  const invalid: number[] = [];
  const unknownCodes: number[] = [];
  let townshipValues = 0;
  let townshipUnknown = 0;
  let times = 0;
  let invalidDates = 0;
  let fractions = 0;
  const cache = new Map<string, Value>();
  /** Values whose form programs would have to change, by what the column may turn out to be. */
  const odd = { blank: false, missing: false, number: false, date: false, time: false, boolean: false };
  let told = 0;

  const classify = (cell: string): Value => {
    if (!isDate && isPlainInteger(cell)) return plainInteger;
    const known = cache.get(cell);
    if (known) return known;
    const value = kindOf(cell, isDate);
    if (cache.size >= cacheSize) cache.clear();
    cache.set(cell, value);
    return value;
  };
  const add = (code: Parameters<FindingList["add"]>[0], row: number, limit?: number): void => {
    told++;
    findings.add(code, row, name, limit);
  };

  /** What programs want of a value of this kind is not what stands there. */
  function lookForm(cell: string, { kind, date }: Value): void {
    if (kind === "blank") odd.blank ||= cell !== "";
    else if (kind === "missing") odd.missing = true;
    else if (kind === "date") odd.date ||= date?.iso !== cell;
    else if (kind === "time") odd.time ||= clockTime(cell) !== cell;
    else if (kind === "boolean") odd.boolean ||= cell !== cell.toLowerCase() || cell !== cell.trim();
    else if (kind !== "text") odd.number ||= plainNumber(cell) !== cell;
  }

  function lookText(cell: string, row: number): void {
    if (formula.test(cell)) add("formula", row);
    if (cell.includes("\ufffd")) add("characters-lost", row, 3);
    if (control.test(cell)) add("characters-control", row, 3);
    if (cell.includes("<") || cell.includes("&")) if (markup.test(cell)) add("markup", row, 3);
    if (axis && isSexagesimal(cell)) add("coordinate-sexagesimal", row, 1);
  }

  return {
    name,
    look(cell: string, row: number): void {
      const value = classify(cell);
      const { kind, date } = value;
      if (value !== plainInteger) lookForm(cell, value);
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
      if (!firstRow.has(kind)) firstRow.set(kind, row);
      if (kind === "blank") return;
      if (date) {
        if (!date.valid) {
          invalidDates++;
          if (invalid.length < 5) invalid.push(row);
        }
        if (date.time) times++;
        const shape = shapes.get(date.shape);
        if (shape) shape.count++;
        else if (shapes.size < 20) shapes.set(date.shape, { count: 1, row });
      }
      const first = cell.charCodeAt(0);
      if (kind === "text" || kind === "missing" || first === 61) lookText(cell, row);
      if (cell.length > 1 && (kind === "text" || kind === "digits" || kind === "integer")) personal.look(cell, row);
      if (axis) {
        const number = numberOf(cell);
        const place = number === undefined ? "inside" : judgeCoordinate(number, axis);
        if (place !== "inside") add(`coordinate-${place}`, row);
      }
      if (isBusiness) lookBusiness(cell.trim(), row);
      if (isTownship && kind !== "missing") {
        const answer = township(cell);
        if (answer === "zero-lost") add("code-zero-lost", row);
        if (answer === "unknown") unknownCodes.push(...(unknownCodes.length < 20 ? [row] : []));
        townshipValues++;
        townshipUnknown += answer === "unknown" ? 1 : 0;
      }
      if (kind === "number" || (kind === "separated" && cell.includes("."))) fractions++;
    },
    /** Whether many values of this column can be counted at once: nothing that is looked for in it depends on a value's place. */
    isCountable: !axis && !isBusiness && !isTownship && !personal.isNamed,
    /** Whether digits are numbers here, and not perhaps days. */
    isOfNumbers: !isDate,
    /** Whether a value only counts: it was looked at just now, and left nothing behind but its kind. */
    isPure(cell: string, row: number): boolean {
      const before = told + personal.marks();
      this.look(cell, row);
      return told + personal.marks() === before && classify(cell).date?.valid !== false;
    },
    /** So many more of a value that only counts. */
    again(cell: string, more: number): void {
      const { kind, date } = classify(cell);
      counts.set(kind, (counts.get(kind) ?? 0) + more);
      if (date) {
        const shape = shapes.get(date.shape);
        if (shape) shape.count += more;
        if (date.time) times += more;
        if (!date.valid) invalidDates += more;
      }
      if (cell.length > 1 && (kind === "text" || kind === "digits" || kind === "integer")) personal.again(more);
      if (kind === "number" || (kind === "separated" && cell.includes("."))) fractions += more;
    },
    /** Plain digits and numbers with a fraction; the first of each kind was looked at. */
    bulk({ integers, twoDigits, numbers }: Bulk): void {
      if (integers > 0) counts.set("integer", (counts.get("integer") ?? 0) + integers);
      if (numbers > 0) counts.set("number", (counts.get("number") ?? 0) + numbers);
      personal.again(twoDigits);
      fractions += numbers;
    },
    /** Whether every value stands in the form that programs want, for the type that the column has. */
    isNormal(type: ColumnType): boolean {
      if (odd.blank) return false;
      if (type === "string" || type === "geometry") return type === "string";
      const form = type === "integer" || type === "number" ? odd.number : type === "datetime" ? odd.date : odd[type];
      return !form && !odd.missing;
    },
    result,
  };

  function lookBusiness(text: string, row: number): void {
    if (/^\d{7}$/.test(text) && isBusinessNumber(`0${text}`)) add("code-zero-lost", row);
    else if (/^\d{6,9}$/.test(text) && !isBusinessNumber(text)) add("code-business", row);
  }

  function result(): Column {
    const of = (...kinds: Kind[]): number => kinds.reduce((sum, kind) => sum + (counts.get(kind) ?? 0), 0);
    const empty = of("blank");
    const values = of("integer", "number", "digits", "long", "separated", "unit", "date", "time", "boolean", "text");
    if (values === 0) {
      add("column-empty", firstRow.get("blank") ?? firstRow.get("missing") ?? 1, 1);
      return { name, type: "string", empty };
    }
    for (const { code, row } of personal.result()) add(code, row);
    // a column of nothing but other codes follows another list of codes: said once
    const otherList = townshipValues >= 10 && townshipUnknown >= townshipValues * 0.25;
    for (const row of otherList ? unknownCodes.slice(0, 1) : unknownCodes) add("code-township", row);
    const numbers = of("integer", "number", "separated");
    const place = (...kinds: Kind[]): number => Math.min(...kinds.map((kind) => firstRow.get(kind) ?? Number.POSITIVE_INFINITY));
    if (of("separated", "unit") > 0 && of("unit") + numbers >= values * 0.5) add("number-format", place("separated", "unit"), 1);
    if (of("long") > 0) add("number-too-long", place("long"), 1);
    if (of("missing") > 0) add("missing-word", place("missing"), 1);
    const dates = of("date");
    if (dates > 0 && dates >= values * 0.5) lookDates(dates);
    const type = decide(values, of);
    if (type === "string") lookMixed(values, of, place);
    return { name, type, empty };
  }

  function decide(values: number, of: (...kinds: Kind[]) => number): ColumnType {
    if (of("date") === values && invalidDates === 0) return times > 0 ? "datetime" : "date";
    if (of("time") === values) return "time";
    if (of("boolean") === values) return "boolean";
    if (of("integer", "number", "separated") !== values || isBusiness || isTownship || (namesCode(name) && fractions === 0))
      return "string";
    return fractions > 0 ? "number" : "integer";
  }

  /** One kind has nearly all values and another one the rest: the rest is named. */
  function lookMixed(values: number, of: (...kinds: Kind[]) => number, place: (...kinds: Kind[]) => number): void {
    if (isBusiness || isTownship || namesCode(name) || /編號/.test(name)) return;
    const groups: Kind[][] = [
      ["integer", "number", "separated", "unit"],
      ["integer", "digits", "long"],
      ["date"],
      ["time"],
      ["boolean"],
    ];
    const most = groups.toSorted((a, b) => of(...b) - of(...a))[0]!;
    const share = of(...most) / values;
    if (share < 0.8 || share === 1) return;
    const odd = (["integer", "number", "separated", "unit", "digits", "long", "date", "time", "boolean", "text"] as const).filter(
      (kind) => !most.includes(kind),
    );
    add("type-mixed", place(...odd), 1);
  }

  function lookDates(dates: number): void {
    if (invalidDates > 0 && invalidDates < dates) for (const row of invalid) add("date-invalid", row);
    const all = [...shapes].toSorted((a, b) => b[1].count - a[1].count);
    const [main] = all;
    const calendar = main![0].split(":")[0]!;
    const other = all.find(([shape]) => !shape.startsWith(calendar));
    if (other) add("date-calendars-mixed", other[1].row, 1);
    if (all.some(([shape]) => shape.startsWith("republic")))
      add("date-republic", Math.min(...all.filter(([s]) => s.startsWith("republic")).map(([, { row }]) => row)), 1);
    const way = all.find(([shape]) => shape.startsWith(calendar) && shape !== main![0]);
    if (way) add("date-formats-mixed", way[1].row, 1);
  }
}
export type ColumnWatch = ReturnType<typeof watchColumn>;
