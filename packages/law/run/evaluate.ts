import type { Expr } from "../graph/expr.ts";
import { add, fraction, type Rational, ZERO } from "../values/rational.ts";
import { type Exact, fullYears, take, type ValueType } from "../values/value.ts";
import { arithmetic, compared } from "./arithmetic.ts";
import { combine, isKnown, known, type Outcome, settle } from "./outcome.ts";
import type { LookUp } from "./parameter.ts";
import type { Scope } from "./situation.ts";

/** What a formula reaches outside itself; whatever it takes is written down for the trace. */
export type Surroundings = {
  /** Name of the variable whose formula runs. */
  readonly variable: string;
  reference(name: string, scope: Scope): Outcome;
  parameter(name: string): Outcome;
  lookUp(name: string, question: LookUp): Outcome;
  day(which: "asked" | "first" | "last"): string;
};

/** Evaluates a node in a scope; a node without all its facts gives the gaps. */
export function evaluate(expr: Expr, scope: Scope, around: Surroundings): Outcome {
  const below = (one: Expr): Outcome => evaluate(one, scope, around);
  switch (expr.op) {
    case "constant":
      return constant(expr.value, expr.type, around.variable);
    case "ref":
      return around.reference(expr.name, scope);
    case "parameter":
      return around.parameter(expr.name);
    case "day":
      return known(around.day(expr.which));
    case "add":
    case "multiply":
    case "max":
    case "min":
      return arithmetic(expr, expr.of.map(below), around.variable);
    case "subtract":
    case "divide":
      return arithmetic(expr, [below(expr.left), below(expr.right)], around.variable);
    case "round":
      return arithmetic(expr, [below(expr.of)], around.variable);
    case "compare":
      return combine([below(expr.left), below(expr.right)], ([left, right]) => known(compared(expr.how, left!, right!)));
    case "and":
      return settle(lazily(expr.of, below), false);
    case "or":
      return settle(lazily(expr.of, below), true);
    case "not":
      return combine([below(expr.of)], ([value]) => known(value !== true));
    case "when":
      return firstCase(expr, below);
    case "match":
      return chosen<string>(below(expr.of), (code) =>
        below(Object.hasOwn(expr.cases, code) ? expr.cases[code]! : expr.otherwise!),
      );
    case "table":
      return chosen<string>(below(expr.of), (code) => around.lookUp(expr.name, { code }));
    case "brackets":
      return chosen<Rational>(below(expr.of), (amount) => around.lookUp(expr.name, { amount, how: expr.how }));
    case "years":
      return combine([below(expr.from), below(expr.to)], ([from, to]) => {
        const years = fullYears(from as string, to as string);
        return known(fraction(BigInt(years)), { op: "value", type: "integer", value: years, label: null });
      });
    case "sum":
    case "count":
      return overMembers(expr, scope, around);
  }
}

/** Each member in its own scope. */
function overMembers(expr: Extract<Expr, { op: "sum" | "count" }>, scope: Scope, around: Surroundings): Outcome {
  const members = scope.members.get(expr.group);
  if (!members) return { gaps: [{ input: expr.group, scope: scope.path, askedBy: around.variable }] };
  const outcomes = members.map((member) => evaluate(expr.of, member, around));
  return combine(outcomes, (values, workings) => {
    if (expr.op === "count") return known(fraction(BigInt(values.filter((value) => value === true).length)));
    const sum = (values as readonly Rational[]).reduce(add, ZERO);
    if (workings.length < values.length) return known(sum);
    return known(sum, workings.length > 1 ? { op: "add", of: [...workings] } : workings[0]);
  });
}

function* lazily(of: readonly Expr[], below: (one: Expr) => Outcome): Generator<Outcome> {
  for (const one of of) yield below(one);
}

/** The conditions in order; the first that is not known stops it: which branch counts cannot be told before. */
function firstCase(expr: Extract<Expr, { op: "when" }>, below: (one: Expr) => Outcome): Outcome {
  for (const { when, value } of expr.cases) {
    const condition = below(when);
    if (!isKnown(condition)) return condition;
    if (condition.value === true) return below(value);
  }
  return below(expr.otherwise);
}

const chosen = <T extends Exact>(outcome: Outcome, go: (value: T) => Outcome): Outcome =>
  isKnown(outcome) ? go(outcome.value as T) : outcome;

function constant(raw: string | number | boolean, type: ValueType, where: string): Outcome {
  const value = take(raw, type, where, [String(raw)]);
  return typeof value === "object" ? known(value, { op: "value", type, value: raw, label: null }) : known(value);
}
