import type { Expr } from "../graph/expr.ts";
import type { LocalText } from "../values/value.ts";
import type { Outcome } from "./outcome.ts";
import type { LookUp } from "./parameter.ts";
import type { Scope } from "./situation.ts";

/** What a formula reaches outside itself; whatever it takes is written down for the trace. */
export type Surroundings = {
  /** Name of the variable whose formula runs. */
  readonly variable: string;
  reference(name: string, scope: Scope): Outcome;
  /** The value of the variable's period, or of another day. */
  parameter(name: string, on?: string): Outcome;
  lookUp(name: string, question: LookUp): Outcome;
  day(which: "asked" | "first" | "last"): string;
  /** The entity that has the members of a group: that of the scope, or one that it belongs to. */
  home(group: string, scope: Scope): Scope;
  workingDay(calendar: string, day: string): string;
  /** The same in another period. */
  away(period: Extract<Expr, { op: "period" }>): Surroundings;
  /** An exception applied. */
  excepted(article: LocalText): void;
  /** Counts what folds and segments go through; throws law.limit when it is too much for one run. */
  visit(count: number): void;
  /** Where the folds around a node stand, the nearest first, and the segment around it. */
  readonly outer: readonly Scope[];
  readonly segment: { readonly first: string; readonly last: string } | null;
};

/** Evaluates a node in a scope; handed on to the files of node kinds, which it calls itself. */
export type Evaluate = (expr: Expr, scope: Scope, around: Surroundings) => Outcome;
