import assert from "node:assert/strict";
import { test } from "node:test";
import { bulkPeople, reasonsOf } from "./reasons.ts";

const day = { at: "2026-03-02T02:00:00.000Z", issue: "113-0001", before: true, people: 1 };

test("a read by day, for a matter with a number, by an agency that the person knows, is nothing unusual", () => {
  assert.deepEqual(reasonsOf(day), []);
});

test("each of the four is told, the gravest first", () => {
  assert.deepEqual(reasonsOf({ ...day, before: false }), ["first"]);
  for (const issue of ["passbook 0190", "sign-in 7f00", "death-ends-benefits 17"])
    assert.deepEqual(reasonsOf({ ...day, issue }), []);
  for (const issue of [null, ""]) assert.deepEqual(reasonsOf({ ...day, issue }), ["no-case"]);
  assert.deepEqual(reasonsOf({ ...day, people: bulkPeople }), ["bulk"]);
  assert.deepEqual(reasonsOf({ ...day, people: bulkPeople - 1 }), []);
  assert.deepEqual(reasonsOf({ at: "2026-03-02T15:00:00.000Z", issue: null, before: false, people: bulkPeople }), [
    "bulk",
    "night",
    "no-case",
    "first",
  ]);
});

test("the night is Taiwan's, from ten to six", () => {
  for (const [at, night] of [
    ["2026-03-02T13:59:59.000Z", false],
    ["2026-03-02T14:00:00.000Z", true],
    ["2026-03-02T21:59:59.000Z", true],
    ["2026-03-02T22:00:00.000Z", false],
  ] as const)
    assert.equal(reasonsOf({ ...day, at }).includes("night"), night, at);
});
