import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { topics } from "../index.ts";
import { alterationsOf, figuresOf } from "./comparison/alterations.ts";
import { compare } from "./comparison/compare.ts";
import { between } from "./comparison/days.ts";
import { births } from "./comparison/estate.ts";
import { comparisons, lawOf } from "./comparison/index.ts";
import { seededRandom } from "./comparison/random.ts";
import { yearsToMajority } from "./estate.ts";

for (const comparison of comparisons)
  test(`${comparison.tax}: a thousand random cases come out the same by the rules and by the second computation`, () => {
    const { cases, first } = compare(lawOf(comparison), comparison, { cases: 1_000 });
    assert.deepEqual(first, []);
    assert.equal(cases, 1_000);
  });

for (const comparison of comparisons)
  test(`${comparison.tax}: any one figure of the rules that is altered makes a difference`, () => {
    const law = lawOf(comparison);
    const figures = figuresOf(law, compare(law, comparison, { cases: 200 }).rules);
    assert.ok(figures.length > 0);
    for (const figure of figures)
      for (const { what, law: other } of alterationsOf(law, figure, "2026-12-31"))
        assert.equal(compare(other, comparison, { cases: 5_000, differences: 1 }).differences, 1, what);
  });

test("children of a death: the years until they come of age are the same by the topic and by the second computation", () => {
  const random = seededRandom(17);
  for (let turn = 0; turn < 1_000; turn++) {
    const death = between(random, "2017-05-12", "2026-12-31");
    const born = births(random, death, 1 + random.below(4));
    const input = { death, unit: 560_000, children: born.map((birth) => ({ birth })) };
    const years = born.reduce((sum, birth) => sum + yearsToMajority(birth, death), 0);
    assert.equal(topics.get("estate.lineal_deduction")?.(input).minor_years, years, JSON.stringify(input));
  }
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
