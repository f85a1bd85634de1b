import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import { openContent } from "../../../kernel/content.ts";
import { plannedShare, readPlan } from "./plan.ts";

const plan = readPlan(openContent([path.resolve(import.meta.dirname, "../../../content")]));

test("the plan has 3 % at the end of 2020, 63 % at the end of 2021 and everybody by September 2022, in even steps", () => {
  const shares = ["2020-09-30", "2020-10-01", "2020-12-31", "2021-12-31", "2022-09-30", "2026-11-30"].map((on) =>
    plannedShare(plan, on),
  );
  assert.deepEqual(shares, [0, 0, 0.03, 0.63, 1, 1]);
  const middle = plannedShare(plan, "2021-07-02");
  assert.ok(middle > 0.32 && middle < 0.34, String(middle));
});
