import assert from "node:assert/strict";
import { test } from "node:test";
import { leafHash } from "./hash.ts";
import { addToPeaks, rootOfPeaks } from "./peaks.ts";
import { rootOf } from "./tree.ts";
import type { Hash } from "./walk.ts";

test("peaks give the same root as the whole list of leaves, at every size", () => {
  const leaves: Hash[] = [];
  let peaks: Hash[] = [];
  assert.deepEqual(Buffer.from(rootOfPeaks(peaks)), Buffer.from(rootOf([])));
  for (let size = 0; size < 70; size++) {
    const leaf = leafHash(Buffer.from(`leaf ${size}`));
    peaks = addToPeaks(peaks, size, leaf);
    leaves.push(leaf);
    assert.deepEqual(Buffer.from(rootOfPeaks(peaks)), Buffer.from(rootOf(leaves)), `size ${size + 1}`);
  }
  const altered = addToPeaks(peaks.slice(0, -1), leaves.length - 1, leafHash(Buffer.from("another")));
  assert.notDeepEqual(Buffer.from(rootOfPeaks(altered)), Buffer.from(rootOf(leaves)));
});
