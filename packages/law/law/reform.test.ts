import assert from "node:assert/strict";
import { test } from "node:test";
import { add, defineVariable, type Facts, LawError, loadParameters, multiply, named, nt, rate, reform, round } from "../index.ts";
import { familyLaw, rates } from "../test/family.ts";
import { taxLaw } from "../test/tax.ts";

const label = { "zh-Hant": "改革", en: "reform" };
const citation = { "zh-Hant": "草案", en: "Draft" };
const family: Facts = { donation: 0, members: [{ salary: 1_000_000, born: "1990-01-01" }] };
const overlay = (name: string, type: object, value: unknown, from = "2023-01-01", to: string | null = null) =>
  loadParameters({
    parameters: [
      { name, label, ...type, values: [{ value, from, to, announced: null, citation, certainty: "A", source: "supposition" }] },
    ],
  });
const ask = (law: ReturnType<typeof taxLaw>, at = "2023-01-01", knownAt?: string) =>
  law.calculate({ want: ["tax"], situation: family, at, ...(knownAt ? { knownAt } : {}) }).values.tax;

test("a reform changes what it covers and leaves the law as it was", () => {
  const law = taxLaw();
  const higher = reform(law, { parameters: overlay("tax.exemption", { type: "money" }, 100_000) });
  assert.equal(ask(law), 27_000 + (908_000 - 540_000) * 0.12);
  assert.equal(ask(higher), 27_000 + (900_000 - 540_000) * 0.12);
  assert.equal(ask(higher, "2022-01-01"), ask(law, "2022-01-01"));
});

test("a reform that ends gives way to the law again", () => {
  const law = taxLaw();
  const once = reform(law, { parameters: overlay("tax.exemption", { type: "money" }, 100_000, "2023-01-01", "2023-12-31") });
  assert.notEqual(ask(once), ask(law));
  assert.equal(ask(once, "2024-01-01"), ask(law, "2024-01-01"));
});

test("a supposition counts whatever was known when", () => {
  const higher = reform(taxLaw(), { parameters: overlay("tax.exemption", { type: "money" }, 100_000) });
  assert.equal(ask(higher, "2023-01-01", "2022-06-01"), ask(higher));
});

test("reforms lie on reforms", () => {
  const first = reform(taxLaw(), { parameters: overlay("tax.exemption", { type: "money" }, 100_000) });
  const second = reform(first, {
    parameters: overlay("tax.brackets", { type: "brackets", over: "money", of: "rate" }, [{ from: 0, value: "0.1" }]),
  });
  assert.equal(ask(second), 90_000);
  assert.equal(ask(first), 27_000 + (900_000 - 540_000) * 0.12);
  assert.deepEqual(
    second.parameters.map(({ values }) => values.length),
    [3, 2, 1],
  );
});

const replaced = (formula: Parameters<typeof add>[0]) =>
  defineVariable({
    name: "net",
    entity: "household",
    type: "money",
    period: "year",
    from: "2020-01-01",
    label,
    article: null,
    formula,
  });

test("a rule is replaced by another of the same type", () => {
  const law = taxLaw();
  const flat = reform(law, { variables: [replaced(nt(100_000))] });
  assert.equal(ask(flat), 5_000);
  assert.equal(flat.variables.length, law.variables.length);
});

test("a replacement that makes a circle, changes the type or does not round is refused", () => {
  const law = taxLaw();
  assert.throws(() => reform(law, { variables: [replaced(add(named("money", "tax"), nt(1)))] }), /law\.cycle/);
  assert.throws(() => reform(law, { variables: [replaced(multiply(nt(1), rate("0.5")))] }), /law\.type/);
  assert.ok(reform(law, { variables: [replaced(round(multiply(nt(1), rate("0.5")), "up"))] }));
  const odd = defineVariable({
    name: "net",
    entity: "person",
    type: "money",
    period: "year",
    from: "2020-01-01",
    label,
    article: null,
    formula: nt(1),
  });
  assert.throws(() => reform(law, { variables: [odd] }), /law\.type/);
  assert.throws(() => reform(law, { parameters: overlay("tax.exemption", { type: "rate" }, "0.5") }), /law\.type/);
  assert.throws(
    () => reform(law, { parameters: [...overlay("new", { type: "money" }, 1), ...overlay("new", { type: "money" }, 2)] }),
    /law\.duplicate/,
  );
});

