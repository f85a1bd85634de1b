import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { coverage, staleCoverage } from "./coverage.ts";
import { allExamples, evidenceFor, withoutEvidence } from "./evidence.ts";
import { workedExamples } from "./examples.ts";
import { laws } from "./index.ts";

test("the table says where a figure was not verified", () => {
  assert.match(coverage(), /\| income\.differenceKept \|.*not verified: income\.basicLiving 2019, 2021, 2022, 2023, 2026/);
});

test("a table that was changed by hand is found stale", (t) => {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), "coverage-"));
  t.after(() => fs.rmSync(root, { recursive: true }));
  fs.mkdirSync(path.join(root, "docs"));
  fs.writeFileSync(path.join(root, "docs", "law-coverage.md"), coverage());
  assert.equal(staleCoverage(root), undefined);
  fs.appendFileSync(path.join(root, "docs", "law-coverage.md"), "more\n");
  assert.match(staleCoverage(root) ?? "", /is stale/);
});

for (const { law, want, at, facts, value, origin } of workedExamples)
  test(`${want} on ${at} is ${value}: ${origin.reference}`, () => {
    assert.equal(laws.get(law)?.calculate({ want: [want], situation: facts, at }).values[want], value);
  });

test("no rule is without an example from a statute, an office or the second computation", () => {
  assert.deepEqual(withoutEvidence(), []);
});

test("a rule that nothing shows to be right is found", () => {
  const deed = laws.get("property") ?? assert.fail();
  assert.deepEqual(withoutEvidence(new Map([["copied", { ...deed, variables: deed.variables.slice(0, 1) }]])), [
    `copied ${deed.variables[0]?.name}`,
  ]);
});

test("every example names its article, or where its answer is printed", () => {
  const named = /§ ?\d|art\. \d|https?:|\.tw\b|\.com\b|press of|Ministry|open data|Legislative Yuan|table of|要點/;
  assert.deepEqual(
    allExamples.filter(({ origin }) => !named.test(origin.reference)).map(({ origin }) => origin.reference),
    [],
  );
});

test("an example counts for the rules that its answer rests on, by its origin", () => {
  const deeds = workedExamples.filter(({ want }) => want === "deed.tax").length;
  assert.deepEqual(evidenceFor("property", "deed.tax"), { statute: deeds, official: 0, second: false });
  assert.equal(evidenceFor("income", "income.spouseSavings").second, true);
  assert.match(coverage(), new RegExp(`\\| deed\\.tax \\|.*\\| ${deeds} \\| 0 \\|  \\|`));
});
