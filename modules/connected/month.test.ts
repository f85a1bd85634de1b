import assert from "node:assert/strict";
import { test } from "node:test";
import { monthStart } from "./month.ts";

test("a month begins at midnight in Taiwan, eight hours before UTC, also over the turn of a year", () => {
  assert.equal(monthStart("2026-03", 0), "2026-02-28T16:00:00.000Z");
  assert.equal(monthStart("2026-12", 1), "2026-12-31T16:00:00.000Z");
});
