import assert from "node:assert/strict";
import { test } from "node:test";
import { createLaw, defineVariable, explain, type Facts, named, whole, yearsAway } from "../index.ts";
import { article, familyLaw } from "../test/family.ts";
import { throwsCode } from "../test/throws.ts";

const law = familyLaw();
const ask = (want: string, situation: Facts, at = "2024-03-15") => law.calculate({ want: [want], situation, at });
const value = (want: string, situation: Facts, at?: string) => ask(want, situation, at).values[want];
const child = (born: string, pay = 0): Facts => ({ role: "child", born, pay });
const three = { people: [child("2010-05-01", 30), child("2005-01-01", 10), child("2010-05-01", 20)] };

test("members have a place by day; twins keep the order in which they were given", () => {
  assert.equal(value("firstTwo", three), 10 + 30);
  assert.equal(value("twins", three), 2);
  assert.equal(value("runningMost", three), 10 + 30);
});

test("a group without members sums to nothing and has the value that the rule names for its most", () => {
  const none = { people: [] };
  assert.deepEqual(
    ["children", "mostPay", "anyPoor", "allGrown"].map((want) => value(want, none)),
    [0, -1, false, true],
  );
  assert.deepEqual(
    ask("children", {}).missing.map(({ input }) => input),
    ["people"],
  );
});

test("a condition that is settled by one member asks nothing about the others", () => {
  assert.equal(value("anyPoor", { people: [child("2010-01-01", -5), { role: "child" }] }), true);
  assert.deepEqual(
    ask("anyPoor", { people: [child("2010-01-01", 5), { role: "child" }] }).missing.map(({ input, scope }) => [input, scope]),
    [["pay", "people/1"]],
  );
});

test("more members of a role than there can be are refused", () => {
  const head = { role: "head", born: "1980-01-01", pay: 1 };
  assert.equal(value("children", { people: [head, head] }), 0);
  throwsCode("law.range", () => value("children", { people: [head, head, head] }));
});

test("another year's fact is asked for by its year, and one value counts for the year asked", () => {
  assert.equal(value("lossOfTwo", { loss: { "2023": -7, "2024": 3 } }), -4);
  assert.deepEqual(
    ask("lossOfTwo", { loss: 3 }).missing.map(({ input, period }) => [input, period]),
    [["loss", "2023"]],
  );
  throwsCode("law.type", () => value("lossOfTwo", { loss: { "20x4": 1 } }));
  throwsCode("law.type", () => value("lossOfTwo", { loss: { "2024-01": 1 } }));
  throwsCode("law.type", () => value("late", { due: { "2024": "2024-01-01" }, paid: "2024-01-01" }));
});

test("a rule builds on its own result of the year before, and the explanation names the years", () => {
  const { values, trace } = ask("balance", { loss: { "2020": 1, "2021": -10, "2022": 100, "2023": 0, "2024": 0 } });
  assert.equal(values.balance, 91);
  assert.deepEqual(
    trace.map(({ on }) => on.slice(0, 4)),
    ["2019", "2020", "2021", "2022", "2023", "2024"],
  );
  assert.match(explain(trace, "en").at(-1) ?? "", /loss NT\$0 \+ balance \(2023\) NT\$91/);
  assert.match(explain(trace, "zh-Hant").at(-1) ?? "", /balance〕（2023）/);
});

test("a rule that looks back without an end is refused", () => {
  const endless = defineVariable({
    name: "endless",
    entity: "family",
    type: "money",
    period: "year",
    from: "0001-01-01",
    label: article(1),
    article: null,
    formula: yearsAway(named("money", "endless"), -1),
  });
  const bad = createLaw({ inputs: [], parameters: [], variables: [endless] });
  throwsCode("law.limit", () => bad.calculate({ want: ["endless"], situation: {}, at: "2024-01-01" }));
  const now = { ...endless, formulas: [{ ...endless.formulas[0]!, expr: named("money", "endless") }] };
  throwsCode("law.cycle", () => createLaw({ inputs: [], parameters: [], variables: [now] }));
});

