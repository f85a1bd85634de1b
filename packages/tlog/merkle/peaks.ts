/** A tree that is appended to without its leaves at hand: only the roots of its perfect subtrees are kept, the largest first. */
import { nodeHash } from "./hash.ts";
import { foldRight } from "./tree.ts";
import type { Hash } from "./walk.ts";

/** The peaks after one more leaf hash; `size` is how many leaves there were before. */
export function addToPeaks(peaks: readonly Hash[], size: number, leaf: Hash): Hash[] {
  const kept = [...peaks];
  let node = leaf;
  for (let left = size; left % 2 === 1; left = (left - 1) / 2) node = nodeHash(kept.pop()!, node);
  return [...kept, node];
}

/** The Merkle Tree Hash over all leaves (RFC 6962 §2.1). */
export const rootOfPeaks = (peaks: readonly Hash[]): Hash => foldRight(peaks);
