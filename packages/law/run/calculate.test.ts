import assert from "node:assert/strict";
import { test } from "node:test";
import { and, createLaw, defineInput, defineVariable, divide, eq, type Facts, loadParameters, nt, or, when } from "../index.ts";
import { draws } from "../test/draws.ts";
import { taxLaw, taxParameters } from "../test/tax.ts";
import { throwsCode } from "../test/throws.ts";

const law = taxLaw();
const family: Facts = {
  donation: 20000,
  members: [
    { salary: 900000, born: "1950-01-02" },
    { salary: 600000, born: "1990-05-05" },
    { salary: 0, born: "2020-01-01" },
  ],
};
const ask = (situation: Facts, at = "2023-06-01", knownAt?: string) =>
  law.calculate({ want: ["tax", "net"], situation, at, ...(knownAt ? { knownAt } : {}) });

test("a household's tax is worked out from its members, by hand the same", () => {
  // 3.5 exemptions of 92,000 (one member over 70 counts half more); 5 % up to 540,000, 12 % up to 1,210,000.
  const net = 1_500_000 - 322_000 - 20_000;
  assert.deepEqual(ask(family).values, { net, tax: 540_000 * 0.05 + (net - 540_000) * 0.12 });
});

test("another figure in one fact gives another tax", () => {
  const altered = { ...family, donation: 20100 };
  assert.notEqual(ask(altered).values.tax, ask(family).values.tax);
});

test("the same question gives the same answer, byte for byte", () => {
  assert.equal(
    JSON.stringify(ask(family)),
    JSON.stringify(taxLaw().calculate({ want: ["tax", "net"], situation: family, at: "2023-06-01" })),
  );
});

test("parameters are those of the first day of the year", () => {
  assert.equal(ask(family, "2022-01-01").values.net, ask(family, "2022-12-31").values.net);
  assert.equal((ask(family, "2021-12-31").values.net as number) - (ask(family, "2022-01-01").values.net as number), 4000 * 3.5);
});

test("what was not yet known on a day is not used for a question as of that day", () => {
  assert.equal(ask(family, "2022-05-01", "2021-10-31").values.net, 1_500_000 - 88_000 * 3.5 - 20_000);
  assert.equal(ask(family, "2022-05-01", "2021-11-01").values.net, 1_500_000 - 92_000 * 3.5 - 20_000);
});

test("a date before the first version is out of range, not a guess", () => {
  throwsCode("law.out-of-range", () => ask(family, "2019-12-31"));
  throwsCode("law.out-of-range", () => ask(family, "2023-01-01", "2019-01-01"));
});

test("facts that are missing are listed all at once, with the member and what needs them", () => {
  const { values, missing } = ask({ members: [{ salary: 1, born: "1990-01-01" }, { born: "1990-01-01" }] });
  assert.deepEqual(values, {});
  assert.deepEqual(
    missing.map(({ input, scope }) => [input, scope]),
    [
      ["salary", "members/1"],
      ["donation", ""],
    ],
  );
  assert.match(missing[1]!.why.en, /donation.*net income/);
  assert.match(missing[1]!.why["zh-Hant"], /net income.*donation/);
});

test("members that were not given are missing; a list without members is a household of none", () => {
  assert.deepEqual(
    ask({ donation: 0 }).missing.map(({ input }) => input),
    ["members"],
  );
  assert.deepEqual(ask({ donation: 0, members: [] }).values, { net: 0, tax: 0 });
});

test("the tax rises with the income and never faster than its top rate", () => {
  const draw = draws(7);
  const taxOf = (salary: number) => ask({ donation: 0, members: [{ salary, born: "1990-01-01" }] }).values.tax as number;
  for (let i = 0; i < 300; i++) {
    const salary = draw.whole(4_000_000);
    const more = 1 + draw.whole(200_000);
    const [before, after] = [taxOf(salary), taxOf(salary + more)];
    assert.ok(after >= before && after - before <= more * 0.2 + 1, `${salary} + ${more}`);
  }
});

test("brackets join without a jump", () => {
  const taxOf = (net: number) =>
    ask({ donation: 0, members: [{ salary: net + 92_000, born: "1990-01-01" }] }).values.tax as number;
  for (const edge of [540_000, 1_210_000]) assert.ok(taxOf(edge + 1) - taxOf(edge - 1) <= 1);
  assert.equal(taxOf(540_000), 27_000);
  assert.equal(taxOf(1_210_000), 27_000 + 80_400);
});

