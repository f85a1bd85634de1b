import assert from "node:assert/strict";
import { test } from "node:test";
import { cardKinds } from "./card-kinds.ts";

const types = new Map([
  ["3J0002", "手機條碼"],
  ["ED0003", "台灣電力"],
  ["EE0002", "臺北自來水"],
  ["CQ0001", "自然人憑證"],
  ["EJ0082", "Pay2go"],
  ["1K0001", "悠遊卡"],
]);

test("the usual kinds stand first, and a barcode is no card", () => {
  const names = cardKinds(types, "").map(([, name]) => name);
  assert.deepEqual(names.slice(0, 2), ["悠遊卡", "自然人憑證"]);
  assert.ok(!names.includes("手機條碼"));
  assert.deepEqual(cardKinds(types, ""), cardKinds(new Map([...types].toReversed()), ""), "whatever the order of content");
});

test("kinds are found in either writing of 臺, by full-width and capital letters", () => {
  const found = (words: string): string[] => cardKinds(types, words).map(([, name]) => name);
  assert.deepEqual(found("臺灣"), ["台灣電力"]);
  assert.deepEqual(found("台北"), ["臺北自來水"]);
  assert.deepEqual(found("ＰＡＹ２"), ["Pay2go"]);
  assert.deepEqual(found("不存在"), []);
});
