import assert from "node:assert/strict";
import { test } from "node:test";
import { cliffs, firstAbove, marginalRate, type Value } from "@troad/law";
import { income } from "./law.ts";

const empty = Object.fromEntries(income.inputs.map(({ name, type }) => [name, type === "boolean" ? false : 0] as const));
const curve = (facts: Record<string, Value>) => ({
  law: income,
  want: "income.tax",
  situation: { ...empty, ...facts },
  at: "2025-12-31",
  vary: "income.salary",
});

test("tax never falls as the salary rises", () => {
  for (const facts of [{}, { "income.married": true, "income.spouseSalary": 900_000 }, { "income.dividends": 400_000 }]) {
    const { law, want, situation, at } = curve(facts);
    let before = Number.NEGATIVE_INFINITY;
    for (let salary = 0; salary <= 8_000_000; salary += 100_000) {
      const tax = law.calculate({ want: [want], situation: { ...situation, "income.salary": salary }, at }).values[
        want
      ] as number;
      assert.ok(tax >= before, `at ${salary}`);
      before = tax;
    }
  }
});

test("a single worker of 2025 pays tax from a salary of 446,020 on", () => {
  assert.equal(firstAbove(curve({}), 0, [0, 5_000_000]), 446_020);
});

test("the marginal rate is the rate of the bracket", () => {
  assert.equal(marginalRate(curve({}), 800_000, 10_000), 0.05);
  assert.equal(marginalRate(curve({}), 3_500_000, 10_000), 0.3);
});

test("without rent or care there is no jump", () => {
  assert.deepEqual(cliffs(curve({}), [0, 8_000_000], 20_000, 0.4, 2), []);
});

test("rent is lost at the rate of 20 %: the law's own cliff (所得稅法 §17 III)", () => {
  const found = cliffs(curve({ "income.rent": 180_000 }), [0, 4_000_000], 20_000, 0.4, 2);
  assert.equal(found.length, 1);
  // 1,330,000 of net income, and exemption 97,000, standard 131,000, salary 218,000, rent 180,000.
  assert.equal(found[0]?.from, 1_956_001);
  assert.ok(found[0] && found[0].after - found[0].before > 20_000);
  assert.equal(found[0].rule?.article?.en, "Income Tax Act, Articles 15 and 17, paragraph 3");
});
