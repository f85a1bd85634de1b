import assert from "node:assert/strict";
import { test } from "node:test";
import { madeUpDraws } from "./made-up-draws.ts";

const known = [
  { term: "11508", super: ["60411927"], special: ["15388204"], first: ["48120653"], additional: [] },
  { term: "11510", super: ["83254016"], special: ["37690482"], first: ["05817394"], additional: [] },
];

test("periods after the last one that is known are made up, over the end of a year, the same every time", () => {
  const made = madeUpDraws(known, "11602");
  assert.deepEqual(
    made.slice(0, 3).map(({ term }) => term),
    ["11512", "11602", "11604"],
  );
  assert.deepEqual(madeUpDraws(known, "11602"), made);
  for (const { super: top, special, first } of made)
    for (const number of [...top, ...special, ...first]) assert.match(number, /^\d{8}$/);
});

test("a period that is known is never made up, however late it is", () => {
  assert.ok(madeUpDraws(known, "11510").every(({ term }) => term > "11510"));
  assert.equal(madeUpDraws([...known, { ...known[0]!, term: "19912" }], "11510").length, 0);
});
