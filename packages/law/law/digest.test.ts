import assert from "node:assert/strict";
import { test } from "node:test";
import { createLaw, lawDigest, loadParameters, reform } from "../index.ts";
import { taxLaw } from "../test/tax.ts";

const label = { "zh-Hant": "〔免稅額〕", en: "exemption" };
const citation = { "zh-Hant": "草案", en: "Draft" };
const exemption = (value: number) =>
  loadParameters({
    parameters: [
      {
        ...{ name: "tax.exemption", label, type: "money" },
        values: [{ value, from: "2023-01-01", to: null, announced: null, citation, certainty: "A", source: "supposition" }],
      },
    ],
  });

test("the same law has the same digest, in whatever order and words it is written", () => {
  const law = taxLaw();
  const { inputs, variables, parameters, groups, definitions } = law;
  const calendars = definitions.calendarNames().map((name) => definitions.calendar(name)!);
  const reworded = variables.map((one) => ({ ...one, label: { "zh-Hant": "別的說法", en: "other words" } }));
  assert.match(lawDigest(law), /^[0-9a-f]{64}$/);
  assert.equal(lawDigest(taxLaw()), lawDigest(law));
  const parts = { inputs: [...inputs].reverse(), parameters: [...parameters].reverse(), groups, calendars };
  assert.equal(lawDigest(createLaw({ ...parts, variables: reworded.reverse() })), lawDigest(law));
});

test("one altered figure or one altered first day of a formula is another law", () => {
  const law = taxLaw();
  const { inputs, variables, parameters, groups, definitions } = law;
  const calendars = definitions.calendarNames().map((name) => definitions.calendar(name)!);
  const digest = (parts: Partial<Parameters<typeof createLaw>[0]>): string =>
    lawDigest(createLaw({ inputs, variables, parameters, groups, calendars, ...parts }));
  const later = variables.map((one, index) =>
    index === 0 ? { ...one, formulas: one.formulas.map((formula) => ({ ...formula, from: "2031-01-01" })) } : one,
  );
  const all = [
    lawDigest(law),
    lawDigest(reform(law, { parameters: exemption(100_000) })),
    lawDigest(reform(law, { parameters: exemption(100_001) })),
    digest({ variables: later }),
  ];
  assert.equal(new Set(all).size, all.length);
});
