import { nextWorkingDay } from "../calendar/calendar.ts";
import { LawError } from "../errors.ts";
import type { Certainty, Variable } from "../graph/define.ts";
import type { Definitions } from "../law/definitions.ts";
import { type Bracket, type DatedValue, type Parameter, shownValue } from "../parameters/load.ts";
import { firstOf } from "../parameters/select.ts";
import { add, formatRational, multiply, type Rational, ZERO } from "../values/rational.ts";
import { type Exact, give, type LocalText, type Value, type ValueType } from "../values/value.ts";
import { bracketOf, partsOf } from "./brackets.ts";
import type { ParameterUse, Working } from "./trace.ts";

/** The certainty of a rule for a period: nobody has read the law for one that begins after the day up to which it was read. */
export const certaintyOn = ({ certainty }: Variable, on: string, { readUntil }: Definitions): Certainty =>
  readUntil !== null && on > readUntil ? "D" : certainty;

/** What was read of a parameter, as the trace shows it. */
export type Reading = { exact: Exact; use: ParameterUse; working: Working };

function versionOn(
  definitions: Definitions,
  name: string,
  on: string,
  knownAt: string | undefined,
): { parameter: Parameter; version: DatedValue } {
  const parameter = definitions.parameter(name);
  const version = definitions.valueOn(name, on, knownAt);
  if (!parameter) throw new LawError("law.parameter", name, "does not exist");
  if (version) return { parameter, version };
  throw new LawError("law.out-of-range", name, whyNoValue(parameter, on, knownAt));
}

function whyNoValue({ label, values }: Parameter, on: string, knownAt: string | undefined): LocalText {
  const first = firstOf(values);
  const known = {
    "zh-Hant": knownAt ? `（以 ${knownAt} 已公布者為準）` : "",
    en: knownAt ? ` that was known on ${knownAt}` : "",
  };
  if (on < first)
    return {
      "zh-Hant": `「${label["zh-Hant"]}」最早的資料從 ${first} 開始${known["zh-Hant"]}`,
      en: `“${label.en}” has no value on ${on}${known.en}; the first is of ${first}`,
    };
  return {
    "zh-Hant": `「${label["zh-Hant"]}」在 ${on} 沒有數字：尚未公布或已停止適用${known["zh-Hant"]}`,
    en: `“${label.en}” has no value on ${on}${known.en}: it is not announced yet or no longer applies`,
  };
}

const useOf = (parameter: Parameter, version: DatedValue, value: Value, valueType: ValueType): ParameterUse => ({
  name: parameter.name,
  label: parameter.label,
  type: parameter.type,
  value,
  valueType,
  from: version.from,
  to: version.to,
  announced: version.announced,
  citation: version.citation,
  certainty: version.certainty,
  source: version.source,
  ...(version.standing ? { standing: version.standing } : {}),
});

/** The single value of a parameter; throws law.out-of-range if none applies. */
export function parameterValue(definitions: Definitions, name: string, on: string, knownAt: string | undefined): Reading {
  const { parameter, version } = versionOn(definitions, name, on, knownAt);
  const type = parameter.type as ValueType;
  const value = shownValue(version);
  return {
    exact: version.exact as Exact,
    use: useOf(parameter, version, value, type),
    working: { op: "value", type, value, label: parameter.label },
  };
}

/** A day moved by a calendar of the law, with the calendar year that moves it. */
export function movedBy(definitions: Definitions, name: string, day: string): { day: string; use: ParameterUse } {
  const calendar = definitions.calendar(name);
  if (!calendar) throw new LawError("law.parameter", name, "is no calendar of this law");
  const moved = nextWorkingDay(calendar, day);
  const year = moved.slice(0, 4);
  const use: ParameterUse = {
    name,
    label: calendar.label,
    type: "date",
    value: moved,
    valueType: "date",
    from: `${year}-01-01`,
    to: `${year}-12-31`,
    announced: `${year}-01-01`,
    citation: calendar.citation,
    certainty: calendar.years.get(year)?.certainty ?? "D",
    source: calendar.source,
  };
  return { day: moved, use };
}

/** The key of a look-up: a code in a table, or an amount in brackets. */
export type LookUp = { code: string } | { amount: Rational; how: "progressive" | "step" };

/** An entry of a table, or the result of brackets for an amount. */
export function lookUp(
  definitions: Definitions,
  name: string,
  on: string,
  knownAt: string | undefined,
  question: LookUp,
): Reading {
  const { parameter, version } = versionOn(definitions, name, on, knownAt);
  const of = parameter.type === "table" || parameter.type === "brackets" ? parameter.of : "rate";
  const read = (entry: Rational, exact = entry, working?: Working): Reading => {
    const value = give(entry, of, name);
    return {
      exact,
      use: useOf(parameter, version, value, of),
      working: working ?? { op: "value", type: of, value, label: parameter.label },
    };
  };
  if ("code" in question) {
    const entry = (version.exact as ReadonlyMap<string, Rational>).get(question.code);
    if (!entry)
      throw new LawError("law.not-known", name, {
        "zh-Hant": `「${parameter.label["zh-Hant"]}」對這個情形沒有可查證的數字，不估算`,
        en: `“${parameter.label.en}” has no figure for ${question.code} that a source gives, and none is estimated`,
      });
    return read(entry);
  }
  const brackets = version.exact as readonly Bracket[];
  const reached = bracketOf(question.amount, brackets);
  if (question.how === "step") return read(reached.value);
  const parts = partsOf(question.amount, brackets);
  const leaf = (exact: Rational, type: "exact" | "rate"): Working => ({
    op: "value",
    type,
    value: formatRational(exact),
    label: null,
  });
  const working: Working = {
    op: "add",
    of: parts.map(({ part, rate }) => ({ op: "multiply", of: [leaf(part, "exact"), leaf(rate, "rate")] })),
  };
  return read(
    reached.value,
    parts.map(({ part, rate }) => multiply(part, rate)).reduce(add, ZERO),
    parts.length > 0 ? working : leaf(ZERO, "exact"),
  );
}