test("an exception takes the place of the rule, and the step names its article", () => {
  const usual = ask("charge", { debt: 50, poor: false });
  assert.deepEqual([usual.values.charge, usual.trace[0]?.exceptions], [7, undefined]);
  const poor = ask("charge", { debt: 50, poor: true });
  assert.deepEqual([poor.values.charge, poor.trace[0]?.exceptions], [0, [article(5)]]);
  assert.match(explain(poor.trace, "en")[0] ?? "", /An exception applies: Test Act, Article 5\./);
  assert.match(explain(poor.trace, "zh-Hant")[0] ?? "", /適用例外規定：測試法第 5 條。/);
});

test("an exception to an exception stands inside it, and the step names both articles", () => {
  const nested = (poor: boolean, debt: number) => {
    const { values, trace } = ask("nested", { poor, debt });
    return [values.nested, trace[0]?.exceptions?.map(({ en }) => en.at(-1))];
  };
  assert.deepEqual(nested(false, 5), [1, undefined]);
  assert.deepEqual(nested(true, -5), [2, ["7"]]);
  assert.deepEqual(nested(true, 5), [3, ["7", "8"]]);
});

test("two exceptions that apply at once contradict each other: no order decides between them", () => {
  const both = defineVariable({
    name: "both",
    entity: "family",
    type: "integer",
    period: "day",
    from: "2000-01-01",
    label: article(1),
    article: null,
    formula: whole(1),
    exceptions: [5, 6].map((number) => ({ when: named("boolean", "poor"), formula: whole(number), article: article(number) })),
  });
  const poor = law.inputs.find(({ name }) => name === "poor");
  const odd = createLaw({ inputs: poor ? [poor] : [], parameters: [], variables: [both] });
  assert.equal(odd.calculate({ want: ["both"], situation: { poor: false }, at: "2024-01-01" }).values.both, 1);
  assert.throws(
    () => odd.calculate({ want: ["both"], situation: { poor: true }, at: "2024-01-01" }),
    /Test Act, Article 5; Test Act, Article 6 \(law\.conflict\)/,
  );
});

test("whether an exception applies is asked before the rule is", () => {
  assert.deepEqual(
    ask("charge", {}).missing.map(({ input }) => input),
    ["poor", "debt"],
  );
  assert.deepEqual(ask("charge", { poor: true, debt: 1 }).missing, []);
});

test("a last day that is a day off moves by the calendar, which the trace shows; beyond the calendar it is refused", () => {
  // 2024-02-17 is a Saturday that is worked, 2024-02-24 one that is not.
  assert.equal(value("moved", { due: "2024-01-18" }), "2024-02-17");
  const { values, trace } = ask("moved", { due: "2024-01-25" });
  assert.equal(values.moved, "2024-02-26");
  assert.deepEqual(
    trace[0]?.parameters.map(({ name, value }) => [name, value]),
    [["test.calendar", "2024-02-26"]],
  );
  throwsCode("law.out-of-range", () => value("moved", { due: "2035-01-01" }));
});

test("interest by years takes the rate of each and drops the fraction of each", () => {
  // 2023-12-01 to 2023-12-31: 31 days at 2 %; 2024-01-01 to 2024-01-10: 10 of 366 days at 1.25 %.
  const { values, trace } = ask("interest", { debt: 100_000, due: "2023-12-01", paid: "2024-01-10" });
  assert.equal(values.interest, Math.floor((100_000 * 0.02 * 31) / 365) + Math.floor((100_000 * 0.0125 * 10) / 366));
  assert.deepEqual(
    trace[0]?.parameters.map(({ value }) => value),
    ["2%", "1.25%"],
  );
  assert.equal(value("interest", { debt: 1, due: "2024-01-10", paid: "2024-01-09" }), 0);
  throwsCode("law.limit", () => value("interest", { debt: 1, due: "2010-01-01", paid: "9999-01-01" }));
});

test("a run over very many members is refused before it takes long", () => {
  const people = Array.from({ length: 3_000 }, () => child("2010-05-01", 1));
  throwsCode("law.limit", () => value("runningMost", { people }));
});

test("losses are facts below zero and rules reckon with them", () => {
  assert.equal(value("difference", { debt: -5, people: [child("2010-01-01", -8)] }), 3);
  assert.equal(value("halfDown", { debt: -5 }), -2);
  assert.equal(value("thirdUp", { debt: -5 }), -2);
  assert.equal(value("tenthUp", { debt: -50 }), -10);
  throwsCode("law.range", () => value("halfDown", { debt: -1_000_001 }));
});
