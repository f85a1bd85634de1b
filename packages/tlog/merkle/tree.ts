/** Roots and proofs of a list of leaf hashes held in memory: for small lists, for tests, and to say plainly what the tiles must yield. */
import { nodeHash } from "./hash.ts";
import { consistencyRanges, inclusionRanges, perfectNodes, type Range } from "./ranges.ts";
import { EMPTY_ROOT, type Hash } from "./walk.ts";

/** Folds the hashes of perfect subtrees, given left to right, into the hash of their range (RFC 6962 §2.1). */
export function foldRight(hashes: readonly Hash[]): Hash {
  const last = hashes.at(-1);
  if (last === undefined) return EMPTY_ROOT;
  return hashes.slice(0, -1).reduceRight((right, left) => nodeHash(left, right), last);
}

function perfectRoot(leaves: readonly Hash[]): Hash {
  let row = leaves;
  while (row.length > 1) {
    const above: Hash[] = [];
    for (let i = 0; i < row.length; i += 2) above.push(nodeHash(row[i]!, row[i + 1]!));
    row = above;
  }
  return row[0]!;
}

/** MTH(D[from:to]) from the leaf hashes of the whole list. */
function rangeRoot(leaves: readonly Hash[], range: Range): Hash {
  const parts = perfectNodes(range).map(({ height, index }) => {
    const width = 2 ** height;
    return perfectRoot(leaves.slice(index * width, (index + 1) * width));
  });
  return foldRight(parts);
}

/** The Merkle Tree Hash of leaf hashes [start, end), all of them unless told. */
export function rootOf(leaves: readonly Hash[], start = 0, end: number = leaves.length): Hash {
  return rangeRoot(leaves, [start, end]);
}

/** Audit path of leaf `index` in [start, end), the whole list unless told. Throws `log.range`. */
export function proveInclusion(leaves: readonly Hash[], index: number, start = 0, end: number = leaves.length): Hash[] {
  return inclusionRanges(index, start, end).map((range) => rangeRoot(leaves, range));
}

/** Proof that the list begins with its first `size1` leaves. Throws `log.range`. */
export function proveConsistency(leaves: readonly Hash[], size1: number, size2: number = leaves.length): Hash[] {
  return proveSubtree(leaves, 0, size1, size2);
}

/** Proof that the tree of `size` leaves contains the subtree [start, end). Throws `log.range`. */
export function proveSubtree(leaves: readonly Hash[], start: number, end: number, size: number = leaves.length): Hash[] {
  return consistencyRanges(start, end, size).map((range) => rangeRoot(leaves, range));
}
