import { LawError } from "../errors.ts";
import type { Expr } from "../graph/expr.ts";
import { firstDayOf, lastDayOf, MOST_SEGMENTS, segmentsOf, shiftDay, unitsBetween } from "../values/days.ts";
import { add, fraction, type Rational, ZERO } from "../values/rational.ts";
import { combine, type Outcome, resolved } from "./outcome.ts";
import type { Scope } from "./situation.ts";
import type { Evaluate, Surroundings } from "./surroundings.ts";

export type DayNode = Extract<
  Expr,
  { op: "between" | "shift" | "edge" | "workday" | "latest" | "earliest" | "segments" | "segment" }
>;

/** Nodes that calculate with days. */
export function ofDays(expr: DayNode, scope: Scope, around: Surroundings, evaluate: Evaluate): Outcome {
  const below = (one: Expr): Outcome => evaluate(one, scope, around);
  switch (expr.op) {
    case "between":
      return combine([below(expr.from), below(expr.to)], ([from, to]) =>
        count(unitsBetween(expr.unit, from as string, to as string)),
      );
    case "shift":
      return combine([below(expr.of), below(expr.by)], ([day, by]) =>
        resolved(shiftDay(expr.unit, day as string, Number((by as Rational).n), around.variable)),
      );
    case "edge":
      return combine([below(expr.of)], ([day]) =>
        resolved((expr.which === "first" ? firstDayOf : lastDayOf)(expr.unit, day as string)),
      );
    case "workday":
      return combine([below(expr.of)], ([day]) => resolved(around.workingDay(expr.calendar, day as string)));
    case "latest":
    case "earliest":
      return combine(expr.of.map(below), (days) =>
        resolved((days as string[]).reduce((a, b) => (a > b === (expr.op === "latest") ? a : b))),
      );
    case "segments":
      return combine([below(expr.from), below(expr.to)], ([from, to]) =>
        overSegments(expr, from as string, to as string, (segment) => evaluate(expr.of, scope, { ...around, segment }), around),
      );
    case "segment":
      if (!around.segment) throw new LawError("law.type", around.variable, "a segment stands only inside a sum by year or month");
      return resolved(around.segment[expr.which]);
  }
}

/** A count that can be shown as it is. */
export const count = (value: number): Outcome =>
  resolved(fraction(BigInt(value)), { op: "value", type: "integer", value, label: null });

function overSegments(
  { unit }: Extract<Expr, { op: "segments" }>,
  from: string,
  to: string,
  part: (segment: { first: string; last: string }) => Outcome,
  around: Surroundings,
): Outcome {
  const parts = segmentsOf(unit, from, to, MOST_SEGMENTS, around.variable);
  around.visit(parts.length);
  return total(parts.map(part));
}

/** The sum of outcomes with its working, if every part has one; none gives 0. */
export const total = (outcomes: readonly Outcome[]): Outcome =>
  combine(outcomes, (values, workings) => {
    const sum = (values as readonly Rational[]).reduce(add, ZERO);
    if (workings.length < values.length || values.length === 0) return resolved(sum);
    return resolved(sum, workings.length > 1 ? { op: "add", of: [...workings] } : workings[0]);
  });
