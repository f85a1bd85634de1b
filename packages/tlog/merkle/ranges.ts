/**
 * Which hashes a proof is made of, as ranges of leaves: each range [from, to) stands for MTH(D[from:to]). Pure arithmetic; where
 * the hashes come from (a list, tiles on a disk, tiles over HTTP) is the caller's affair.
 */
import { TlogError } from "../errors.ts";
import { isSubtree } from "./walk.ts";

export type Range = readonly [from: number, to: number];
/** A perfect subtree: 2^height leaves, the index-th of that height from the left. */
export type TreeNode = { readonly height: number; readonly index: number };

/** The largest power of two below n, for n > 1: where RFC 6962 splits a tree. */
function split(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

function refuse(what: string): never {
  throw new TlogError("log.range", what);
}

/** PATH(index - start, D[start:end]) of RFC 6962 §2.1.1, from the leaf's sibling upwards. */
export function inclusionRanges(index: number, start: number, end: number): Range[] {
  if (!isSubtree(start, end) || !Number.isSafeInteger(index) || index < start || index >= end) {
    refuse(`no leaf ${index} in [${start}, ${end})`);
  }
  return subtreeRanges(index, index + 1, start, end);
}

/** SUBTREE_PROOF(start, end, D[0:size]); with start 0 it is PROOF(end, D[size]) of RFC 6962 §2.1.2. */
export function consistencyRanges(start: number, end: number, size: number): Range[] {
  if (!isSubtree(start, end) || start === end || !Number.isSafeInteger(size) || end > size) {
    refuse(`no subtree [${start}, ${end}) in a tree of ${size}`);
  }
  return subtreeRanges(start, end, 0, size);
}

/** Descends from [lo, hi) to [start, end), noting the sibling at each turn; the siblings come out lowest first. */
function subtreeRanges(start: number, end: number, low: number, high: number): Range[] {
  const siblings: Range[] = [];
  let [lo, hi, from] = [low, high, start];
  // While true the verifier holds the hash of [start, end) and needs no copy of it.
  let known = true;
  while (lo !== from || hi !== end) {
    const mid = lo + split(hi - lo);
    if (end <= mid) {
      siblings.push([mid, hi]);
      hi = mid;
    } else {
      siblings.push([lo, mid]);
      if (from < mid) {
        // The subtree straddles the split, so it starts at lo and its left part is the sibling just noted.
        from = mid;
        known = false;
      }
      lo = mid;
    }
  }
  if (!known) siblings.push([lo, hi]);
  return siblings.reverse();
}

/** The perfect subtrees that make up MTH(D[from:to]), left to right; folding them from the right gives that hash. */
export function perfectNodes([from, to]: Range): TreeNode[] {
  const nodes: TreeNode[] = [];
  let at = from;
  while (at < to) {
    let [height, width] = [0, 1];
    while (at % (width * 2) === 0 && at + width * 2 <= to) {
      width *= 2;
      height += 1;
    }
    nodes.push({ height, index: at / width });
    at += width;
  }
  return nodes;
}
