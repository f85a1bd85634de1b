import assert from "node:assert/strict";
import { test } from "node:test";
import { claimsOf, lifeOf } from "./claims.ts";

const content = { claims: { name: "name", sex: "sex" }, ages: [18, 20], birthDate: "birthDate" };
const agesOn = (today: string, birthDate: string): unknown[] => {
  const claims = claimsOf(content, { name: "王小明", birthDate }, today);
  return [claims?.age_over_18, claims?.age_over_20];
};

test("an age is reached on the birthday, one of 29 February on 1 March, and the birth date is no part of it", () => {
  assert.deepEqual(agesOn("2026-12-01", "2008-12-01"), [true, false]);
  assert.deepEqual(agesOn("2026-11-30", "2008-12-01"), [false, false]);
  assert.deepEqual(agesOn("2026-02-28", "2008-02-29"), [false, false]);
  assert.deepEqual(agesOn("2026-03-01", "2008-02-29"), [true, false]);
  assert.deepEqual(claimsOf(content, { name: "王小明", birthDate: "1990-02-03" }, "2026-12-01"), {
    ...{ name: "王小明", age_over_18: true, age_over_20: true },
  });
  assert.equal(claimsOf(content, { name: "王小明" }, "2026-12-01"), undefined, "nothing without a birth date");
});

test("copies of a day begin and end together, and never after what they came of", () => {
  const [morning, evening] = [new Date("2026-12-01T01:00:00Z"), new Date("2026-12-01T22:59:59Z")];
  assert.deepEqual(lifeOf(morning, 30), lifeOf(evening, 30));
  const end = Date.parse("2026-12-03T12:00:00Z") / 1_000;
  assert.equal(lifeOf(morning, 30, end).exp, Date.parse("2026-12-03T00:00:00Z") / 1_000);
});
