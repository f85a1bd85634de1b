import assert from "node:assert/strict";
import { test } from "node:test";
import { takeTurns } from "./turns.ts";

const lengths: Record<string, number> = {
  "a.test.ts": 90,
  "b.test.ts": 60,
  "c.test.ts": 50,
  "d.test.ts": 3,
  "tests/start.test.ts": 70,
};
const files = Object.keys(lengths);

test("of the long files every second one runs, the others the next day; short ones and the first way through run each day", () => {
  const [even, odd] = [0, 1].map((day) => takeTurns(files, 20_000 + day, (file) => lengths[file]!));
  assert.deepEqual(even!.left, ["b.test.ts"]);
  assert.deepEqual(odd!.left, ["a.test.ts", "c.test.ts"]);
  for (const { now, left } of [even!, odd!]) assert.deepEqual([...now, ...left].sort(), files.toSorted());
});
