import { Compile } from "typebox/compile";
import { LawError } from "../errors.ts";
import type { Certainty } from "../graph/define.ts";
import { compare, type Rational } from "../values/rational.ts";
import { type Exact, isDay, type LocalText, take, type Value, type ValueType } from "../values/value.ts";
import { ungroup } from "./group.ts";
import { type ParameterDefinition, type ParameterValueDefinition, parametersSchema } from "./schema.ts";

/** This value applies from `from` upwards. */
export type Bracket = { readonly from: Rational; readonly value: Rational };
export type NumberType = "integer" | "money" | "rate";

/** One value in time, ready for calculation. */
export type DatedValue = {
  readonly from: string;
  readonly to: string | null;
  readonly announced: string;
  readonly exact: Exact | ReadonlyMap<string, Rational> | readonly Bracket[];
  /** The value as in the file, for traces. */
  readonly given: unknown;
  readonly citation: LocalText;
  readonly certainty: Certainty;
  readonly source: string;
  /** Continued beyond its last day, or derived from an index; absent for values from the file. */
  readonly standing?: "carried" | "derived";
};

/** A number or text that the law fixes, in time. */
export type Parameter = {
  readonly name: string;
  readonly label: LocalText;
  readonly values: readonly DatedValue[];
  /** Observed, not enacted: an interest rate, an index. It has no value for a day that has not been observed. */
  readonly measured?: boolean;
} & (
  | { readonly type: Exclude<ValueType, "code"> }
  | { readonly type: "table"; readonly of: NumberType }
  | { readonly type: "brackets"; readonly over: "money" | "integer"; readonly of: NumberType }
);

const check = Compile(parametersSchema);

/** Reads parameter files, already parsed from JSON; throws law.parameter with the name of the invalid one. */
export function loadParameters(...files: readonly unknown[]): Parameter[] {
  return files.flatMap((file) => {
    if (!check.Check(file)) {
      const first = check.Errors(file)[0];
      throw new LawError("law.parameter", first?.instancePath || "/", first?.message ?? "does not fit the schema");
    }
    const { parameters = [], groups = [] } = file;
    return [...parameters, ...groups.flatMap(ungroup)].map((definition) => loadParameter(definition));
  });
}

/** Reads one parameter. */
export function loadParameter(definition: ParameterDefinition): Parameter {
  const { name, label } = definition;
  const about = { name, label, ...(definition.measured ? { measured: true } : {}) };
  const values = definition.values.map((value) => loadValue(definition, value));
  if (definition.type === "table") return { ...about, values, type: "table", of: definition.of };
  if (definition.type === "brackets") return { ...about, values, type: "brackets", over: definition.over, of: definition.of };
  return { ...about, values, type: definition.type };
}

function loadValue(definition: ParameterDefinition, value: ParameterValueDefinition): DatedValue {
  const { name } = definition;
  const { from, to, citation, certainty, source } = value;
  const announced = value.knownFrom ?? value.announced ?? from;
  for (const one of [from, to, announced])
    if (one !== null && !isDay(one)) throw new LawError("law.parameter", name, `${one} is no day`);
  if (to !== null && to < from) throw new LawError("law.parameter", name, `${to} is before ${from}`);
  return { from, to, announced, exact: exactOf(definition, value.value), given: value.value, citation, certainty, source };
}

function exactOf(definition: ParameterDefinition, raw: unknown): DatedValue["exact"] {
  const { name } = definition;
  if (definition.type === "table") {
    if (typeof raw !== "object" || raw === null || Array.isArray(raw))
      throw new LawError("law.parameter", name, "a table is an object of code to number");
    // A null entry says that no source gives the figure: asking for it is an error of its own, never a guess.
    const known = Object.entries(raw).filter(([, entry]) => entry !== null);
    return new Map(known.map(([code, entry]) => [code, take(entry, definition.of, `${name} ${code}`) as Rational]));
  }
  if (definition.type === "brackets") {
    if (!Array.isArray(raw) || raw.length === 0)
      throw new LawError("law.parameter", name, "brackets are a list of from and value");
    const rows = raw.map((row: { from?: unknown; value?: unknown } | null, at) => ({
      from: take(row?.from, definition.over, `${name} bracket ${at}`) as Rational,
      value: take(row?.value, definition.of, `${name} bracket ${at}`) as Rational,
    }));
    const odd = rows.findIndex(({ from }, at) => (at === 0 ? from.n !== 0n : compare(rows[at - 1]!.from, from) >= 0));
    if (odd >= 0) throw new LawError("law.parameter", name, "brackets begin at 0 and rise");
    return rows;
  }
  return take(raw, definition.type, name);
}

/** The notation of a parameter's value in a trace. */
export const shownValue = (value: DatedValue): Value =>
  typeof value.given === "object" ? JSON.stringify(value.given) : (value.given as Value);
