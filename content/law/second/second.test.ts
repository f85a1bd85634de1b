import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { type Law, loadParameters, type Parameter, reform } from "@troad/law";
import { compare } from "./comparison/compare.ts";
import { comparisons, lawOf } from "./comparison/index.ts";

for (const comparison of comparisons)
  test(`${comparison.tax}: a thousand random cases come out the same by the rules and by the second computation`, () => {
    const { cases, first } = compare(lawOf(comparison), comparison, { cases: 1_000 });
    assert.deepEqual(first, []);
    assert.equal(cases, 1_000);
  });

/** A figure of the rules with one number changed by about a hundredth. */
type Alteration = { what: string; law: Law };

const changed = (figure: unknown): unknown => {
  if (typeof figure === "boolean") return !figure;
  if (typeof figure === "number") return figure + Math.max(1, Math.round(figure / 100));
  return typeof figure === "string" ? `${(Number.parseFloat(figure) * 1.02).toFixed(4)}%` : figure;
};

/** The given value of a figure with each of its numbers changed in turn. */
function alterations(given: unknown): unknown[] {
  if (!Array.isArray(given)) return [changed(given)];
  return given.flatMap((row: { from: unknown; value: unknown }, index) => {
    const withRow = (other: object) => given.map((before, at) => (at === index ? { ...row, ...other } : before));
    const value = withRow({ value: changed(row.value) });
    return index === 0 ? [value] : [value, withRow({ from: changed(row.from) })];
  });
}

function altered(law: Law, parameter: Parameter): Alteration[] {
  const { values, ...rest } = parameter;
  const latest = values.toSorted((a, b) => (a.from < b.from ? 1 : -1))[0];
  return alterations(latest?.given).map((given) => {
    const value = { ...latest, value: given, announced: null };
    const { exact: _, given: __, ...written } = value;
    const overlay = loadParameters({ parameters: [{ ...rest, values: [written] }] });
    return { what: `${parameter.name} ${JSON.stringify(given)}`, law: reform(law, { parameters: overlay }) };
  });
}

/** The figures that the formulas of these rules read. */
function figuresOf(law: Law, rules: ReadonlySet<string>): Parameter[] {
  const formulas = law.variables.filter(({ name }) => rules.has(name)).map((variable) => JSON.stringify(variable.formulas));
  return law.parameters.filter(({ name }) => formulas.some((formula) => formula.includes(`"${name}"`)));
}

for (const comparison of comparisons)
  test(`${comparison.tax}: any one figure of the rules that is altered makes a difference`, () => {
    const law = lawOf(comparison);
    const figures = figuresOf(law, compare(law, comparison, { cases: 200 }).rules);
    assert.ok(figures.length > 0);
    for (const figure of figures)
      for (const { what, law: other } of altered(law, figure))
        assert.equal(compare(other, comparison, { cases: 5_000, differences: 1 }).differences, 1, what);
  });

test("the second computation imports nothing of the rules, their figures or their engine", () => {
  const sources = fs.readdirSync(import.meta.dirname).filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"));
  assert.ok(sources.length >= 8);
  for (const name of sources) {
    const text = fs.readFileSync(path.join(import.meta.dirname, name), "utf8");
    for (const [, from = ""] of text.matchAll(/(?:from|import)\s*\(?\s*["']([^"']+)["']/g))
      assert.ok(sources.includes(from.replace(/^\.\//, "")), `${name} imports ${from}`);
  }
});
