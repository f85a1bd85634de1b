import assert from "node:assert/strict";
import { test } from "node:test";
import { alternate, days } from "./alternate.ts";

const names = Array.from({ length: 20 }, (_, at) => `long-${at}.test.ts`);
const lengths: Record<string, number> = {
  ...Object.fromEntries(names.map((name, at) => [name, 100 - at])),
  ...{ "short.test.ts": 3, "tests/start.test.ts": 70 },
};
const files = Object.keys(lengths);
const rounds = Array.from({ length: days }, (_, at) => alternate(files, 20_000 + at, (file) => lengths[file]!));

test("each long file runs on one of the days, short ones and the first way through on each", () => {
  for (const { now, left } of rounds) {
    assert.deepEqual([...now, ...left].sort(), files.toSorted());
    assert.ok(now.includes("short.test.ts") && now.includes("tests/start.test.ts"));
  }
  for (const name of names) assert.equal(rounds.filter(({ now }) => now.includes(name)).length, 1, name);
});

test("no day has much more to do than another", () => {
  const sums = rounds.map(({ now }) => now.reduce((sum, file) => sum + lengths[file]!, 0));
  assert.ok(Math.max(...sums) - Math.min(...sums) <= 100, sums.join());
});
