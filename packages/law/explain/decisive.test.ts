import assert from "node:assert/strict";
import { test } from "node:test";
import { add, createLaw, defineInput, defineVariable, max, min, type Operand, when } from "../index.ts";
import { decisive } from "./decisive.ts";

const text = (en: string) => ({ "zh-Hant": en, en });
const amount = (name: string) => defineInput({ name, entity: "person", type: "money", label: text(name) });
const money = (name: string, formula: Operand<"number">) =>
  defineVariable({
    name,
    entity: "person",
    type: "money",
    period: "year",
    from: "2020-01-01",
    label: text(name),
    article: null,
    formula,
  });
const [a, b] = [amount("a"), amount("b")];
const own = defineInput({ name: "own", entity: "person", type: "boolean", label: text("own") });
const base = money("base", add(a, b));
const first = money("first", add(base, a));
const second = money("second", add(base, b));
const least = money("least", min(first, second));
const most = money("most", max(first, second));
const total = money("total", when(own, least).otherwise(most));
const law = createLaw({ inputs: [a, b, own], variables: [base, first, second, least, most, total], parameters: [] });
const kept = (want: string, facts: Record<string, number | boolean>) =>
  decisive(law.calculate({ want: [want, "first", "second"], situation: facts, at: "2025-01-01" }).trace, [want]).map(
    ({ variable }) => variable,
  );

test("of a least or a greatest only the one that decided is kept, with what it builds on", () => {
  assert.deepEqual(kept("least", { a: 1, b: 5, own: true }), ["base", "first", "least"]);
  assert.deepEqual(kept("most", { a: 1, b: 5, own: true }), ["base", "second", "most"]);
});

test("a branch brings its own steps alone", () => {
  assert.deepEqual(kept("total", { a: 1, b: 5, own: false }), ["base", "second", "most", "total"]);
  assert.deepEqual(kept("total", { a: 1, b: 5, own: true }), ["base", "first", "least", "total"]);
});

test("of equal ones the first counts, and what was not wanted is left out", () => {
  assert.deepEqual(kept("least", { a: 3, b: 3, own: true }), ["base", "first", "least"]);
  assert.deepEqual(kept("base", { a: 3, b: 3, own: true }), ["base"]);
});
