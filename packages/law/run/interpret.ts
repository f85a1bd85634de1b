import { LawError } from "../errors.ts";
import type { Variable } from "../graph/define.ts";
import { type Definitions, getFact } from "../law/definitions.ts";
import { firstOf, inForce, periodEnd, periodStart } from "../parameters/select.ts";
import { type Exact, give, type LocalText } from "../values/value.ts";
import { evaluate } from "./evaluate.ts";
import { isKnown, type Outcome, resolved } from "./outcome.ts";
import { certaintyOn, lookUp, movedBy, parameterValue, type Reading } from "./parameter.ts";
import { dayAway, otherPeriod } from "./period.ts";
import { factKey, nearest, type Scope } from "./situation.ts";
import type { Surroundings } from "./surroundings.ts";
import { type ParameterUse, type Step, type Trace, type Use, useKey, weakest } from "./trace.ts";

/** One run over one situation: evaluates variables once each, on demand, and writes the trace. */
export type Run = { evaluate(variable: Variable, scope: Scope): Outcome; trace: Trace };

/** What a variable's formula has used so far. */
type Frame = {
  variable: Variable;
  scope: Scope;
  at: string;
  on: string;
  uses: Map<string, Use>;
  parameters: Map<string, ParameterUse>;
  exceptions: LocalText[];
  builtOn: Step["certainty"][];
};
type Done = { outcome: Outcome; certainty: Step["certainty"] };

const MAX_STEPS = 200_000;
const MAX_VISITS = 300_000;

/** Starts a run for a day, with what was known at another. */
export function startRun(definitions: Definitions, asked: string, knownAt: string | undefined): Run {
  const trace: Trace = [];
  const done = new Map<Scope, Map<string, Done | "running">>();
  let visits = 0;

  const variableIn = (variable: Variable, scope: Scope, at: string): Done => {
    const own = done.get(scope) ?? new Map<string, Done | "running">();
    done.set(scope, own);
    const key = `${variable.name} ${at}`;
    const before = own.get(key);
    if (before === "running") throw new LawError("law.cycle", variable.name, `depends on itself on ${at}`);
    if (before) return before;
    own.set(key, "running");
    if (trace.length >= MAX_STEPS) throw new LawError("law.limit", variable.name, `more than ${MAX_STEPS} steps`);
    const on = periodStart(at, variable.period);
    const formula = inForce(variable.formulas, on, knownAt);
    if (!formula)
      throw new LawError(
        "law.out-of-range",
        variable.name,
        `has no rule on ${on}; the first is of ${firstOf(variable.formulas)}`,
      );
    const frame: Frame = { variable, scope, at, on, uses: new Map(), parameters: new Map(), exceptions: [], builtOn: [] };
    const outcome = evaluate(formula.expr, scope, surroundings(frame, at));
    const certainty = weakest(
      certaintyOn(variable, on, definitions),
      ...frame.builtOn,
      ...[...frame.parameters.values()].map((one) => one.certainty),
    );
    if (isKnown(outcome)) trace.push(stepOf(frame, outcome, formula.from, certainty));
    const result = { outcome, certainty };
    own.set(key, result);
    return result;
  };

  const reference = (name: string, frame: Frame, inside: Scope, at: string): Outcome => {
    const fact = getFact(definitions, name);
    const scope = nearest(inside, fact.entity);
    const period = otherPeriod(fact, frame.at, at);
    let outcome: Outcome;
    if ("formulas" in fact) {
      const found = variableIn(fact, scope, at);
      outcome = found.outcome;
      if (isKnown(outcome)) frame.builtOn.push(found.certainty);
    } else {
      const value = scope.facts.get(factKey(fact, at));
      outcome =
        value === undefined
          ? { gaps: [{ input: name, scope: scope.path, askedBy: frame.variable.name, ...period }] }
          : resolved(value);
    }
    if (!isKnown(outcome)) return outcome;
    const value = give(outcome.value, fact.type, name);
    const text = fact.type === "code" ? (fact.codes[String(value)] ?? null) : null;
    frame.uses.set(`${scope.path} ${"formulas" in fact ? `${name} ${at}` : factKey(fact, at)}`, {
      name,
      label: fact.label,
      type: fact.type,
      value,
      text,
      ...period,
    });
    return resolved(outcome.value, { op: "value", type: fact.type, value, label: fact.label, ...period });
  };

  const surroundings = (frame: Frame, at: string): Surroundings => {
    const on = at === frame.at ? frame.on : periodStart(at, frame.variable.period);
    const taking = (reading: Reading): Outcome => {
      frame.parameters.set(useKey(reading.use), reading.use);
      return resolved(reading.exact, reading.working);
    };
    return {
      variable: frame.variable.name,
      reference: (name, scope) => reference(name, frame, scope, at),
      parameter: (name, day = on) => taking(parameterValue(definitions, name, day, knownAt)),
      lookUp: (name, question) => taking(lookUp(definitions, name, on, knownAt, question)),
      day: (which) => (which === "asked" ? at : which === "first" ? on : periodEnd(at, frame.variable.period)),
      home: (group, scope) => nearest(scope, definitions.group(group)?.of ?? ""),
      workingDay: (name, day) => {
        const { day: moved, use } = movedBy(definitions, name, day);
        frame.parameters.set(useKey(use), use);
        return moved;
      },
      away: (period) => surroundings(frame, dayAway(period, at, asked, frame.variable.name)),
      excepted: (article) => {
        if (!frame.exceptions.includes(article)) frame.exceptions.push(article);
      },
      visit: (count) => {
        visits += count;
        if (visits > MAX_VISITS) throw new LawError("law.limit", frame.variable.name, `more than ${MAX_VISITS} members`);
      },
      outer: [],
      segment: null,
    };
  };

  return { evaluate: (variable, scope) => variableIn(variable, scope, asked).outcome, trace };
}

function stepOf(frame: Frame, outcome: Extract<Outcome, { value: Exact }>, from: string, certainty: Step["certainty"]): Step {
  const { variable, scope, on } = frame;
  const value = give(outcome.value, variable.type, variable.name);
  return {
    variable: variable.name,
    scope: scope.path,
    label: variable.label,
    type: variable.type,
    value,
    text: variable.type === "code" ? (variable.codes[String(value)] ?? null) : null,
    article: variable.article,
    note: variable.note,
    from,
    on,
    uses: [...frame.uses.values()],
    parameters: [...frame.parameters.values()],
    working: outcome.working && outcome.working.op !== "value" ? outcome.working : null,
    certainty,
    ...(frame.exceptions.length > 0 ? { exceptions: frame.exceptions } : {}),
  };
}
