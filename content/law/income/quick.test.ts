import assert from "node:assert/strict";
import { test } from "node:test";
import { type Facts, generalRun, type Law, reform } from "@troad/law";
import { laws } from "../index.ts";
import { income } from "./law.ts";
import { household, seeded } from "./population.ts";

/** What the general run gives, which has no closures and reckons with bigint. */
function byGeneralRun(law: Law, want: readonly string[], situation: Facts, at: string) {
  const wanted = want.map((name) => law.definitions.variable(name) ?? assert.fail(name));
  return generalRun(law.definitions, wanted, { want, situation, at });
}
const want = ["income.tax", "income.mode", "income.dividendChoice", "income.net", "income.taxFreeSalary"];

test("compiled closures give the general run's values and trace, byte for byte, on random households of every year", () => {
  const random = seeded(11);
  for (let at = 0; at < 1600; at++) {
    const situation = household(random);
    const day = `${2019 + (at % 8)}-12-31`;
    const quick = income.calculate({ want, situation, at: day });
    assert.equal(JSON.stringify(quick), JSON.stringify(byGeneralRun(income, want, situation, day)));
  }
});

test("a reform has closures of its own", () => {
  const random = seeded(12);
  const other = reform(income, { parameters: income.parameters.filter(({ name }) => name === "income.exemption") });
  const situation = household(random);
  assert.deepEqual(other.calculate({ want, situation, at: "2025-12-31" }), byGeneralRun(other, want, situation, "2025-12-31"));
});

test("every variable of every law comes out the same by both ways, or fails the same", () => {
  const draw = seeded(13);
  const value = ({ name, type, codes, least, most }: Law["inputs"][number]) => {
    if (type === "boolean") return draw() < 0.5;
    if (type === "code") return Object.keys(codes)[Math.floor(draw() * Object.keys(codes).length)] ?? name;
    if (type === "rate") return `${Math.floor(draw() * 1000)}/${1 + Math.floor(draw() * 999)}`;
    if (type === "date") return `20${10 + Math.floor(draw() * 16)}-0${1 + Math.floor(draw() * 9)}-15`;
    if (type === "text") return name;
    const [low, high] = [least ?? 0, Math.min(most ?? 1e6, draw() < 0.1 ? 1e12 : 1e6)];
    return Math.floor(low + draw() * (high - low));
  };
  const outcome = (work: () => object): string => {
    try {
      return JSON.stringify(work());
    } catch (error) {
      return String(error);
    }
  };
  for (const law of laws.values())
    for (const { name, entity } of law.variables)
      for (let at = 0; at < 20; at++) {
        const given = law.inputs.filter((input) => input.entity === entity && draw() < 0.97);
        const situation = Object.fromEntries(given.map((input) => [input.name, value(input)]));
        const day = `${2020 + (at % 8)}-06-15`;
        assert.equal(
          outcome(() => law.calculate({ want: [name], situation, at: day })),
          outcome(() => byGeneralRun(law, [name], situation, day)),
          name,
        );
      }
});
