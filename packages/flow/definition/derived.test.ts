import assert from "node:assert/strict";
import { test } from "node:test";
import { derive, referencesIn } from "./derived.ts";

const values: Record<string, unknown> = {
  "sources.income.incomes": [
    { kind: "wage", amount: 900 },
    { kind: "other", amount: 50 },
    { kind: "wage", amount: 100 },
  ],
  "answers.children": [{ id: "A" }, { id: "B" }],
  "written.match.released": ["B"],
  "answers.year": "2025",
  "answers.married": true,
};
const read = (reference: string): unknown => values[reference];

test("amounts of entries that fit are summed; what is not there adds nothing, and digits count as an amount", () => {
  const wages = { of: "sources.income.incomes", part: "amount", where: { kind: ["wage"] } };
  assert.equal(derive({ sum: [wages] }, read), 1_000);
  assert.equal(derive({ sum: [wages, { of: "sources.spouse.total" }], less: [{ of: "answers.none" }] }, read), 1_000);
  assert.equal(derive({ sum: [{ of: "answers.year" }] }, read), 2_025);
});

test("who was given up is not counted", () => {
  const count = { count: [{ of: "answers.children", except: { field: "id", in: "written.match.released" } }] };
  assert.equal(derive(count, read), 1);
  assert.deepEqual(referencesIn(count), ["answers.children", "written.match.released"]);
});

test("a guard, the first that is there, and a key of parts", () => {
  assert.equal(derive({ holds: { value: "answers.married", is: true } }, read), true);
  assert.equal(derive({ holds: { value: "answers.widowed", is: true } }, read), false);
  assert.equal(derive({ first: ["answers.none", "answers.year"] }, read), "2025");
  assert.equal(derive({ join: ["answers.year", "answers.year"], by: "-" }, read), "2025-2025");
  assert.equal(derive({ join: ["answers.year", "answers.none"], by: "-" }, read), undefined);
});
