import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateSync, inflateSync } from "node:zlib";
import { encodeStatusList, openStatusList, statusAt, statusListOf } from "./status-list.ts";

const read = (bits: 1 | 2, lst: string, count: number): string =>
  Array.from({ length: count }, (_, index) => statusAt(openStatusList({ bits, lst }), index)).join("");

test("the lists of the draft's examples hold the statuses that it names", () => {
  assert.equal(read(1, "eNrbuRgAAhcBXQ", 16), "1001110111000101");
  assert.equal(read(2, "eNo76fITAAPfAgc", 12), "120301011233");
});

test("an index beyond the list has no status, and an altered list does not open", () => {
  const list = openStatusList({ bits: 1, lst: "eNrbuRgAAhcBXQ" });
  assert.equal(statusAt(list, 15), 1);
  assert.equal(statusAt(list, 16), undefined);
  assert.throws(() => openStatusList({ bits: 1, lst: "eNrbuRgAAhcCXQ" }));
});

test("a list that would inflate without end is refused", () => {
  const lst = deflateSync(Buffer.alloc(8 * 1024 * 1024)).toString("base64url");
  assert.throws(() => openStatusList({ bits: 1, lst }));
});

test("a list counts for its own address and until it is over", () => {
  const at = new Date("2026-11-22T00:00:00Z");
  const claims = { sub: "https://a.example/1", exp: at.getTime() / 1000 + 1, status_list: { bits: 1, lst: "eNrbuRgAAhcBXQ" } };
  assert.ok(statusListOf(claims, "https://a.example/1", at));
  assert.equal(statusListOf(claims, "https://a.example/2", at), undefined);
  assert.equal(statusListOf(claims, "https://a.example/1", new Date(at.getTime() + 1000)), undefined);
  assert.equal(
    statusListOf({ ...claims, status_list: { bits: 3, lst: "eNrbuRgAAhcBXQ" } }, "https://a.example/1", at),
    undefined,
  );
  assert.equal(statusListOf({ ...claims, status_list: { bits: 1, lst: "AAAA" } }, "https://a.example/1", at), undefined);
});

test("a list is written as the draft's example has it, and a status that has no room is refused", () => {
  const bits = "1001110111000101".split("").flatMap((bit, index) => (bit === "1" ? [[index, 1] as const] : []));
  // the published example inflates to B9 A3
  assert.deepEqual([...inflateSync(Buffer.from(encodeStatusList(16, 1, bits), "base64url"))], [0xb9, 0xa3]);
  const two = [..."120301011233"].map((status, index) => [index, Number(status)] as const);
  assert.equal(read(2, encodeStatusList(12, 2, two), 12), "120301011233");
  assert.throws(() => encodeStatusList(12, 1, [[0, 2]]), RangeError);
  assert.throws(() => encodeStatusList(12, 2, [[12, 1]]), RangeError);
});
