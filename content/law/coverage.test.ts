import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { coverage, staleCoverage } from "./coverage.ts";

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
