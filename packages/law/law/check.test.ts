import assert from "node:assert/strict";
import { test } from "node:test";
import type { LawCode } from "../errors.ts";
import type { Operand } from "../graph/build.ts";
import {
  add,
  and,
  code,
  countOf,
  createLaw,
  defineGroup,
  defineInput,
  defineVariable,
  divide,
  eq,
  type Input,
  loadParameters,
  lt,
  match,
  max,
  mine,
  multiply,
  named,
  nt,
  parameter,
  progressive,
  rate,
  round,
  segmentFirst,
  sumBefore,
  sumOf,
  table,
  type ValueType,
  type Variable,
  when,
  whole,
} from "../index.ts";
import { taxLaw, taxParameters } from "../test/tax.ts";
import { throwsCode } from "../test/throws.ts";

const label = { "zh-Hant": "測試", en: "test" };
const codes = { low: label, none: label };
const amount = defineInput({ name: "amount", entity: "person", type: "money", label });
const other = defineInput({ name: "other", entity: "person", type: "money", label });
const status = defineInput({ name: "status", entity: "person", type: "code", codes, label });
const flag = defineInput({ name: "flag", entity: "person", type: "boolean", label });
const rent = defineInput({ name: "rent", entity: "household", type: "money", label });
const members = defineGroup({ name: "members", of: "household", member: "person" });

const rule = (name: string, type: Exclude<ValueType, "code">, formula: Operand, entity = "person"): Variable =>
  defineVariable({ name, entity, type, period: "year", from: "2020-01-01", label, article: null, formula: formula as never });
const build = (variables: readonly Variable[], inputs: readonly Input[] = [amount, other, status, flag, rent]) =>
  createLaw({ inputs, variables, groups: [members], parameters: loadParameters(taxParameters) });
const refused = (expected: LawCode, variables: readonly Variable[]) => throwsCode(expected, () => build(variables));

test("a sound law is put together", () => {
  assert.equal(taxLaw().variables.length, 4);
});

test("a variable that depends on itself is found when the law is put together, with the way round", () => {
  const around = [
    rule("first", "money", named("money", "second")),
    rule("second", "money", named("money", "third")),
    rule("third", "money", when(flag, amount).otherwise(named("money", "first"))),
  ];
  refused("law.cycle", around);
  assert.throws(() => build(around), /first <- second <- third <- first/);
  refused("law.cycle", [rule("self", "money", named("money", "self"))]);
});

test("a cycle through a formula that applied only once is a cycle too", () => {
  const past = defineVariable({
    name: "past",
    entity: "person",
    type: "money",
    period: "year",
    label,
    article: null,
    formulas: [
      { from: "2020-01-01", to: "2020-12-31", formula: named("money", "past") },
      { from: "2021-01-01", formula: amount },
    ],
  });
  refused("law.cycle", [past]);
});

test("money and plain numbers are not mixed up", () => {
  refused("law.type", [rule("x", "money", add(amount, whole(3)))]);
  refused("law.type", [rule("x", "money", round(multiply(amount, other), "down"))]);
  refused("law.type", [rule("x", "money", max(amount, rate("0.6")))]);
  refused("law.type", [rule("x", "boolean", lt(amount, whole(3)))]);
  refused("law.type", [rule("x", "rate", divide(whole(1), amount))]);
  refused("law.type", [rule("x", "money", divide(amount, other))]);
  refused("law.type", [rule("x", "integer", amount)]);
  assert.ok(build([rule("x", "rate", divide(amount, other))]));
});

test("a rule that can give a fraction of a dollar must say how it rounds", () => {
  refused("law.type", [rule("x", "money", multiply(amount, rate("0.6")))]);
  refused("law.type", [rule("x", "money", round(multiply(amount, rate("0.6")), "down", "0.01"))]);
  refused("law.type", [rule("x", "money", progressive(amount, "tax.brackets"))]);
  assert.ok(build([rule("x", "money", round(multiply(amount, rate("0.6")), "down"))]));
  assert.ok(build([rule("x", "money", multiply(amount, whole(3)))]));
});

test("names that do not exist are found", () => {
  refused("law.unknown-variable", [rule("x", "money", named("money", "nowhere"))]);
  refused("law.parameter", [rule("x", "money", parameter("money", "tax.nothing"))]);
  refused("law.parameter", [rule("x", "money", round(progressive(amount, "tax.exemption"), "down"))]);
  refused("law.parameter", [rule("x", "rate", table(status, "tax.exemption"))]);
  refused("law.type", [rule("x", "rate", parameter("rate", "tax.exemption"))]);
});

test("codes that a fact cannot have are found", () => {
  refused("law.type", [rule("x", "boolean", eq(status, code("lwo")))]);
  refused("law.type", [rule("x", "money", match(status, { low: nt(1), nnoe: nt(0) }))]);
  refused("law.type", [rule("x", "money", match(status, { low: nt(1) }))]);
  assert.ok(build([rule("x", "money", match(status, { low: nt(1) }, nt(0)))]));
});

test("branches and comparisons must be of one kind", () => {
  refused("law.type", [rule("x", "money", when(flag, amount as Operand).otherwise(status))]);
  refused("law.type", [rule("x", "boolean", eq(status as Operand, amount))]);
  refused("law.type", [rule("x", "boolean", lt(status, status))]);
  refused("law.type", [rule("x", "boolean", and(flag, amount as never))]);
});

test("a person sees the household's facts, a household sees its members' only in a fold over them", () => {
  assert.ok(build([rule("x", "money", add(amount, rent))]));
  assert.ok(build([rule("x", "money", sumOf(members, amount), "household")]));
  refused("law.type", [rule("x", "money", add(amount, rent), "household")]);
  refused("law.type", [rule("x", "integer", countOf(members, flag), "vehicle")]);
  refused("law.type", [rule("x", "money", sumBefore(members, amount, { by: amount }), "household")]);
  refused("law.type", [rule("x", "boolean", mine(flag))]);
  refused("law.type", [rule("x", "date", segmentFirst)]);
  refused("law.unknown-variable", [rule("x", "integer", countOf({ name: "nobody" }, flag), "household")]);
});

test("one name stands for one thing", () => {
  refused("law.duplicate", [rule("x", "money", amount), rule("x", "money", other)]);
  refused("law.duplicate", [rule("amount", "money", other)]);
  refused("law.duplicate", [rule("members", "money", other)]);
});

test("groups do not go in a circle", () => {
  const back = defineGroup({ name: "homes", of: "person", member: "household" });
  assert.throws(
    () => createLaw({ inputs: [amount, rent], variables: [], groups: [members, back], parameters: [] }),
    /law\.cycle/,
  );
});
