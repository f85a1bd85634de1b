import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { LawError, loadParameters, reform } from "@troad/law";
import { income } from "../income/law.ts";
import parameters from "../parameters/income.json" with { type: "json" };
import type { Fields } from "./fields.ts";
import { topics } from "./index.ts";

const file = path.resolve(
  process.env.TROAD_REFERENCE ?? path.resolve("..", "shared", "reference"),
  "..",
  "facts",
  "tax",
  "examples.json",
);
type Example = { id: string; topic: string; input: Fields; expected: object };
const skip = fs.existsSync(file) ? false : "the worked examples are not at hand";
const examples = (): Example[] => JSON.parse(fs.readFileSync(file, "utf8"));
const answer = (topic: string, input: Fields) => topics.get(topic)?.(input);

test("every worked example comes out as it was published", { skip }, () => {
  for (const { id, topic, input, expected } of examples()) assert.deepEqual(answer(topic, input), expected, id);
  assert.ok(examples().length >= 41);
});

test("one altered bracket makes worked examples fail", { skip }, () => {
  const altered = structuredClone(parameters.parameters.find(({ name }) => name === "income.brackets"));
  for (const { value } of altered?.values ?? []) if (Array.isArray(value) && value[0]) value[0].value = "6%";
  const other = reform(income, { parameters: loadParameters({ parameters: [altered] }) });
  const failing = examples().filter(({ topic, input, expected }) => {
    if (!topic.startsWith("income.")) return false;
    return JSON.stringify(topics.get(topic)?.(input, other)) !== JSON.stringify(expected);
  });
  assert.ok(failing.length >= 4, `${failing.length} failed`);
});

const refused: [string, Fields, string, string][] = [
  ["income.bracket", { roc: 2025, net_income: 1 }, "law.range", "roc"],
  ["income.bracket", { roc: 50, net_income: 1 }, "law.out-of-range", "income.bracketTax"],
  ["income.bracket", { roc: 114, net_income: -1 }, "law.range", "net_income"],
  ["income.bracket", { roc: 114, net_income: 1e12 }, "law.range", "income.netGiven"],
  ["income.salary_one_earner", { roc: 114, salary: 1, persons: 1, married: true, rent: 0 }, "law.range", "persons"],
  ["late.local", { due: "114-04-30", paid: "2025-05-10", tax: 7120, kind: "licence(local)" }, "law.type", "due"],
  ["deadline.shift", { nominal: "2035-05-31" }, "law.out-of-range", "2035-05-31"],
  ["deed", { kind: "theft", price: 1 }, "law.type", "deed.kind"],
];
for (const [topic, input, code, subject] of refused)
  test(`${topic} refuses ${JSON.stringify(input)} at ${subject}`, () => {
    assert.throws(
      () => answer(topic, input),
      (error) => error instanceof LawError && error.code === code && error.subject === subject,
    );
  });

test("the surcharge rises with the days and stops at its limit", () => {
  let before = 0;
  for (let days = 0; days < 60; days++) {
    const { pct } = answer("latefee.new", { days_late: days, regime: "3-day" }) as { pct: number };
    assert.ok(pct >= before && pct - before <= 1);
    before = pct;
  }
  assert.equal(before, 10);
});
