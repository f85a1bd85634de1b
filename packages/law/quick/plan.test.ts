import assert from "node:assert/strict";
import { test } from "node:test";
import {
  add,
  defineInput,
  defineVariable,
  loadParameters,
  max,
  multiply,
  nt,
  parameter,
  progressive,
  round,
  subtract,
  when,
  whole,
} from "../index.ts";
import { createLaw, generalRun } from "../law/create.ts";
import { reform } from "../law/reform.ts";
import { taxLaw, taxParameters } from "../test/tax.ts";
import { quickly } from "./plan.ts";

const label = { "zh-Hant": "測試", en: "test" };
const common = { entity: "person", period: "year", from: "2020-01-01", label, article: null } as const;
const salary = defineInput({ name: "one.salary", entity: "person", type: "money", label, least: 0 });
const old = defineInput({ name: "one.old", entity: "person", type: "boolean", label });
const net = defineVariable({
  ...common,
  name: "one.net",
  type: "money",
  formula: max(nt(0), subtract(salary, when(old, nt(120_000)).otherwise(parameter("money", "tax.exemption")))),
});
const tax = defineVariable({
  ...common,
  name: "one.tax",
  type: "money",
  formula: round(progressive(net, "tax.brackets"), "half-up"),
});
const large = defineVariable({ ...common, name: "one.large", type: "money", formula: add(salary, multiply(whole(3), net)) });
const law = createLaw({ inputs: [salary, old], variables: [net, tax, large], parameters: loadParameters(taxParameters) });
const wanted = [tax, large];
const at = "2023-06-01";
const question = (situation: Record<string, number | boolean>) => ({ situation, at });

test("a case with all its facts runs by closures, with the general run's values and trace", () => {
  for (const situation of [
    { "one.salary": 900_000, "one.old": true },
    { "one.salary": 2_345_678, "one.old": false },
    { "one.salary": 0, "one.old": false },
  ]) {
    const quick = quickly(law.definitions, wanted, question(situation));
    const general = generalRun(law.definitions, wanted, { want: ["one.tax", "one.large"], ...question(situation) });
    assert.ok(quick);
    assert.deepEqual(quick, { values: general.values, trace: general.trace });
  }
});

test("a case that closures cannot answer is left to the general run, and says why there", () => {
  const left = [
    question({ "one.salary": 1 }),
    question({ "one.salary": -1, "one.old": false }),
    question({ "one.salary": 1.5, "one.old": false }),
    question({ "one.salary": 1, "one.old": false, "one.other": 1 }),
    question({ "one.salary": Number.MAX_SAFE_INTEGER, "one.old": false }),
    { situation: { "one.salary": 1, "one.old": false }, at: "1999-01-01" },
  ];
  for (const one of left) assert.equal(quickly(law.definitions, wanted, one), undefined, JSON.stringify(one));
  const family = taxLaw();
  const variable = family.definitions.variable("tax") ?? assert.fail("tax");
  assert.equal(quickly(family.definitions, [variable], { situation: { donation: 0, members: [] }, at }), undefined);
});

test("closures are of their own law, day and knowledge", () => {
  const situation = { "one.salary": 900_000, "one.old": false };
  const dearer = reform(law, {
    parameters: loadParameters({
      parameters: [{ ...exemption, values: [{ ...exemption.values[0], value: 1, from: "2020-01-01" }] }],
    }),
  });
  const taxOf = (of: typeof law, day: string, knownAt?: string) =>
    of.calculate({ want: ["one.net"], situation, at: day, ...(knownAt ? { knownAt } : {}) }).values["one.net"];
  assert.equal(taxOf(law, at), 900_000 - 92_000);
  assert.equal(taxOf(dearer, at), 899_999);
  assert.equal(taxOf(law, at), 900_000 - 92_000);
  assert.equal(taxOf(law, "2021-06-01"), 900_000 - 88_000);
  assert.equal(taxOf(law, "2022-05-01", "2021-10-31"), 900_000 - 88_000);
  assert.equal(taxOf(law, "2022-05-01", "2021-11-01"), 900_000 - 92_000);
});
const exemption = taxParameters.parameters.find(({ name }) => name === "tax.exemption") ?? assert.fail("tax.exemption");
