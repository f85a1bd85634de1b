import { LawError } from "../errors.ts";
import type { Expr } from "../graph/expr.ts";
import type { Definitions } from "../law/definitions.ts";
import type { Emit, Quotient } from "./number.ts";

/** A node in the loop: a number, or source text that gives a boolean, a code's number or a day as YYYYMMDD. */
export type Written = Quotient | string;

/** Lines of one loop: over the cases, the members of a group, or the segments of a span, which belong to no entity. */
export type Block = {
  readonly entity: string | null;
  readonly index: string;
  readonly lines: string[];
  readonly done: Map<string, Written>;
};
/** The context of a formula being written: its variable, its day, and the segment around it. */
export type Place = {
  readonly name: string;
  readonly at: string;
  readonly on: string;
  readonly last: string;
  readonly segment: { first: string; last: string } | null;
};

/** The writers of other kinds of nodes: days, folds, segments. */
export type Writing = {
  readonly definitions: Definitions;
  readonly blocks: () => readonly Block[];
  /** Writes inside these blocks; the output goes to the last of them. */
  within<T>(blocks: readonly Block[], write: () => T): T;
  expression(expr: Expr, place: Place): Written;
  emit: Emit;
  /** A unique name. */
  fresh(letter: string): string;
  line(text: string): void;
  columnOf(name: string): string;
  chosen(when: string, value: Written, rest: Written, where: string): Written;
  /** Requests text that appears once before the loops. */
  header(key: string, text: string): void;
};

export const dayNumber = (day: string): string => String(Number(day.replaceAll("-", "")));

/** A number whose denominator is known at compile time: only these can be added in a loop. */
export function fixed(value: Written, where: string): Quotient {
  if (typeof value === "string" || typeof value.d !== "number")
    throw new LawError("law.columns", where, "adds up fractions whose denominators differ from case to case: round each first");
  return value;
}
