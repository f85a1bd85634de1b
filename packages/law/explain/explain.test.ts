import assert from "node:assert/strict";
import { test } from "node:test";
import { explain } from "../index.ts";
import { taxLaw } from "../test/tax.ts";
import { valueIn } from "./format.ts";

const { trace } = taxLaw().calculate({
  want: ["tax"],
  situation: {
    donation: 20_000,
    members: [
      { salary: 900_000, born: "1950-01-02" },
      { salary: 600_000, born: "1990-05-05" },
    ],
  },
  at: "2023-06-01",
});

test("an amount is explained with the arithmetic that anybody can check", () => {
  assert.equal(
    explain(trace, "en").at(-1),
    "tax: NT$115,400. Worked out as 540,000 × 5% + 670,000 × 12% + 40,000 × 20%, rounded half up to a whole number." +
      " brackets: 20% is reached (from 1 January 2020, Test Act, Article 1). Basis: Test Act, Article 1." +
      " Part of this step has not been checked against the text of the law.",
  );
});

test("the same step in Chinese", () => {
  assert.match(
    explain(trace, "zh-Hant").at(-1)!,
    /^〔tax〕：115,400 元。算法：540,000 × 5% \+ 670,000 × 12% \+ 40,000 × 20%，四捨五入到整數。/,
  );
});

test("a decision is explained by the facts that led to it", () => {
  assert.equal(explain(trace, "en")[0], "70 or older: yes. Based on: date of birth – 2 January 1950.");
});

test("every step has a paragraph in both languages", () => {
  for (const lang of ["zh-Hant", "en"] as const) {
    const paragraphs = explain(trace, lang);
    assert.equal(paragraphs.length, trace.length);
    for (const paragraph of paragraphs) assert.doesNotMatch(paragraph, /undefined|null|\[object|\{/);
  }
});

test("an altered value shows in the sentence", () => {
  const altered = structuredClone(trace);
  altered.at(-1)!.value = 1;
  assert.notEqual(explain(altered, "en").at(-1), explain(trace, "en").at(-1));
});

test("values are written as people write them", () => {
  assert.equal(valueIn(1234567, "money", "zh-Hant"), "1,234,567 元");
  assert.equal(valueIn(-1234, "money", "en"), "NT$-1,234");
  assert.equal(valueIn("0.085", "rate", "en"), "8.5%");
  assert.equal(valueIn("1/3", "rate", "en"), "1/3");
  assert.equal(valueIn("12345.67", "exact", "en"), "12,345.67");
  assert.equal(valueIn("2026-09-01", "date", "zh-Hant"), "2026 年 9 月 1 日");
  assert.equal(valueIn(false, "boolean", "zh-Hant"), "否");
});
