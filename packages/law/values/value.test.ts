import assert from "node:assert/strict";
import { test } from "node:test";
import { LawError } from "../errors.ts";
import { fullYears, give, isDay, take, type ValueType } from "./value.ts";

test("days are those of the calendar", () => {
  for (const day of ["2024-02-29", "2026-12-31", "1912-01-01"]) assert.ok(isDay(day), day);
  for (const day of ["2026-02-29", "2026-13-01", "2026-1-1", "115-01-01", "2026-11-31", "", "2026-01-01T00:00"])
    assert.ok(!isDay(day), day);
});

test("age counts full years; who is born on 29 February is a year older on 1 March", () => {
  assert.equal(fullYears("2000-05-10", "2026-05-09"), 25);
  assert.equal(fullYears("2000-05-10", "2026-05-10"), 26);
  assert.equal(fullYears("2004-02-29", "2025-02-28"), 20);
  assert.equal(fullYears("2004-02-29", "2025-03-01"), 21);
});

test("values of the wrong type are refused with a code and the name", () => {
  const wrong: [unknown, ValueType][] = [
    ["yes", "boolean"],
    [1.5, "money"],
    ["100", "money"],
    [2 ** 53, "integer"],
    [Number.NaN, "integer"],
    [0.6, "rate"],
    ["6e-1", "rate"],
    ["2026-02-30", "date"],
    ["other", "code"],
    ["x".repeat(1001), "text"],
    [null, "text"],
    [{}, "boolean"],
  ];
  for (const [raw, type] of wrong)
    assert.throws(
      () => take(raw, type, "fact", ["low", "none"]),
      (error) => error instanceof LawError && error.code === "law.type" && error.subject === "fact",
      `${String(raw)} as ${type}`,
    );
});

test("what was taken is given back as it was", () => {
  for (const [raw, type] of [
    [true, "boolean"],
    [-12, "integer"],
    [28500, "money"],
    ["0.6", "rate"],
    ["1/3", "rate"],
    ["2026-09-01", "date"],
    ["low", "code"],
    ["戶號", "text"],
  ] as const)
    assert.equal(give(take(raw, type, "fact", ["low"]), type, "fact"), raw);
});

test("a result that is not whole or does not fit is an error, never a wrong number", () => {
  assert.throws(() => give({ n: 1n, d: 2n }, "money", "tax"), /law\.overflow/);
  assert.throws(() => give({ n: 2n ** 60n, d: 1n }, "money", "tax"), /law\.overflow/);
});
