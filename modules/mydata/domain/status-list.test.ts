import assert from "node:assert/strict";
import { test } from "node:test";
import { inflateSync } from "node:zlib";
import { encodeStatusList, listSize } from "./status-list.ts";

const expand = (list: string): string =>
  [...inflateSync(Buffer.from(list, "base64url"))].map((byte) => byte.toString(2).padStart(8, "0")).join(" ");

test("a status list holds the bits of the draft's example: 1 0 0 1 1 1 0 1, 1 1 0 0 0 1 0 1 from the least significant", () => {
  const bits = "1001110111000101".split("").flatMap((bit, index) => (bit === "1" ? [index] : []));
  // the published example inflates to B9 A3
  assert.deepEqual([...inflateSync(Buffer.from(encodeStatusList(16, bits), "base64url"))], [0xb9, 0xa3]);
  assert.deepEqual([...inflateSync(Buffer.from("eNrbuRgAAhcBXQ", "base64url"))], [0xb9, 0xa3]);
});

test("an index outside a byte boundary sets only its own bit", () => {
  assert.equal(expand(encodeStatusList(20, [9])), "00000000 00000010 00000000");
});

test("the list is always a block ahead of what was given out", () => {
  assert.deepEqual([0, 1, 8192, 8193].map(listSize), [8192, 16_384, 16_384, 24_576]);
});
