import assert from "node:assert/strict";
import { test } from "node:test";
import { nextQuestions, type Trials, type Value } from "@troad/law";
import { income } from "./law.ts";

const trials: Trials = Object.fromEntries(
  income.inputs.map(({ name, type }): [string, Value[]] => [
    name,
    type === "boolean"
      ? [false, true]
      : type === "integer"
        ? [0, 2]
        : name === "income.salary"
          ? [600_000, 0, 2_000_000]
          : [0, 60_000],
  ]),
);
const at = "2025-12-31";

test("of a return of one person the salary is asked first", () => {
  const [first, second] = nextQuestions(income, { want: "income.tax", situation: { "income.married": false }, at }, trials);
  assert.equal(first?.input, "income.salary");
  assert.ok(first && second && first.spread > second.spread);
});

test("a whole return leaves nothing to ask", () => {
  const situation = Object.fromEntries(income.inputs.map(({ name }) => [name, trials[name]?.[0] ?? 0]));
  assert.deepEqual(nextQuestions(income, { want: "income.tax", situation, at }, trials), []);
});

test("the order follows what is known: with a high salary a deduction is worth more", () => {
  const asked = (salary: number) =>
    nextQuestions(
      income,
      { want: "income.tax", situation: { "income.salary": salary, "income.married": false }, at },
      trials,
    ).find(({ input }) => input === "income.dependants")?.spread ?? 0;
  assert.ok(asked(3_000_000) > asked(900_000));
});