test("a question that makes no sense has its code", () => {
  throwsCode("law.unknown-variable", () => law.calculate({ want: ["taxes"], situation: {}, at: "2023-01-01" }));
  throwsCode("law.unknown-input", () => ask({ ...family, salery: 1 }));
  throwsCode("law.type", () => ask({ ...family, donation: "20000" }));
  throwsCode("law.type", () => ask({ ...family, members: 3 }));
  throwsCode("law.type", () => ask({ ...family, salary: 5 }));
  throwsCode("law.type", () => ask(family, "2023-02-29"));
  throwsCode("law.type", () => law.calculate({ want: ["tax", "old"], situation: family, at: "2023-01-01" }));
  throwsCode("law.unknown-input", () => ask(JSON.parse('{"__proto__":{"salary":1}}')));
  throwsCode("law.limit", () =>
    ask({ donation: 0, members: Array.from({ length: 10_001 }, () => ({ salary: 1, born: "1990-01-01" })) }),
  );
  assert.deepEqual(law.calculate({ want: [], situation: {}, at: "2023-01-01" }), { values: {}, missing: [], trace: [] });
});

test("the trace names the version of every parameter, in the order of the reckoning, once for each member", () => {
  const { trace } = ask(family);
  assert.deepEqual(
    trace.map(({ variable, scope }) => `${variable}@${scope}`),
    ["old@members/0", "old@members/1", "old@members/2", "exemptions@", "net@", "tax@"],
  );
  const exemptions = trace[3]!;
  assert.deepEqual(
    exemptions.parameters.map(({ name, value, from, certainty }) => [name, value, from, certainty]),
    [
      ["tax.exemption", 92000, "2022-01-01", "A"],
      ["tax.oldExtra", "1/2", "2020-01-01", "C"],
    ],
  );
  assert.equal(exemptions.on, "2023-01-01");
});

test("a step is as certain as the weakest that it builds on", () => {
  const { trace } = ask(family);
  assert.deepEqual(
    trace.map(({ certainty }) => certainty),
    ["A", "A", "A", "C", "C", "C"],
  );
});

test("the working of a step adds up to its value", () => {
  const tax = ask(family).trace.at(-1)!;
  const sum = (working: NonNullable<typeof tax.working>): number => {
    if (working.op === "value") return Number(working.value);
    const parts = working.of.map(sum);
    if (working.op === "round") return Math.round(parts[0]!);
    return working.op === "multiply" ? parts.reduce((a, b) => a * b) : parts.reduce((a, b) => a + b);
  };
  assert.equal(sum(tax.working!), tax.value);
});

const label = { "zh-Hant": "測試", en: "test" };
const a = defineInput({ name: "a", entity: "person", type: "boolean", label });
const b = defineInput({ name: "b", entity: "person", type: "boolean", label });
const n = defineInput({ name: "n", entity: "person", type: "money", label });
const logic = createLaw({
  inputs: [a, b, n],
  parameters: loadParameters(taxParameters),
  variables: [
    defineVariable({
      name: "both",
      entity: "person",
      type: "boolean",
      period: "day",
      from: "2020-01-01",
      label,
      article: null,
      formula: and(a, b),
    }),
    defineVariable({
      name: "either",
      entity: "person",
      type: "boolean",
      period: "day",
      from: "2020-01-01",
      label,
      article: null,
      formula: or(a, b),
    }),
    defineVariable({
      name: "branch",
      entity: "person",
      type: "money",
      period: "day",
      from: "2020-01-01",
      label,
      article: null,
      formula: when(a, n).otherwise(nt(0)),
    }),
    defineVariable({
      name: "none",
      entity: "person",
      type: "boolean",
      period: "day",
      from: "2020-01-01",
      label,
      article: null,
      formula: eq(divide(nt(1), n), divide(nt(1), nt(1))),
    }),
  ],
});
const answer = (want: string, situation: Facts) => {
  const { values, missing } = logic.calculate({ want: [want], situation, at: "2026-01-01" });
  return missing.length > 0 ? missing.map(({ input }) => input).join(" ") : values[want];
};

test("what is not known is settled where the rest decides, whichever side it is on", () => {
  assert.equal(answer("both", { b: false }), false);
  assert.equal(answer("both", { a: false }), false);
  assert.equal(answer("both", { b: true }), "a");
  assert.equal(answer("both", {}), "a b");
  assert.equal(answer("either", { b: true }), true);
  assert.equal(answer("either", { a: false }), "b");
});

test("a branch that is not taken asks for nothing", () => {
  assert.equal(answer("branch", { a: false }), 0);
  assert.equal(answer("branch", { a: true }), "n");
  assert.equal(answer("branch", { n: 5 }), "a");
});

test("division by zero has its code", () => {
  throwsCode("law.division-by-zero", () => answer("none", { n: 0 }));
});
