import assert from "node:assert/strict";
import { test } from "node:test";
import { LawError } from "@troad/law";
import { requirePossibleIncome } from "./contradictions.ts";

const refused = (facts: Record<string, number | boolean>, subject: string): void => {
  const named = Object.fromEntries(Object.entries(facts).map(([name, value]) => [`income.${name}`, value]));
  assert.throws(
    () => requirePossibleIncome(named),
    (error: unknown) => error instanceof LawError && error.code === "law.range" && error.subject === `income.${subject}`,
  );
};

test("a household whose facts cannot all be true is refused at the fact at fault", () => {
  refused({ married: false, spouseSalary: 1 }, "spouseSalary");
  refused({ married: false, spouseSenior: true }, "spouseSenior");
  refused({ married: true, dependants: 1, seniors: 2 }, "seniors");
  refused({ married: true, dependants: 0, disabledDependants: 1 }, "disabledDependants");
  refused({ married: false, dependants: 2, seniors: 1, students: 1, preschoolers: 1 }, "dependants");
  refused({ married: false, dependants: 0, care: 2 }, "care");
});

test("what is possible, or not said, passes", () => {
  requirePossibleIncome({ "income.married": true, "income.spouseSalary": 5, "income.dependants": 2, "income.seniors": 2 });
  requirePossibleIncome({ "income.married": false, "income.spouseSalary": 0, "income.dependants": 0, "income.care": 1 });
  requirePossibleIncome({ "income.seniors": 3, "income.spouseSalary": 9 });
});
