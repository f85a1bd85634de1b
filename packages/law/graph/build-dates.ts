import type { Kind } from "../values/value.ts";
import { add, all, exprOf, type Operand } from "./build.ts";
import type { Expr, Span, Unit } from "./expr.ts";

type Day = Operand<"date">;
const between =
  (unit: Unit) =>
  (from: Day, to: Day): Expr<"number"> => ({ op: "between", kind: "number", unit, from: exprOf(from), to: exprOf(to) });
/** Calendar days from one day to another: 1 from today to tomorrow. */
export const days = between("days");
/** Full months; a month that begins on the 31st is full on the 1st after a shorter month. */
export const months = between("months");
/** Full years: an age on the day `to`. */
export const years = between("years");

const shift =
  (unit: Unit) =>
  (of: Day, by: Operand<"number">): Expr<"date"> => ({ op: "shift", kind: "date", unit, of: exprOf(of), by: exprOf(by) });
export const addDays = shift("days");
/** Months later; a month without that day gives its last one (Civil Code, article 121). */
export const addMonths = shift("months");
export const addYears = shift("years");

const edge =
  (which: "first" | "last", unit: Span) =>
  (of: Day): Expr<"date"> => ({ op: "edge", kind: "date", which, unit, of: exprOf(of) });
export const firstOfMonth = edge("first", "month");
export const lastOfMonth = edge("last", "month");
export const firstOfYear = edge("first", "year");
export const lastOfYear = edge("last", "year");

/** A deadline on a day off moves to the next working day of a calendar. */
export const workingDay = (of: Day, calendar: { readonly name: string }): Expr<"date"> => ({
  op: "workday",
  kind: "date",
  calendar: calendar.name,
  of: exprOf(of),
});
export const latest = (...of: readonly [Day, ...Day[]]): Expr<"date"> => ({ op: "latest", kind: "date", of: all(of) });
export const earliest = (...of: readonly [Day, ...Day[]]): Expr<"date"> => ({ op: "earliest", kind: "date", of: all(of) });

const period = <K extends Kind>(of: Operand<K>, base: "asked" | "year", unit: Span, by: number): Expr<K> =>
  ({ op: "period", kind: exprOf(of).kind, base, unit, by, of: exprOf(of) }) as unknown as Expr<K>;
/** The value a number of years from the day asked: -1 is last year. */
export const yearsAway = <K extends Kind>(of: Operand<K>, by: number): Expr<K> => period(of, "asked", "year", by);
export const monthsAway = <K extends Kind>(of: Operand<K>, by: number): Expr<K> => period(of, "asked", "month", by);
/** The sum over the twelve months of the year. */
export const sumOfMonths = (of: Operand<"number">): Expr<"number"> => {
  const [first, ...rest] = Array.from({ length: 12 }, (_, at) => period(of, "year", "month", at));
  return first ? add(first, ...rest) : exprOf(of);
};

/** The sum over the calendar years from one day to another, both included; 0 if there is none in between. */
export const sumByYear = (from: Day, to: Day, of: Operand<"number">): Expr<"number"> => segments("year", from, to, of);
export const sumByMonth = (from: Day, to: Day, of: Operand<"number">): Expr<"number"> => segments("month", from, to, of);
const segments = (unit: Span, from: Day, to: Day, of: Operand<"number">): Expr<"number"> => ({
  op: "segments",
  kind: "number",
  unit,
  from: exprOf(from),
  to: exprOf(to),
  of: exprOf(of),
});
/** Inside a sum by year or month: the first and last day of the segment. */
export const segmentFirst: Expr<"date"> = { op: "segment", kind: "date", which: "first" };
export const segmentLast: Expr<"date"> = { op: "segment", kind: "date", which: "last" };
