import assert from "node:assert/strict";
import { test } from "node:test";
import { type Column, compileColumns, type Value } from "@troad/law";
import { income } from "./law.ts";
import { household, seeded } from "./population.ts";

for (const [at, cases] of [
  ["2025-12-31", 10_000],
  ["2021-12-31", 1_000],
] as const)
  test(`columns give what the scalar run gives for ${cases} random households of ${at.slice(0, 4)}`, () => {
    const want = ["income.tax", "income.mode", "income.dividendChoice", "income.net", "income.difference"];
    const { inputs, codes, run } = compileColumns(income, { want, at });
    const random = seeded(1);
    const situations = Array.from({ length: cases }, () => household(random));
    const columns: Column[] = inputs.map((name) => Float64Array.from(situations, (one) => Number(one[name])));
    const outputs: Column[] = want.map(() => new Float64Array(cases));
    run(columns, outputs, 0, cases);
    const seen = new Set<Value | undefined>();
    situations.forEach((situation, place) => {
      const { values } = income.calculate({ want, situation, at });
      want.forEach((name, which) => {
        const raw = outputs[which]?.[place];
        const shown = typeof values[name] === "string" ? codes[raw ?? -1] : raw;
        assert.equal(shown, values[name], `${name} of ${JSON.stringify(situation)}`);
      });
      seen.add(values["income.mode"]);
      seen.add(values["income.dividendChoice"]);
    });
    assert.equal(seen.size, 7, "every mode and both ways of dividends are among them");
  });
