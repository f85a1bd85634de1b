import assert from "node:assert/strict";
import { test } from "node:test";
import { listSize } from "./status-list.ts";

test("the list is always a block ahead of what was given out", () => {
  assert.deepEqual([0, 1, 8192, 8193].map(listSize), [8192, 16_384, 16_384, 24_576]);
});
