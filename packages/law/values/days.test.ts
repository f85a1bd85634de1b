import assert from "node:assert/strict";
import { test } from "node:test";
import { draws } from "../test/draws.ts";
import { throwsCode } from "../test/throws.ts";
import { firstDayOf, lastDayOf, segmentsOf, shiftDay, unitsBetween } from "./days.ts";

test("a month without that day gives its last one, and a leap day comes back in a leap year only", () => {
  const cases: [string, "days" | "months" | "years", number, string][] = [
    ["2025-01-31", "months", 1, "2025-02-28"],
    ["2024-01-31", "months", 1, "2024-02-29"],
    ["2024-02-29", "years", 1, "2025-02-28"],
    ["2024-02-29", "years", 4, "2028-02-29"],
    ["2025-03-31", "months", -1, "2025-02-28"],
    ["2025-01-15", "months", -1, "2024-12-15"],
    ["2025-12-31", "months", 2, "2026-02-28"],
    ["2024-02-28", "days", 2, "2024-03-01"],
    ["2025-01-01", "days", -1, "2024-12-31"],
  ];
  for (const [day, unit, by, expected] of cases) assert.equal(shiftDay(unit, day, by, "x"), expected, `${day} ${by} ${unit}`);
});

test("full months and years are those that have ended on the day", () => {
  const cases: ["days" | "months" | "years", string, string, number][] = [
    ["months", "2025-01-15", "2025-02-14", 0],
    ["months", "2025-01-15", "2025-02-15", 1],
    ["months", "2024-12-15", "2025-01-15", 1],
    ["months", "2025-02-15", "2025-01-15", -1],
    ["years", "2000-05-10", "2026-05-09", 25],
    ["days", "2024-02-28", "2024-03-01", 2],
    ["days", "2025-01-02", "2025-01-01", -1],
    ["days", "2025-01-01", "2025-12-31", 364],
  ];
  for (const [unit, from, to, expected] of cases) assert.equal(unitsBetween(unit, from, to), expected, `${unit} ${from} ${to}`);
});

test("what is moved by so many days or months lies so many away", () => {
  const draw = draws(31);
  for (let turn = 0; turn < 2_000; turn++) {
    const day = shiftDay("days", "1990-01-01", draw.whole(30_000), "x");
    const by = draw.whole(2_000) - 1_000;
    assert.equal(unitsBetween("days", day, shiftDay("days", day, by, "x")), by);
    const moved = shiftDay("months", day, by, "x");
    const months = unitsBetween("months", day, moved);
    // The last day of a shorter month stands for a day that it does not have.
    assert.ok(months === by || (months === by - 1 && moved === lastDayOf("month", moved)), `${day} ${by} ${moved}`);
    assert.ok(firstDayOf("month", day) <= day && day <= lastDayOf("month", day));
  }
});

test("segments of a span cover each of its days once", () => {
  assert.deepEqual(segmentsOf("year", "2023-12-30", "2025-01-02", 10, "x"), [
    { first: "2023-12-30", last: "2023-12-31" },
    { first: "2024-01-01", last: "2024-12-31" },
    { first: "2025-01-01", last: "2025-01-02" },
  ]);
  assert.deepEqual(segmentsOf("month", "2024-02-10", "2024-03-01", 10, "x"), [
    { first: "2024-02-10", last: "2024-02-29" },
    { first: "2024-03-01", last: "2024-03-01" },
  ]);
  assert.deepEqual(segmentsOf("year", "2025-01-02", "2025-01-01", 10, "x"), []);
  throwsCode("law.limit", () => segmentsOf("year", "2000-01-01", "2025-01-01", 25, "x"));
});

test("a day beyond the calendar is refused, not written with five digits", () => {
  throwsCode("law.out-of-range", () => shiftDay("days", "9999-12-31", 1, "x"));
  throwsCode("law.out-of-range", () => shiftDay("months", "9999-12-31", 1, "x"));
  throwsCode("law.out-of-range", () => shiftDay("years", "0004-02-29", -4, "x"));
  throwsCode("law.out-of-range", () => shiftDay("days", "2025-01-01", 1e12, "x"));
});
