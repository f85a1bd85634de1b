import type { Input, Parameter, Variable } from "@troad/law";
import { fail } from "./failures.ts";
import { facts, parameters } from "./names.ts";
import { standsFor } from "./situation.ts";

const valueTypes = {
  boolean: "Boolean",
  integer: "Int",
  money: "Int",
  rate: "String",
  date: "Date",
  text: "String",
  code: "String",
} as const;
const periods = { day: "DAY", month: "MONTH", year: "YEAR" } as const;

/** Names, each with a link. */
export const listOf = (all: ReadonlyMap<string, { label?: { en: string } }>, path: string) =>
  Object.fromEntries(
    [...all.keys()].map((name) => [name, { description: all.get(name)?.label?.en ?? name, href: `/law/${path}/${name}` }]),
  );
export const variableList = () => listOf(new Map([...facts].map(([name, { fact }]) => [name, fact])), "variable");
export const parameterList = () => listOf(parameters, "parameter");

/** A variable; an input has no formulas. */
export function describeVariable(name: string) {
  const fact: Input | Variable | undefined = facts.get(name)?.fact;
  if (!fact) throw fail("law.name-unknown", { name });
  const rules = "formulas" in fact ? fact : null;
  return {
    id: name,
    description: `${fact.label["zh-Hant"]} / ${fact.label.en}`,
    valueType: valueTypes[fact.type],
    entity: fact.entity,
    definitionPeriod: rules ? periods[rules.period] : "YEAR",
    defaultValue: "formulas" in fact ? null : (standsFor(fact) ?? null),
    ...(fact.type === "code"
      ? { possibleValues: Object.fromEntries(Object.entries(fact.codes).map(([code, text]) => [code, text.en])) }
      : {}),
    ...(rules ? { references: rules.article ? [rules.article["zh-Hant"]] : [], certainty: rules.certainty } : {}),
    ...(rules
      ? { formulas: Object.fromEntries(rules.formulas.map(({ from, expr }) => [from, { content: JSON.stringify(expr) }])) }
      : {}),
  };
}

/** A parameter with its values by first day; brackets by threshold. */
export function describeParameter(id: string) {
  const parameter: Parameter | undefined = parameters.get(id);
  if (!parameter) throw fail("law.name-unknown", { name: id });
  const byDay = Object.fromEntries(parameter.values.map(({ from, given }) => [from, bracketsOf(given)]));
  return {
    id,
    description: `${parameter.label["zh-Hant"]} / ${parameter.label.en}`,
    metadata: parameter.values.map(({ from, to, citation, certainty, source }) => ({ from, to, citation, certainty, source })),
    [parameter.type === "brackets" ? "brackets" : "values"]: byDay,
  };
}
function bracketsOf(given: unknown): unknown {
  if (!Array.isArray(given)) return given;
  return Object.fromEntries(given.map((row: { from: number; value: unknown }) => [row.from, row.value]));
}
