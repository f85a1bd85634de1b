import { LawError } from "../errors.ts";
import type { Variable } from "../graph/define.ts";
import { type Definitions, getFact } from "../law/definitions.ts";
import { firstOf, inForce, periodEnd, periodStart } from "../parameters/select.ts";
import { type Exact, give } from "../values/value.ts";
import { evaluate, type Surroundings } from "./evaluate.ts";
import { isKnown, known, type Outcome } from "./outcome.ts";
import { lookUp, parameterValue, type Reading } from "./parameter.ts";
import { nearest, type Scope } from "./situation.ts";
import { type ParameterUse, type Step, type Trace, type Use, weakest } from "./trace.ts";

/** One run over one situation: evaluates variables once each, on demand, and writes the trace. */
export type Run = { evaluate(variable: Variable, scope: Scope): Outcome; trace: Trace };

/** What a variable's formula has used so far. */
type Frame = {
  variable: Variable;
  scope: Scope;
  on: string;
  uses: Map<string, Use>;
  parameters: Map<string, ParameterUse>;
  builtOn: Step["certainty"][];
};

const MAX_STEPS = 200_000;

/** Starts a run for a day, with what was known at another. */
export function startRun(definitions: Definitions, at: string, knownAt: string | undefined): Run {
  const trace: Trace = [];
  const done = new Map<Scope, Map<string, { outcome: Outcome; certainty: Step["certainty"] }>>();

  const variableIn = (variable: Variable, scope: Scope): { outcome: Outcome; certainty: Step["certainty"] } => {
    const own = done.get(scope) ?? new Map();
    done.set(scope, own);
    const before = own.get(variable.name);
    if (before) return before;
    if (trace.length >= MAX_STEPS) throw new LawError("law.limit", variable.name, `more than ${MAX_STEPS} steps`);
    const on = periodStart(at, variable.period);
    const formula = inForce(variable.formulas, on, knownAt);
    if (!formula)
      throw new LawError(
        "law.out-of-range",
        variable.name,
        `has no rule on ${on}; the first is of ${firstOf(variable.formulas)}`,
      );
    const frame: Frame = { variable, scope, on, uses: new Map(), parameters: new Map(), builtOn: [] };
    const outcome = evaluate(formula.expr, scope, surroundings(frame));
    const certainty = weakest(
      variable.certainty,
      ...frame.builtOn,
      ...[...frame.parameters.values()].map((one) => one.certainty),
    );
    if (isKnown(outcome)) trace.push(stepOf(frame, outcome, formula.from, certainty));
    const result = { outcome, certainty };
    own.set(variable.name, result);
    return result;
  };

  const reference = (name: string, frame: Frame, inside: Scope): Outcome => {
    const fact = getFact(definitions, name);
    const scope = nearest(inside, fact.entity);
    let outcome: Outcome;
    if ("formulas" in fact) {
      const found = variableIn(fact, scope);
      outcome = found.outcome;
      if (isKnown(outcome)) frame.builtOn.push(found.certainty);
    } else {
      const value = scope.facts.get(name);
      outcome = value === undefined ? { gaps: [{ input: name, scope: scope.path, askedBy: frame.variable.name }] } : known(value);
    }
    if (!isKnown(outcome)) return outcome;
    const value = give(outcome.value, fact.type, name);
    const text = fact.type === "code" ? (fact.codes[String(value)] ?? null) : null;
    frame.uses.set(`${scope.path} ${name}`, { name, label: fact.label, type: fact.type, value, text });
    return known(outcome.value, { op: "value", type: fact.type, value, label: fact.label });
  };

  const surroundings = (frame: Frame): Surroundings => {
    const taking = (reading: Reading): Outcome => {
      frame.parameters.set(`${reading.use.name} ${reading.use.value}`, reading.use);
      return known(reading.exact, reading.working);
    };
    return {
      variable: frame.variable.name,
      reference: (name, scope) => reference(name, frame, scope),
      parameter: (name) => taking(parameterValue(definitions, name, frame.on, knownAt)),
      lookUp: (name, question) => taking(lookUp(definitions, name, frame.on, knownAt, question)),
      day: (which) => (which === "asked" ? at : which === "first" ? frame.on : periodEnd(at, frame.variable.period)),
    };
  };

  return { evaluate: (variable, scope) => variableIn(variable, scope).outcome, trace };
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
  };
}
