/** The proof checks on node:crypto. Each returns why the proof fails, or undefined if it holds: `if (fault) refuse(fault)`. */
import type { InvalidProof } from "../errors.ts";
import { nodeHash } from "./hash.ts";
import { consistencyWalk, type Hash, inclusionWalk, subtreeWalk, type Walk } from "./walk.ts";

function run(walk: Walk): InvalidProof | undefined {
  let step = walk.next();
  while (!step.done) step = walk.next(nodeHash(...step.value));
  return step.value;
}

/** The leaf at `index` is in the tree of `size` with this root (RFC 9162 §2.1.3.2). */
export function verifyInclusion(
  index: number,
  size: number,
  leaf: Hash,
  proof: readonly Hash[],
  root: Hash,
): InvalidProof | undefined {
  return run(inclusionWalk(index, 0, size, leaf, proof, root));
}

/** The tree of `size2` begins with the tree of `size1`, which is at least 1 (RFC 9162 §2.1.4.2). */
export function verifyConsistency(
  size1: number,
  size2: number,
  root1: Hash,
  root2: Hash,
  proof: readonly Hash[],
): InvalidProof | undefined {
  return run(consistencyWalk(size1, size2, root1, root2, proof));
}

/** The leaf at `index` is in the subtree [start, end) with this root. */
export function verifySubtreeInclusion(
  index: number,
  start: number,
  end: number,
  leaf: Hash,
  proof: readonly Hash[],
  root: Hash,
): InvalidProof | undefined {
  return run(inclusionWalk(index, start, end, leaf, proof, root));
}

/** The tree of `size` with `root` contains the subtree [start, end) with `subtreeRoot`. */
export function verifySubtreeConsistency(
  start: number,
  end: number,
  size: number,
  subtreeRoot: Hash,
  root: Hash,
  proof: readonly Hash[],
): InvalidProof | undefined {
  return run(subtreeWalk(start, end, size, subtreeRoot, root, proof));
}
