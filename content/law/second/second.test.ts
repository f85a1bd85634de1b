import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { alterationsOf, figuresOf } from "./comparison/alterations.ts";
import { compare } from "./comparison/compare.ts";
import { comparisons, lawOf } from "./comparison/index.ts";

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

test("the second computation imports nothing of the rules, their figures or their engine", () => {
  const sources = fs.readdirSync(import.meta.dirname).filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"));
  assert.ok(sources.length >= 8);
  for (const name of sources) {
    const text = fs.readFileSync(path.join(import.meta.dirname, name), "utf8");
    for (const [, from = ""] of text.matchAll(/(?:from|import)\s*\(?\s*["']([^"']+)["']/g))
      assert.ok(sources.includes(from.replace(/^\.\//, "")), `${name} imports ${from}`);
  }
});
