import { LawError } from "../errors.ts";
import type { Variable } from "../graph/define.ts";
import type { Expr } from "../graph/expr.ts";
import { type Definitions, getFact } from "../law/definitions.ts";
import { firstOf, inForce, periodEnd, periodStart } from "../parameters/select.ts";
import { add, fraction, type Rational, ZERO } from "../values/rational.ts";
import { type Exact, fullYears, give, take, type ValueType } from "../values/value.ts";
import { arithmetic, compared } from "./arithmetic.ts";
import { combine, isKnown, known, type Outcome, settle } from "./outcome.ts";
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
    const outcome = run(formula.expr, frame);
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

  const taking = (reading: Reading, frame: Frame): Outcome => {
    frame.parameters.set(`${reading.use.name} ${reading.use.value}`, reading.use);
    return known(reading.exact, reading.working);
  };

  const run = (expr: Expr, frame: Frame, scope: Scope = frame.scope): Outcome => {
    const below = (one: Expr): Outcome => run(one, frame, scope);
    switch (expr.op) {
      case "constant":
        return constant(expr.value, expr.type, frame.variable.name);
      case "ref":
        return reference(expr.name, frame, scope);
      case "parameter":
        return taking(parameterValue(definitions, expr.name, frame.on, knownAt), frame);
      case "day":
        return known(dayOf(expr.which, at, frame));
      case "add":
      case "multiply":
      case "max":
      case "min":
        return arithmetic(expr, expr.of.map(below), frame.variable.name);
      case "subtract":
      case "divide":
        return arithmetic(expr, [below(expr.left), below(expr.right)], frame.variable.name);
      case "round":
        return arithmetic(expr, [below(expr.of)], frame.variable.name);
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
        return chosen<string>(below(expr.of), (code) =>
          taking(lookUp(definitions, expr.name, frame.on, knownAt, { code }), frame),
        );
      case "brackets":
        return chosen<Rational>(below(expr.of), (amount) =>
          taking(lookUp(definitions, expr.name, frame.on, knownAt, { amount, how: expr.how }), frame),
        );
      case "years":
        return combine([below(expr.from), below(expr.to)], ([from, to]) => {
          const years = fullYears(from as string, to as string);
          return known(fraction(BigInt(years)), { op: "value", type: "integer", value: years, label: null });
        });
      case "sum":
      case "count":
        return overMembers(expr, frame, scope);
    }
  };

  const overMembers = (expr: Extract<Expr, { op: "sum" | "count" }>, frame: Frame, scope: Scope): Outcome => {
    const members = scope.members.get(expr.group);
    if (!members) return { gaps: [{ input: expr.group, scope: scope.path, askedBy: frame.variable.name }] };
    const outcomes = members.map((member) => run(expr.of, frame, member));
    return combine(outcomes, (values, workings) => {
      if (expr.op === "count") return known(fraction(BigInt(values.filter((value) => value === true).length)));
      const sum = (values as readonly Rational[]).reduce(add, ZERO);
      return known(sum, workings.length === values.length && values.length > 1 ? { op: "add", of: [...workings] } : workings[0]);
    });
  };

  return { evaluate: (variable, scope) => variableIn(variable, scope).outcome, trace };
}

function* lazily(of: readonly Expr[], below: (one: Expr) => Outcome): Generator<Outcome> {
  for (const one of of) yield below(one);
}

const dayOf = (which: "asked" | "first" | "last", at: string, { on, variable }: Frame): string =>
  which === "asked" ? at : which === "first" ? on : periodEnd(at, variable.period);

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
