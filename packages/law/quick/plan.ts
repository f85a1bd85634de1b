import { LawError } from "../errors.ts";
import type { Input, Variable } from "../graph/define.ts";
import { type Definitions, getFact } from "../law/definitions.ts";
import { inForce, periodEnd, periodStart } from "../parameters/select.ts";
import { certaintyOn } from "../run/parameter.ts";
import { dayAway, otherPeriod } from "../run/period.ts";
import { byPeriod, type Facts, factKey } from "../run/situation.ts";
import type { ParameterUse, Trace } from "../run/trace.ts";
import { parseRational } from "../values/rational.ts";
import { isDay, type Value } from "../values/value.ts";
import { compile, type Place } from "./compile.ts";
import { GIVE_UP, smallOf } from "./number.ts";
import { type Node, type Rule, Run, rankOf, type Val } from "./run.ts";

type Answer = { values: Record<string, Value>; trace: Trace };

/** The rules of one entity on one day as closures, each compiled on first use. */
class Plan {
  private readonly places = new Map<string, number>();
  private readonly rules: (Rule | undefined)[] = [];
  private readonly inputs = new Map<string, Input>();
  private readonly shared = new Map<string, ParameterUse>();
  private readonly definitions: Definitions;
  private readonly entity: string;
  private readonly at: string;
  private readonly knownAt: string | undefined;

  constructor(definitions: Definitions, entity: string, at: string, knownAt: string | undefined) {
    this.definitions = definitions;
    this.entity = entity;
    this.at = at;
    this.knownAt = knownAt;
  }

  run(wanted: readonly Variable[], situation: Facts): Answer {
    const run = new Run(this.places.size);
    for (const name of Object.keys(situation)) {
      const input = this.inputOf(name);
      const raw = situation[name];
      if (typeof raw === "object" || input.period)
        for (const [key, one] of byPeriod(input, raw, this.at)) run.know(this.placeOf(key), takeIn(one, input), input);
      else run.know(this.placeOf(name), takeIn(raw, input), input);
    }
    const values: Record<string, Value> = {};
    for (const variable of wanted) {
      const place = this.placeOf(variable.name);
      if (run.values[place] === undefined) run.work(this.ruleOf(variable, place, this.at));
      values[variable.name] = run.given(place);
    }
    return { values, trace: run.trace };
  }

  private placeOf(name: string): number {
    const place = this.places.get(name);
    if (place !== undefined) return place;
    // Callers name periods, so the number cached is limited.
    if (this.places.size >= MOST_PLACES) throw GIVE_UP;
    this.places.set(name, this.places.size);
    return this.places.size - 1;
  }

  /** Unknown names come from callers: only the law's own are cached. */
  private inputOf(name: string): Input {
    const before = this.inputs.get(name);
    if (before) return before;
    const input = this.definitions.input(name);
    if (input?.entity !== this.entity) throw GIVE_UP;
    this.inputs.set(name, input);
    return input;
  }

  private ruleOf(variable: Variable, place: number, at: string): Rule {
    const before = this.rules[place];
    if (before) return before;
    const on = periodStart(at, variable.period);
    const formula = inForce(variable.formulas, on, this.knownAt);
    if (!formula || variable.entity !== this.entity) throw GIVE_UP;
    const node = compile(formula.expr, this.placeFor(variable, at, at));
    const rule: Rule = {
      variable,
      place,
      on,
      from: formula.from,
      node,
      certainty: rankOf(certaintyOn(variable, on, this.definitions)),
    };
    this.rules[place] = rule;
    return rule;
  }

  /** The context of a formula: the step is of one day, a part of it may refer to another. */
  private placeFor(variable: Variable, stepAt: string, at: string): Place {
    const { definitions, knownAt } = this;
    const on = periodStart(at, variable.period);
    const day = { asked: at, first: on, last: periodEnd(at, variable.period) };
    return {
      variable: variable.name,
      day: (which) => day[which],
      reference: (name) => this.reference(name, stepAt, at),
      parameter: { definitions, on, knownAt, shared: this.shared },
      away: (period) => this.placeFor(variable, stepAt, dayAway(period, at, this.at, variable.name)),
    };
  }

  /** A fact, or a variable that is calculated when first reached. */
  private reference(name: string, stepAt: string, at: string): Node {
    const fact = getFact(this.definitions, name);
    const variable = "formulas" in fact ? fact : undefined;
    const place = this.placeOf("formulas" in fact ? (at === this.at ? name : `${name} ${at}`) : factKey(fact, at));
    const { period } = otherPeriod(fact, stepAt, at);
    const take = period ? (run: Run) => run.useOf(place, period) : undefined;
    if (!variable) return take ?? ((run) => run.use(place));
    const work = (run: Run): void => run.work(this.rules[place] ?? this.ruleOf(variable, place, at));
    if (take)
      return (run) => {
        if (run.values[place] === undefined) work(run);
        return take(run);
      };
    return (run) => {
      if (run.values[place] === undefined) work(run);
      return run.use(place);
    };
  }
}

/** A fact in the quick run's form; one that the general run would refuse is left to it. */
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
const MOST_PLACES = 20_000;
const plans = new WeakMap<Definitions, Map<string, Plan>>();

/**
 * Calculates a case by compiled closures and small numbers, with the same trace as the general run; undefined if the general run is needed:
 * facts are missing or invalid, members of groups, no rule on the day, numbers beyond 2^53.
 */
export function quickly(
  definitions: Definitions,
  wanted: readonly Variable[],
  question: { situation: Facts; at: string; knownAt?: string },
): Answer | undefined {
  const { situation, at, knownAt } = question;
  const entity = wanted[0]?.entity ?? "";
  const own = plans.get(definitions) ?? new Map<string, Plan>();
  plans.set(definitions, own);
  const key = `${entity} ${at} ${knownAt ?? ""}`;
  let plan = own.get(key);
  if (!plan) {
    if (own.size >= MOST_PLANS) own.clear();
    plan = new Plan(definitions, entity, at, knownAt);
    own.set(key, plan);
  }
  try {
    return plan.run(wanted, situation);
  } catch (error) {
    // What the law refuses, the general run refuses too, in its own order; anything else is a defect and is rethrown.
    if (error === GIVE_UP || error instanceof LawError) return undefined;
    throw error;
  }
}
