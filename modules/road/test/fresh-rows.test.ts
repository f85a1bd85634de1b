import assert from "node:assert/strict";
import { test } from "node:test";
import { openFreshRows } from "../gateway/log/fresh-rows.ts";

const filled = (...numbers: number[]) => {
  const rows = openFreshRows<{ seq: number }>();
  for (const seq of numbers) rows.add({ seq });
  return rows;
};
const numbers = (rows: { seq: number }[] | undefined): number[] | undefined => rows?.map(({ seq }) => seq);

test("rows come in the order of their numbers, and again until they are passed", () => {
  const rows = filled(12, 11, 13);
  assert.deepEqual(numbers(rows.after(10, [], 2)), [11, 12]);
  assert.deepEqual(numbers(rows.after(10, [], 2)), [11, 12], "what failed is asked for again");
  assert.deepEqual(numbers(rows.after(12, [], 2)), [13]);
  assert.equal(rows.after(13, [], 2), undefined);
  assert.equal(rows.after(10, [], 2), undefined, "what was passed is forgotten");
});

test("a number that was written late is here, or the database is asked", () => {
  const rows = filled(12);
  assert.deepEqual(numbers(rows.after(10, [], 9)), [12]);
  rows.add({ seq: 13 });
  assert.equal(rows.after(12, [11], 9), undefined);
  rows.add({ seq: 11 });
  assert.deepEqual(numbers(rows.after(12, [11], 9)), [11, 13]);
});

test("a backlog that is not here is told by the database", () => {
  assert.equal(filled(5_000).after(10, [], 9), undefined);
  assert.deepEqual(numbers(filled(11, 12, 5_000).after(10, [], 9)), [11, 12]);
});

test("what does not fit is left to the database", () => {
  const rows = filled(...Array.from({ length: 10_050 }, (_, index) => index + 1));
  assert.equal(rows.after(9_999, [], 100)?.length, 1);
  assert.equal(rows.after(10_000, [], 100), undefined);
});
