import { LawError } from "../errors.ts";
import type { Expr } from "../graph/expr.ts";
import { compare } from "../values/rational.ts";
import type { Exact } from "../values/value.ts";
import { count, total } from "./days.ts";
import { combine, gapsOf, isKnown, type Outcome, resolved, settle } from "./outcome.ts";
import type { Scope } from "./situation.ts";
import type { Evaluate, Surroundings } from "./surroundings.ts";

type Fold = Extract<Expr, { op: "fold" }>;

/** The result over a group's members, each evaluated in its own scope. */
export function fold(expr: Fold, scope: Scope, around: Surroundings, evaluate: Evaluate): Outcome {
  const home = around.home(expr.group, scope);
  const all = home.members.get(expr.group);
  if (!all) return { gaps: [{ input: expr.group, scope: home.path, askedBy: around.variable }] };
  around.visit(all.length);
  const inside: Surroundings = { ...around, outer: [scope, ...around.outer] };
  const preceding = expr.before ? membersBefore(expr.before, all, scope, inside, evaluate) : { members: all };
  if ("gaps" in preceding) return preceding;
  const outcomes: Outcome[] = [];
  for (const member of preceding.members) {
    const counts = expr.where ? evaluate(expr.where, member, inside) : resolved(true);
    if (!isKnown(counts)) outcomes.push(counts);
    else if (counts.value === true) outcomes.push(evaluate(expr.of, member, inside));
  }
  return together(expr, outcomes, () => (expr.otherwise ? evaluate(expr.otherwise, scope, around) : resolved(false)));
}

/** Those before the member whose rule it is; of equal ones, those listed before it. */
function membersBefore(
  { by, order }: NonNullable<Fold["before"]>,
  all: readonly Scope[],
  scope: Scope,
  inside: Surroundings,
  evaluate: Evaluate,
): { members: readonly Scope[] } | Extract<Outcome, { gaps: unknown }> {
  const place = all.indexOf(scope);
  if (place < 0) throw new LawError("law.type", inside.variable, "a member has its place only in the group that it belongs to");
  const keys = all.map((member) => evaluate(by, member, inside));
  const gaps = gapsOf(keys);
  if (gaps.length > 0) return { gaps };
  const keyOf = (at: number): Exact => {
    const key = keys[at];
    return key && isKnown(key) ? key.value : false;
  };
  const own = keyOf(place);
  const sign = order === "ascending" ? 1 : -1;
  return {
    members: all.filter((_, at) => {
      const difference = sign * ordered(keyOf(at), own);
      return difference < 0 || (difference === 0 && at < place);
    }),
  };
}

const ordered = (a: Exact, b: Exact): number =>
  typeof a === "object" && typeof b === "object" ? compare(a, b) : a < b ? -1 : a === b ? 0 : 1;

function together({ how }: Fold, outcomes: readonly Outcome[], otherwise: () => Outcome): Outcome {
  switch (how) {
    case "sum":
      return total(outcomes);
    case "count":
      return combine(outcomes, (values) => count(values.filter((value) => value === true).length));
    case "any":
      return settle(outcomes, true);
    case "all":
      return settle(outcomes, false);
    case "max":
    case "min":
      if (outcomes.length === 0) return otherwise();
      return combine(outcomes, (values, workings) => {
        const wanted = how === "max" ? 1 : -1;
        const best = values.reduce((a, b) => (ordered(a, b) * wanted >= 0 ? a : b));
        if (workings.length < values.length) return resolved(best);
        return resolved(best, workings.length > 1 ? { op: how, of: [...workings] } : workings[0]);
      });
  }
}
