import assert from "node:assert/strict";
import { test } from "node:test";
import { daysUpTo, placeText, rangeOf, readPlace } from "../domain/transfer-query.ts";

test("days are days in Taiwan, both included; no day is no limit", () => {
  assert.deepEqual(rangeOf({ from: "2026-01-01", to: "2026-01-01" }), {
    from: "2025-12-31T16:00:00.000Z",
    to: "2026-01-01T16:00:00.000Z",
  });
  assert.deepEqual(rangeOf({}), { from: "-infinity", to: "infinity" });
});

test("a place that a list gave out is read back, and one that none gave out is none", () => {
  const place = { at: "2026-01-01T00:00:00.000Z", seq: 7 };
  assert.deepEqual(readPlace(placeText(place)), place);
  assert.deepEqual(readPlace(undefined), { at: "infinity", seq: 0 });
  for (const text of ["", "x 1", "2026-01-01T00:00:00.000Z", "2026-01-01T00:00:00.000Z 1e3", "2026-01-01T00:00:00.000Z 1; drop"])
    assert.equal(readPlace(text), undefined, text);
});

test("the last seven days end today, also over the end of a year", () => {
  assert.deepEqual(daysUpTo("2026-01-02", 3), ["2025-12-31", "2026-01-01", "2026-01-02"]);
});
