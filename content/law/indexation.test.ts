import assert from "node:assert/strict";
import { test } from "node:test";
import { explain, type Law, LawError } from "@troad/law";
import { laws, withIndex } from "./index.ts";
import { cpi } from "./taxes/cpi.ts";
import { emptyReturn } from "./topics/income.ts";

const lawOf = (name: string): Law => laws.get(name) ?? assert.fail(name);
const income = lawOf("income");
const figure = (law: Law, name: string, on: string) => law.definitions.valueOn(name, on, undefined);
const tax = (law: Law, year: number, salary = 3_000_000) =>
  law.calculate({ want: ["income.tax"], situation: { ...emptyReturn, "income.salary": salary }, at: `${year}-12-31` });

test("the figures announced for 2026 follow from those of 2024 by the articles on indexation", () => {
  const projected = withIndex("income", { "2024": "1", "2026": "1.0413" }, 2026) ?? assert.fail("income");
  for (const name of ["exemption", "exemptionSenior", "standardDeduction", "salarySpecial", "disabilitySpecial"])
    assert.deepEqual(
      figure(projected, `income.${name}`, "2026-01-01")?.exact,
      figure(income, `income.${name}`, "2026-01-01")?.exact,
      name,
    );
  const starts = figure(projected, "income.brackets", "2026-01-01")?.given as { from: number }[];
  assert.deepEqual(
    starts.map(({ from }) => from),
    [0, 610_000, 1_380_000, 2_770_000, 5_190_000],
  );
  assert.equal(tax(projected, 2026).values["income.tax"], tax(income, 2026).values["income.tax"]);
});

test("a coming year can be worked out from a supposed index; every figure says that it is derived", () => {
  const projected = withIndex("income", { "2026": "100", "2027": "102.9", "2028": "103" }, 2027) ?? assert.fail("income");
  // Below three percent nothing moves; in 2028 three percent of 101,000 are rounded to a thousand.
  assert.equal(figure(projected, "income.exemption", "2027-01-01")?.given, 101_000);
  assert.equal(figure(projected, "income.exemption", "2028-01-01")?.given, 104_000);
  assert.equal(figure(projected, "income.exemption", "2031-01-01")?.given, 104_000);
  const { trace } = tax(projected, 2028);
  const step =
    trace.find(({ parameters }) => parameters.some(({ name }) => name === "income.exemption")) ?? assert.fail("a step");
  assert.deepEqual([step.certainty, step.parameters[0]?.standing], ["D", "derived"]);
  assert.match(explain([step], "zh-Hant")[0] ?? "", /依假設的指數推算，尚未公布/);
  assert.match(explain([step], "zh-Hant")[0] ?? "", /所得稅法第 5 條/);
});

test("each figure is compared with the year of its own last adjustment, which the index must have", () => {
  assert.throws(() => withIndex("property", { "2026": "1", "2027": "1.2" }, 2027), /law\.out-of-range/);
  const levels = { "2022": "0.9", "2024": "0.95", "2025": "0.97", "2027": "1", "2028": "1.05" };
  const projected = withIndex("property", levels, 2027) ?? assert.fail("property");
  // 1 / 0.9 is 11.1 % above 2022, the year of the exemption's last adjustment: 2,440,000 becomes 2,710,000.
  assert.equal(figure(projected, "gift.exemption", "2027-01-01")?.given, 2_710_000);
  // 1 / 0.95 is only 5.3 % above 2024 and 1.05 / 0.95 10.5 %: 560,000 becomes 620,000 in 2028.
  assert.deepEqual(
    ["2027-01-01", "2028-01-01"].map((on) => figure(projected, "estate.lineal", on)?.given),
    [560_000, 620_000],
  );
});

test("the rise in the law on indexation and that of projected figures are one rule", () => {
  const amounts = { "income.exemption": 97_000, "income.standardDeduction": 131_000, "income.salarySpecial": 218_000 };
  for (const [name, amount] of Object.entries(amounts))
    for (const percent of ["3", "4.13", "4.5", "12.34", "20.05"]) {
      const level = String(1 + Number(percent) / 100);
      const projected = withIndex("income", { "2024": "1", "2026": level }, 2026) ?? assert.fail("income");
      const situation = { "cpi.amount": amount, "cpi.rise": `${percent}%`, "cpi.unit": 1_000 };
      const { values } = cpi.calculate({ want: ["cpi.adjusted"], situation, at: "2026-12-31" });
      assert.equal(figure(projected, name, "2026-01-01")?.given, values["cpi.adjusted"], `${name} ${percent} %`);
    }
});

test("an index that is no number, goes on for ever or misses its base is refused with a code", () => {
  const refused = (levels: Record<string, string>, code: string) =>
    assert.throws(
      () => withIndex("income", levels, 2027),
      (error) => error instanceof LawError && error.code === code,
    );
  refused({ "2026": "1" }, "law.range");
  refused({ "2026": "0", "2027": "1" }, "law.type");
  refused({ "2026": "x", "2027": "1" }, "law.type");
  refused({ "2025": "1", "2027": "1" }, "law.out-of-range");
  refused(Object.fromEntries(Array.from({ length: 60 }, (_, at) => [String(2026 + at), "1"])), "law.range");
});

test("beyond the last year announced every law goes on alike: the last figures, and every step says so", () => {
  const asked: [law: string, want: string, facts: Record<string, number | string | boolean>][] = [
    ["income", "income.tax", { ...emptyReturn, "income.salary": 3_000_000 } as Record<string, number | boolean>],
    ["insurance", "insurance.labourPremium", { "insurance.wage": 40_000, "insurance.partTime": false }],
    ["property", "gift.ofYear", { "gift.total": 5_000_000, "gift.totalBurden": 0 }],
    ["benefits", "childcare.monthly", { "benefit.order": 3, "benefit.ageMonths": 12, "benefit.publicCare": false }],
  ];
  for (const [name, want, situation] of asked) {
    const law = lawOf(name);
    const of = (at: string) => law.calculate({ want: [want], situation, at });
    const [last, next] = [of("2026-12-31"), of("2027-06-30")];
    assert.equal(next.values[want], last.values[want], want);
    for (const step of next.trace) assert.equal(step.certainty, "D", step.variable);
    assert.notDeepEqual(
      last.trace.map(({ certainty }) => certainty),
      next.trace.map(({ certainty }) => certainty),
      want,
    );
  }
  const { trace } = tax(income, 2027);
  assert.match(explain(trace, "zh-Hant").join("\n"), /下一期的數字尚未公布，暫用最近一次公布的數字/);
});

test("what ended by law stays ended, and a rate of interest that nobody has observed is not supposed", () => {
  assert.equal(figure(lawOf("house"), "house.soleCap", "2027-01-01"), undefined);
  assert.equal(figure(lawOf("late"), "late.postalRate", "2027-01-01"), undefined);
  assert.throws(() => tax(income, 1999), /law\.out-of-range/);
});
