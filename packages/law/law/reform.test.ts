import assert from "node:assert/strict";
import { test } from "node:test";
import { add, defineVariable, type Facts, loadParameters, multiply, named, nt, rate, reform, round } from "../index.ts";
import { taxLaw } from "../test/tax.ts";

const label = { "zh-Hant": "改革", en: "reform" };
const citation = { "zh-Hant": "草案", en: "Draft" };
const family: Facts = { donation: 0, members: [{ salary: 1_000_000, born: "1990-01-01" }] };
const overlay = (name: string, type: object, value: unknown, from = "2023-01-01", to: string | null = null) =>
  loadParameters({
    parameters: [
      { name, label, ...type, values: [{ value, from, to, announced: null, citation, certainty: "A", source: "supposition" }] },
    ],
  });
const ask = (law: ReturnType<typeof taxLaw>, at = "2023-01-01", knownAt?: string) =>
  law.calculate({ want: ["tax"], situation: family, at, ...(knownAt ? { knownAt } : {}) }).values.tax;

test("a reform changes what it covers and leaves the law as it was", () => {
  const law = taxLaw();
  const higher = reform(law, { parameters: overlay("tax.exemption", { type: "money" }, 100_000) });
  assert.equal(ask(law), 27_000 + (908_000 - 540_000) * 0.12);
  assert.equal(ask(higher), 27_000 + (900_000 - 540_000) * 0.12);
  assert.equal(ask(higher, "2022-01-01"), ask(law, "2022-01-01"));
});

test("a reform that ends gives way to the law again", () => {
  const law = taxLaw();
  const once = reform(law, { parameters: overlay("tax.exemption", { type: "money" }, 100_000, "2023-01-01", "2023-12-31") });
  assert.notEqual(ask(once), ask(law));
  assert.equal(ask(once, "2024-01-01"), ask(law, "2024-01-01"));
});

test("a supposition counts whatever was known when", () => {
  const higher = reform(taxLaw(), { parameters: overlay("tax.exemption", { type: "money" }, 100_000) });
  assert.equal(ask(higher, "2023-01-01", "2022-06-01"), ask(higher));
});

test("reforms lie on reforms", () => {
  const first = reform(taxLaw(), { parameters: overlay("tax.exemption", { type: "money" }, 100_000) });
  const second = reform(first, {
    parameters: overlay("tax.brackets", { type: "brackets", over: "money", of: "rate" }, [{ from: 0, value: "0.1" }]),
  });
  assert.equal(ask(second), 90_000);
  assert.equal(ask(first), 27_000 + (900_000 - 540_000) * 0.12);
  assert.deepEqual(
    second.parameters.map(({ values }) => values.length),
    [3, 2, 1],
  );
});

const replaced = (formula: Parameters<typeof add>[0]) =>
  defineVariable({
    name: "net",
    entity: "household",
    type: "money",
    period: "year",
    from: "2020-01-01",
    label,
    article: null,
    formula,
  });

test("a rule is replaced by another of the same type", () => {
  const law = taxLaw();
  const flat = reform(law, { variables: [replaced(nt(100_000))] });
  assert.equal(ask(flat), 5_000);
  assert.equal(flat.variables.length, law.variables.length);
});

test("a replacement that makes a circle, changes the type or does not round is refused", () => {
  const law = taxLaw();
  assert.throws(() => reform(law, { variables: [replaced(add(named("money", "tax"), nt(1)))] }), /law\.cycle/);
  assert.throws(() => reform(law, { variables: [replaced(multiply(nt(1), rate("0.5")))] }), /law\.type/);
  assert.ok(reform(law, { variables: [replaced(round(multiply(nt(1), rate("0.5")), "up"))] }));
  const odd = defineVariable({
    name: "net",
    entity: "person",
    type: "money",
    period: "year",
    from: "2020-01-01",
    label,
    article: null,
    formula: nt(1),
  });
  assert.throws(() => reform(law, { variables: [odd] }), /law\.type/);
  assert.throws(() => reform(law, { parameters: overlay("tax.exemption", { type: "rate" }, "0.5") }), /law\.type/);
  assert.throws(
    () => reform(law, { parameters: [...overlay("new", { type: "money" }, 1), ...overlay("new", { type: "money" }, 2)] }),
    /law\.duplicate/,
  );
});
