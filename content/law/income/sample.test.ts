import assert from "node:assert/strict";
import { test } from "node:test";
import { compileColumns, type Law, LawError } from "@troad/law";
import { amountsOf, changedLaw, decodeSample, encodeSample, sampleColumns, simulate } from "@troad/reform";
import { incomeSample, laws, PEOPLE } from "../index.ts";

const at = "2025-12-31";
const law = laws.get("income") as Law;
const request = { seed: "sample", households: 1_000, people: PEOPLE, at };
const sample = incomeSample(request);
const dearer = [
  { parameter: "income.exemption", value: 60_000 },
  {
    parameter: "income.brackets",
    value: [
      { from: 0, value: "6%" },
      { from: 500_000, value: "45%" },
    ],
  },
];

test("the loop of a changed law gives what the scalar engine gives, on a thousand households", () => {
  const columns = sampleColumns(sample);
  const sent = encodeSample(columns);
  assert.deepEqual(decodeSample(Uint8Array.from(sent).buffer), columns, "what a browser gets is what the server has");
  for (const one of [law, changedLaw(law, dearer, at)]) {
    const paid = amountsOf(columns, compileColumns(one, { want: ["income.tax"], at }));
    for (const [no, { returns }] of sample.entries()) {
      const sum = returns.reduce(
        (all, facts) =>
          all + Number(one.calculate({ want: ["income.tax"], situation: complete(facts), at }).values["income.tax"]),
        0,
      );
      assert.equal(paid[no], sum, `${no}`);
    }
  }
});

/** Facts that the sample leaves out are zero: money or a count, all of them. */
const complete = (facts: Readonly<Record<string, number | boolean>>): Record<string, number | boolean> => ({
  ...Object.fromEntries(law.inputs.map(({ name }) => [name, 0])),
  ...facts,
});

test("an unchanged figure changes nothing, and a sample is the same for the same seed", () => {
  const standing = law.parameters
    .find(({ name }) => name === "income.exemption")
    ?.values.findLast(({ from, to }) => from <= at && (to ?? at) >= at);
  const none = simulate(sample, {
    law,
    want: "income.tax",
    at,
    changes: [{ parameter: "income.exemption", value: standing?.given }],
  });
  assert.deepEqual([none.revenue.change, none.winners, none.losers], [0, 0, 0]);
  assert.ok(none.revenue.before > 0);
  assert.equal(none.gini.before, none.gini.after);
  assert.deepEqual(incomeSample(request), sample);
});

test("dearer brackets cost nobody in the lowest decile and bring revenue; the sample stands for all people", () => {
  const { revenue, deciles, winners } = simulate(sample, { law, want: "income.tax", at, changes: dearer });
  assert.ok(revenue.change > 0);
  assert.deepEqual([deciles[0]?.change, deciles[0]?.losers, winners], [0, 0, 0]);
  assert.equal(Math.round(sample.reduce((sum, { weight, members }) => sum + weight * members, 0)), PEOPLE);
});

test("a parameter that the law does not have, and brackets that are none, are refused", () => {
  for (const [parameter, value] of [
    ["income.renamed", 1],
    ["income.brackets", [{ from: 0, value: "abc" }]],
    ["income.exemption", "much"],
  ] as const)
    assert.throws(
      () => changedLaw(law, [{ parameter, value }], at),
      (error) => error instanceof LawError && /^law\.(parameter|type)$/.test(error.code),
    );
});
