import assert from "node:assert/strict";
import { test } from "node:test";
import { parted } from "./batches.ts";

const lengths: Record<string, number> = { a: 90, b: 50, c: 40, d: 30, e: 20, f: 10, g: 5, h: 5 };
const seconds = (file: string): number => lengths[file]!;

test("parts keep the order and every file, and get smaller towards the end", () => {
  const parts = parted(Object.keys(lengths), 2, seconds);
  assert.deepEqual(parts.flat(), Object.keys(lengths));
  assert.deepEqual(parts, [["a"], ["b"], ["c"], ["d"], ["e", "f"], ["g", "h"]]);
});

test("a file that is longer than a part stays whole, and one without a length counts", () => {
  assert.deepEqual(
    parted(["x", "y"], 3, () => 0),
    [["x", "y"]],
  );
  assert.deepEqual(
    parted(["x", "y"], 3, () => 500),
    [["x"], ["y"]],
  );
});
