import { LawError } from "../errors.ts";
import type { Expr } from "../graph/expr.ts";
import type { Rational } from "../values/rational.ts";
import { type Exact, take, type ValueType } from "../values/value.ts";
import { arithmetic, compared } from "./arithmetic.ts";
import { ofDays } from "./days.ts";
import { fold } from "./fold.ts";
import { combine, gapsOf, isKnown, type Outcome, resolved, settle } from "./outcome.ts";
import type { Scope } from "./situation.ts";
import type { Surroundings } from "./surroundings.ts";

/** Evaluates a node in a scope; if facts are missing, gives the gaps. */
export function evaluate(expr: Expr, scope: Scope, around: Surroundings): Outcome {
  const below = (one: Expr): Outcome => evaluate(one, scope, around);
  switch (expr.op) {
    case "constant":
      return constant(expr.value, expr.type, around.variable);
    case "ref":
      return around.reference(expr.name, scope);
    case "parameter":
      return expr.on ? chosen<string>(below(expr.on), (on) => around.parameter(expr.name, on)) : around.parameter(expr.name);
    case "day":
      return resolved(around.day(expr.which));
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
      return combine([below(expr.left), below(expr.right)], ([left, right]) => resolved(compared(expr.how, left!, right!)));
    case "and":
      return settle(lazily(expr.of, below), false);
    case "or":
      return settle(lazily(expr.of, below), true);
    case "not":
      return combine([below(expr.of)], ([value]) => resolved(value !== true));
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
    case "fold":
      return fold(expr, scope, around, evaluate);
    case "outer": {
      const [nearest = scope, ...rest] = around.outer;
      return evaluate(expr.of, nearest, { ...around, outer: rest });
    }
    case "period":
      return evaluate(expr.of, scope, { ...around.away(expr), outer: around.outer, segment: around.segment });
    case "default":
      return byDefault(expr, below, around);
    default:
      return ofDays(expr, scope, around, evaluate);
  }
}

/** All conditions are needed: only then is it certain that no two exceptions apply. */
function byDefault(expr: Extract<Expr, { op: "default" }>, below: (one: Expr) => Outcome, around: Surroundings): Outcome {
  const conditions = expr.exceptions.map(({ when }) => below(when));
  const gaps = gapsOf(conditions);
  if (gaps.length > 0) return { gaps };
  const applying = expr.exceptions.filter((_, at) => holds(conditions[at]));
  const [only, other] = applying;
  if (!only) return below(expr.otherwise);
  if (other)
    throw new LawError("law.conflict", around.variable, {
      "zh-Hant": `同時適用兩項例外：${applying.map(({ article }) => article["zh-Hant"]).join("、")}`,
      en: `two exceptions apply at once: ${applying.map(({ article }) => article.en).join("; ")}`,
    });
  around.excepted(only.article);
  return below(only.value);
}
const holds = (outcome: Outcome | undefined): boolean => outcome !== undefined && isKnown(outcome) && outcome.value === true;

function* lazily(of: readonly Expr[], below: (one: Expr) => Outcome): Generator<Outcome> {
  for (const one of of) yield below(one);
}

/** The conditions in order; the first unknown one ends it: which branch applies cannot be decided before. */
function firstCase(expr: Extract<Expr, { op: "when" }>, below: (one: Expr) => Outcome): Outcome {
  for (const { when, value } of expr.cases) {
    const condition = below(when);
    if (!isKnown(condition)) return condition;
    if (condition.value === true) return below(value);
  }
  return below(expr.otherwise);
}

export const chosen = <T extends Exact>(outcome: Outcome, go: (value: T) => Outcome): Outcome =>
  isKnown(outcome) ? go(outcome.value as T) : outcome;

function constant(raw: string | number | boolean, type: ValueType, where: string): Outcome {
  const value = take(raw, type, where, [String(raw)]);
  return typeof value === "object" ? resolved(value, { op: "value", type, value: raw, label: null }) : resolved(value);
}
