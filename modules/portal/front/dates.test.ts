import assert from "node:assert/strict";
import { test } from "node:test";
import { comingPeriods } from "./dates.ts";

const filing = { id: "filing", from: "05-01", to: "05-31" };
const winter = { id: "winter", from: "12-15", to: "01-15" };
const ids = (today: string, days = 60) =>
  comingPeriods([filing, winter], today, days).map(({ of, from, to, isOpen }) => [of.id, from, to, isOpen]);

test("a period is shown before it begins, while it is open, and not after it", () => {
  assert.deepEqual(ids("2026-04-01"), [["filing", "2026-05-01", "2026-05-31", false]]);
  assert.deepEqual(ids("2026-05-31"), [["filing", "2026-05-01", "2026-05-31", true]]);
  assert.deepEqual(ids("2026-06-01"), []);
});

test("a period over New Year is open on both sides of it", () => {
  assert.deepEqual(ids("2026-12-20"), [["winter", "2026-12-15", "2027-01-15", true]]);
  assert.deepEqual(ids("2027-01-15"), [["winter", "2026-12-15", "2027-01-15", true]]);
  assert.deepEqual(ids("2027-01-16"), []);
});

test("what ends soon comes before what begins later", () => {
  assert.deepEqual(
    comingPeriods([winter, { id: "early", from: "01-02", to: "01-05" }], "2026-12-30", 30).map(({ of }) => of.id),
    ["early", "winter"],
  );
});
