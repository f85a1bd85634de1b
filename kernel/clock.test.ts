import assert from "node:assert/strict";
import { test } from "node:test";
import { monthStart, monthsLater, taipeiDate } from "./clock.ts";

test("five years after 29 February end on 28 February; the time of day stays", () => {
  const end = monthsLater(new Date("2028-02-29T09:30:15.250Z"), 60);
  assert.equal(end.toISOString(), "2033-02-28T09:30:15.250Z");
});

test("months are added in Taiwan's calendar: what is still yesterday in UTC does not count", () => {
  const from = new Date("2026-01-30T16:00:00.000Z");
  assert.equal(taipeiDate(from), "2026-01-31");
  assert.equal(taipeiDate(monthsLater(from, 1)), "2026-02-28");
  assert.equal(taipeiDate(monthsLater(from, 2)), "2026-03-31");
  assert.equal(taipeiDate(monthsLater(from, -1)), "2025-12-31");
});

test("before 1970 the time of day is kept too", () => {
  assert.equal(monthsLater(new Date("1960-03-31T01:00:00.000Z"), -1).toISOString(), "1960-02-29T01:00:00.000Z");
});

test("a month begins at midnight in Taiwan, eight hours before UTC, also over the turn of a year", () => {
  assert.equal(monthStart("2026-03"), "2026-02-28T16:00:00.000Z");
  assert.equal(monthStart("2026-12", 1), "2026-12-31T16:00:00.000Z");
});
