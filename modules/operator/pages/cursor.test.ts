import assert from "node:assert/strict";
import { test } from "node:test";
import type { DeadJob } from "@troad/kernel";
import { placeText, readName, readPlace } from "./cursor.ts";

const job = { at: "2026-11-28T12:00:00.000Z", schema: "road_moi", id: 7 } as DeadJob;

test("a place that the list gave out is read back", () => {
  assert.deepEqual(readPlace(placeText(job)), { at: job.at, schema: "road_moi", id: 7 });
  assert.equal(readPlace(""), undefined);
});

test("a place or a name that nobody gave out is refused", () => {
  for (const text of [
    "x",
    "2026-11-28T12:00:00.000Z~road~0",
    "2026-13-45T12:00:00.000Z~road~1",
    `${placeText(job)}~1`,
    "a~'; drop--~1",
  ])
    assert.throws(() => readPlace(text), { code: "request.invalid" });
  for (const name of [{ schema: "road", id: "1e3" }, { schema: "Road", id: "1" }, { schema: "road;", id: "1" }, {}])
    assert.equal(readName(name), undefined);
  assert.deepEqual(readName({ schema: "road", id: "12" }), { schema: "road", id: 12 });
});