const exemption = (from: string, to: string | null = null) => overlay("tax.exemption", { type: "money" }, 100_000, from, to);
const refusedPeriod = (run: () => unknown) => assert.throws(run, /law\.period/);

test("PolicyEngine/policyengine-uk#1070: a reform from the middle of a year is refused, not ignored until the next", () => {
  const law = taxLaw();
  refusedPeriod(() => reform(law, { parameters: exemption("2023-07-01") }));
  refusedPeriod(() => reform(law, { parameters: exemption("2023-01-01", "2023-06-30") }));
  assert.throws(
    () => reform(law, { parameters: exemption("2023-07-01") }),
    (error) =>
      error instanceof LawError && /按年計算.*2023-07-01/.test(error.text["zh-Hant"]) && /exemptions/.test(error.text.en),
  );
  const late = { ...replaced(nt(1)), formulas: [{ ...replaced(nt(1)).formulas[0]!, from: "2023-07-01" }] };
  refusedPeriod(() => reform(law, { variables: [late] }));
  // What is read on a day of the case has no period that the change could cut.
  const citation = { "zh-Hant": "草案", en: "Draft" };
  const dated = { value: "9%", from: "2023-07-01", to: null, announced: null, citation, certainty: "A", source: "supposition" };
  const daily = reform(familyLaw(), {
    parameters: loadParameters({ parameters: [{ ...rates.parameters[0], values: [dated] }] }),
  });
  const rateOn = (due: string) => daily.calculate({ want: ["rateThen"], situation: { due }, at: "2024-03-15" }).values.rateThen;
  assert.deepEqual(["2023-06-30", "2023-07-01"].map(rateOn), ["0.02", "0.09"]);
});

test("PolicyEngine/policyengine-us#9075: a reform of a later year leaves the earlier ones as they were", () => {
  const law = taxLaw();
  const later = reform(law, { parameters: exemption("2026-01-01") });
  for (const year of [2020, 2021, 2022, 2023, 2024, 2025]) assert.equal(ask(later, `${year}-12-31`), ask(law, `${year}-12-31`));
  for (const year of [2026, 2027]) assert.notEqual(ask(later, `${year}-01-01`), ask(law, `${year}-01-01`));
  // The quick closures of both laws were warm by now: neither answers for the other.
  assert.equal(ask(later, "2025-12-31"), ask(law, "2025-12-31"));
});

test("openfisca/openfisca-france#1859: a value ends with its last day, not the day before or after", () => {
  const law = familyLaw();
  const rateOn = (due: string) => law.calculate({ want: ["rateThen"], situation: { due }, at: "2024-03-15" }).values.rateThen;
  assert.deepEqual(["2021-12-31", "2022-01-01", "2023-12-31", "2024-01-01"].map(rateOn), ["0.015", "0.02", "0.02", "0.0125"]);
  const once = reform(taxLaw(), { parameters: exemption("2023-01-01", "2023-12-31") });
  const base = taxLaw();
  assert.deepEqual(
    ["2022-12-31", "2023-01-01", "2023-12-31", "2024-01-01"].map((day) => ask(once, day) === ask(base, day)),
    [true, false, false, true],
  );
});

test("ttsim-dev/gettsim#1209: parts are rounded before they are added only where the rule says so, and the working shows it", () => {
  const part = { ref: { op: "ref", kind: "number", name: "donation" } } as const;
  const third = multiply(part, rate("1/3"));
  const each = reform(taxLaw(), { variables: [replaced(add(round(third, "down"), round(third, "down")))] });
  const whole = reform(taxLaw(), { variables: [replaced(round(add(third, third), "down"))] });
  const question = { want: ["net"], situation: { ...family, donation: 5 }, at: "2023-01-01" };
  assert.deepEqual([each.calculate(question).values.net, whole.calculate(question).values.net], [2, 3]);
  const working = (law: ReturnType<typeof taxLaw>) => law.calculate(question).trace.at(-1)?.working?.op;
  assert.deepEqual([working(each), working(whole)], ["add", "round"]);
});
