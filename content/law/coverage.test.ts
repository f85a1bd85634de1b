import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { coverage, staleCoverage } from "./coverage.ts";
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

for (const [at, { law, want, at: day, facts, value }] of workedExamples.entries())
  test(`worked example ${at + 1}: ${want} on ${day} is ${value}`, () => {
    assert.equal(laws.get(law)?.calculate({ want: [want], situation: facts, at: day }).values[want], value);
  });

test("the table counts the examples of a rule", () => {
  const own = coverage().match(/\| deed\.tax \|.*\| (\d+) \|/)?.[1];
  assert.equal(own, String(workedExamples.filter(({ want }) => want === "deed.tax").length));
  assert.doesNotMatch(coverage(), /\| deed\.tax \|.*\| 0 \|/);
});
