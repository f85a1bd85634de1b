import { LawError } from "../errors.ts";
import type { Input, Variable } from "../graph/define.ts";
import type { Definitions } from "../law/definitions.ts";
import { inForce, periodEnd, periodStart } from "../parameters/select.ts";
import type { Facts } from "../run/situation.ts";
import type { ParameterUse, Trace } from "../run/trace.ts";
import { parseRational } from "../values/rational.ts";
import { isDay, type Value } from "../values/value.ts";
import { compile } from "./compile.ts";
import { GIVE_UP, smallOf } from "./number.ts";
import { type Node, type Rule, Run, rankOf, type Val } from "./run.ts";

/** The rules of one entity on one day as closures, each compiled when it is first wanted. */
type Plan = { run(wanted: readonly Variable[], situation: Facts): { values: Record<string, Value>; trace: Trace } };

function createPlan(definitions: Definitions, entity: string, at: string, knownAt: string | undefined): Plan {
  const places = new Map<string, number>();
  const rules: (Rule | undefined)[] = [];
  const inputs = new Map<string, Input | null>();
  const shared = new Map<string, Map<string, ParameterUse>>();
  const placeOf = (name: string): number => {
    const place = places.get(name) ?? places.size;
    places.set(name, place);
    return place;
  };
  const inputOf = (name: string): Input | null => {
    const before = inputs.get(name);
    if (before !== undefined) return before;
    const found = definitions.input(name);
    const input = found?.entity === entity ? found : null;
    // Names that are none come from outside: only the law's own are kept.
    if (input) inputs.set(name, input);
    return input;
  };
  const ruleOf = (variable: Variable, place: number): Rule => {
    const before = rules[place];
    if (before) return before;
    const on = periodStart(at, variable.period);
    const formula = inForce(variable.formulas, on, knownAt);
    if (!formula || variable.entity !== entity) throw GIVE_UP;
    const day = { asked: at, first: on, last: periodEnd(at, variable.period) };
    const uses = shared.get(on) ?? new Map();
    shared.set(on, uses);
    const node = compile(formula.expr, {
      variable: variable.name,
      on,
      day: (which) => day[which],
      reference,
      parameter: { definitions, on, knownAt, shared: uses },
    });
    const rule: Rule = { variable, place, on, from: formula.from, node, certainty: rankOf(variable.certainty) };
    rules[place] = rule;
    return rule;
  };
  const reference = (name: string): Node => {
    const place = placeOf(name);
    const variable = definitions.variable(name);
    if (!variable) return (run) => run.use(place);
    return (run) => {
      if (run.values[place] === undefined) run.work(rules[place] ?? ruleOf(variable, place));
      return run.use(place);
    };
  };
  return {
    run: (wanted, situation) => {
      const run = new Run(places.size);
      for (const name of Object.keys(situation)) {
        const input = inputOf(name);
        if (!input) throw GIVE_UP;
        run.know(placeOf(name), takeIn(situation[name], input), input);
      }
      const values: Record<string, Value> = {};
      for (const variable of wanted) {
        const place = placeOf(variable.name);
        if (run.values[place] === undefined) run.work(ruleOf(variable, place));
        const value = run.given(place);
        values[variable.name] = value;
      }
      return { values, trace: run.trace };
    },
  };
}

/** A fact as the quick run reckons with it; what the general run would refuse is left to it. */
function takeIn(raw: unknown, { type, codes, least, most }: Input): Val {
  switch (type) {
    case "boolean":
      if (typeof raw === "boolean") return raw;
      break;
    case "integer":
    case "money":
      if (Number.isSafeInteger(raw) && !((least !== null && Number(raw) < least) || (most !== null && Number(raw) > most)))
        return Number(raw) + 0;
      break;
    case "code":
      if (typeof raw === "string" && Object.hasOwn(codes, raw)) return raw;
      break;
    case "date":
      if (typeof raw === "string" && isDay(raw)) return raw;
      break;
    case "rate": {
      const rate = typeof raw === "string" ? parseRational(raw) : undefined;
      if (rate) return smallOf(rate);
      break;
    }
    case "text":
      break;
  }
  throw GIVE_UP;
}

const MOST_PLANS = 64;
const plans = new WeakMap<Definitions, Map<string, Plan>>();

/**
 * Works a case out by compiled closures and small numbers, with the same trace as the general run; undefined where that one has to do
 * it: facts are missing or wrong, members of groups, no rule on the day, numbers beyond 2^53.
 */
export function quickly(
  definitions: Definitions,
  wanted: readonly Variable[],
  question: { situation: Facts; at: string; knownAt?: string },
): { values: Record<string, Value>; trace: Trace } | undefined {
  const { situation, at, knownAt } = question;
  const entity = wanted[0]?.entity ?? "";
  const own = plans.get(definitions) ?? new Map<string, Plan>();
  plans.set(definitions, own);
  const key = `${entity} ${at} ${knownAt ?? ""}`;
  let plan = own.get(key);
  if (!plan) {
    if (own.size >= MOST_PLANS) own.clear();
    plan = createPlan(definitions, entity, at, knownAt);
    own.set(key, plan);
  }
  try {
    return plan.run(wanted, situation);
  } catch (error) {
    // What the law refuses the general run refuses too, in its own order; anything else is a defect and shows.
    if (error === GIVE_UP || error instanceof LawError) return undefined;
    throw error;
  }
}
