import assert from "node:assert/strict";
import { test } from "node:test";
import { isUuid, systemIds } from "./ids.ts";

test("ids of one millisecond sort in the order in which they were made, and none is made twice", () => {
  const ids = systemIds({ now: () => new Date("2026-11-30T04:00:00Z") });
  const made = Array.from({ length: 2_000 }, () => ids.uuid());
  assert.deepEqual(made, made.toSorted());
  assert.ok(
    made.every(isUuid) && made.every((id) => id[14] === "7" && "89ab".includes(id[19]!)),
    "version 7 and variant of RFC 9562",
  );
  const more = Array.from({ length: 20_000 }, () => ids.uuid());
  assert.equal(new Set([...made, ...more]).size, 22_000);
});
