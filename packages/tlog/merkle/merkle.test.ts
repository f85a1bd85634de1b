import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import * as browser from "../browser.ts";
import { flip, hasCode, numbered } from "../testing/fixtures.ts";
import { leafHash, MAX_ENTRY_BYTES, nodeHash } from "./hash.ts";
import { proveConsistency, proveInclusion, proveSubtree, rootOf } from "./tree.ts";
import { verifyConsistency, verifyInclusion, verifySubtreeConsistency, verifySubtreeInclusion } from "./verify.ts";
import { EMPTY_ROOT, isSubtree } from "./walk.ts";

const SIZE = 36;
const leaves = numbered(0, SIZE).map(leafHash);
const sizes = Array.from({ length: SIZE }, (_, i) => i + 1);

/** The definition of RFC 6962 §2.1, word for word, beside which everything else is measured. */
function definedRoot(entries: readonly Buffer[]): Buffer {
  const sha = (...parts: Uint8Array[]) => createHash("sha256").update(Buffer.concat(parts)).digest();
  if (entries.length === 0) return sha();
  if (entries.length === 1) return sha(Buffer.of(0), entries[0]!);
  let k = 1;
  while (k * 2 < entries.length) k *= 2;
  return sha(Buffer.of(1), definedRoot(entries.slice(0, k)), definedRoot(entries.slice(k)));
}

test("roots of every size are those of the definition", () => {
  for (const size of [0, ...sizes]) assert.deepEqual(Buffer.from(rootOf(leaves, 0, size)), definedRoot(numbered(0, size)));
  assert.deepEqual(Buffer.from(EMPTY_ROOT), definedRoot([]));
});

test("leaf and node hashes are distinguished by their prefix, and the largest entry is hashed whole", () => {
  const pair = Buffer.concat([leaves[0]!, leaves[1]!]);
  assert.notDeepEqual(leafHash(pair), nodeHash(leaves[0]!, leaves[1]!));
  for (const length of [0, MAX_ENTRY_BYTES, MAX_ENTRY_BYTES + 1]) {
    const entry = Buffer.alloc(length, 0xa5);
    assert.deepEqual(leafHash(entry), definedRoot([entry]));
  }
});

test("every leaf of every size has an inclusion proof that holds, and no bent one does", () => {
  for (const size of sizes) {
    const root = rootOf(leaves, 0, size);
    for (let index = 0; index < size; index++) {
      const proof = proveInclusion(leaves, index, 0, size);
      assert.equal(verifyInclusion(index, size, leaves[index]!, proof, root), undefined);
      assert.equal(verifyInclusion(index, size, flip(leaves[index]!), proof, root), "proof.mismatch");
      assert.equal(verifyInclusion(index, size, leaves[index]!, proof, flip(root)), "proof.mismatch");
      assert.equal(verifyInclusion(index, size, leaves[index]!, [...proof, root], root), "proof.length");
      assert.equal(verifyInclusion(index, size * 2, leaves[index]!, proof, root), "proof.length");
      if (size > 1) assert.ok(verifyInclusion((index + 1) % size, size, leaves[index]!, proof, root));
      proof.forEach((hash, i) => {
        assert.equal(verifyInclusion(index, size, leaves[index]!, proof.with(i, flip(hash)), root), "proof.mismatch");
      });
    }
  }
});

test("every size is proved to continue every smaller one, and no bent proof holds", () => {
  for (const size2 of sizes) {
    const root2 = rootOf(leaves, 0, size2);
    for (const size1 of sizes.slice(0, size2)) {
      const root1 = rootOf(leaves, 0, size1);
      const proof = proveConsistency(leaves, size1, size2);
      assert.equal(verifyConsistency(size1, size2, root1, root2, proof), undefined);
      assert.ok(verifyConsistency(size1, size2, flip(root1), root2, proof));
      assert.equal(verifyConsistency(size1, size2 * 2, root1, root2, proof), "proof.length");
      assert.ok(verifyConsistency(size1, size2, root1, flip(root2), proof));
      proof.forEach((hash, i) => {
        assert.equal(verifyConsistency(size1, size2, root1, root2, proof.with(i, flip(hash))), "proof.mismatch");
      });
    }
  }
});

test("every subtree of every size is proved to be in it, and its leaves in the subtree", () => {
  for (const size of sizes) {
    const root = rootOf(leaves, 0, size);
    for (let start = 0; start < size; start++) {
      for (let end = start + 1; end <= size; end++) {
        if (!isSubtree(start, end)) {
          assert.throws(() => proveSubtree(leaves, start, end, size), hasCode("log.range"));
          assert.equal(verifySubtreeConsistency(start, end, size, root, root, []), "proof.subtree");
          continue;
        }
        const subtree = rootOf(leaves, start, end);
        const proof = proveSubtree(leaves, start, end, size);
        assert.equal(verifySubtreeConsistency(start, end, size, subtree, root, proof), undefined);
        assert.ok(verifySubtreeConsistency(start, end, size, flip(subtree), root, proof));
        const path = proveInclusion(leaves, start, start, end);
        assert.equal(verifySubtreeInclusion(start, start, end, leaves[start]!, path, subtree), undefined);
        assert.ok(verifySubtreeInclusion(start, start, end, flip(leaves[start]!), path, subtree));
      }
    }
  }
});

test("a tree of size 0 proves nothing, and sizes that no number holds are refused", () => {
  assert.equal(verifyConsistency(0, 3, EMPTY_ROOT, rootOf(leaves, 0, 3), []), "proof.range");
  assert.equal(verifyInclusion(0, 2 ** 60, leaves[0]!, [], leaves[0]!), "proof.range");
  assert.equal(verifyInclusion(0.5, 2, leaves[0]!, [leaves[1]!], leaves[0]!), "proof.range");
  assert.throws(() => proveConsistency(leaves, 0, 3), hasCode("log.range"));
  assert.throws(() => proveInclusion(leaves, 3, 0, 3), hasCode("log.range"));
});

test("positions beyond 32 bits are not cut off", () => {
  // The last leaf of a tree of 2^40 + 1 has a path of one hash: the root of the 2^40 before it.
  const [before, last] = [leaves[0]!, leaves[1]!];
  const size = 2 ** 40 + 1;
  assert.equal(verifyInclusion(2 ** 40, size, last, [before], nodeHash(before, last)), undefined);
  assert.ok(verifyInclusion(2 ** 8, size, last, [before], nodeHash(before, last)));
});

test("a browser comes to the same verdicts with WebCrypto", async () => {
  const [size1, size2] = [11, 29];
  const [root1, root2] = [rootOf(leaves, 0, size1), rootOf(leaves, 0, size2)];
  const path = proveInclusion(leaves, 17, 0, size2);
  const leaf = await browser.leafHash(Buffer.from("entry 17"));
  assert.deepEqual(Buffer.from(leaf), leaves[17]);
  assert.equal(await browser.verifyInclusion(17, size2, leaf, path, root2), undefined);
  assert.equal(await browser.verifyInclusion(17, size2, flip(leaf), path, root2), "proof.mismatch");
  const proof = proveConsistency(leaves, size1, size2);
  assert.equal(await browser.verifyConsistency(size1, size2, root1, root2, proof), undefined);
  assert.equal(await browser.verifyConsistency(size1, size2, root1, flip(root2), proof), "proof.mismatch");
});
