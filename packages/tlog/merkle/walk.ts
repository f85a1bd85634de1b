/**
 * The proof checks themselves, free of any hash function: each is a generator that yields the pair of children to be hashed and is
 * resumed with their parent. Node answers at once with node:crypto (verify.ts), a browser awaits WebCrypto (browser.ts): one text
 * of each algorithm, two ways to run it. Sizes are numbers up to 2^53, so halves are divisions and not 32-bit shifts.
 */
import { sameBytes } from "../bytes.ts";
import type { InvalidProof } from "../errors.ts";

export const HASH_SIZE = 32;
export type Hash = Uint8Array;
export type Children = readonly [left: Hash, right: Hash];
/** Yields children, receives their parent, returns why the proof fails or undefined. */
export type Walk = Generator<Children, InvalidProof | undefined, Hash>;

/** SHA-256 of no bytes: the root of the empty tree (RFC 6962 §2.1). */
export const EMPTY_ROOT: Hash = Uint8Array.from(
  "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855".match(/../g) ?? [],
  (pair) => Number.parseInt(pair, 16),
);

const half = (n: number): number => Math.floor(n / 2);
const isOdd = (n: number): boolean => n % 2 === 1;
const isHash = (bytes: Uint8Array): boolean => bytes.length === HASH_SIZE;
const areSizes = (...sizes: number[]): boolean => sizes.every((n) => Number.isSafeInteger(n) && n >= 0);

/** [start, end) is a subtree if start is a multiple of the least power of two that is not below its length. */
export function isSubtree(start: number, end: number): boolean {
  if (!areSizes(start, end) || start > end) return false;
  if (start === end) return true;
  let width = 1;
  while (width < end - start) width *= 2;
  return start % width === 0;
}

/**
 * Inclusion of the leaf `index` in the subtree [start, end) with the given root (RFC 9162 §2.1.3.2; for a whole tree start is 0).
 * The proof runs from the leaf's sibling to the root's child.
 */
export function* inclusionWalk(index: number, start: number, end: number, leaf: Hash, proof: readonly Hash[], root: Hash): Walk {
  if (!areSizes(index) || !areSizes(start, end) || index < start || index >= end) return "proof.range";
  if (!isSubtree(start, end)) return "proof.subtree";
  if (!isHash(leaf) || !proof.every(isHash)) return "proof.hash-size";
  let fn = index - start;
  let sn = end - start - 1;
  let hash = leaf;
  for (const sibling of proof) {
    if (sn === 0) return "proof.length";
    if (isOdd(fn) || fn === sn) {
      hash = yield [sibling, hash];
      while (!isOdd(fn) && fn !== 0) {
        fn = half(fn);
        sn = half(sn);
      }
    } else {
      hash = yield [hash, sibling];
    }
    fn = half(fn);
    sn = half(sn);
  }
  if (sn !== 0) return "proof.length";
  return sameBytes(hash, root) ? undefined : "proof.mismatch";
}

/**
 * The tree of `size` contains the subtree [start, end) (draft-ietf-plants-merkle-tree-certs, Verifying a Subtree Consistency
 * Proof). With start 0 it is the consistency proof of RFC 9162 §2.1.4.2. An empty subtree is in every tree: its root alone counts.
 */
export function* subtreeWalk(
  start: number,
  end: number,
  size: number,
  subtreeRoot: Hash,
  root: Hash,
  proof: readonly Hash[],
): Walk {
  if (!areSizes(start, end, size) || end > size) return "proof.range";
  if (!isSubtree(start, end)) return "proof.subtree";
  if (!proof.every(isHash)) return "proof.hash-size";
  if (start === end) {
    if (proof.length > 0) return "proof.length";
    return sameBytes(subtreeRoot, EMPTY_ROOT) ? undefined : "proof.mismatch";
  }
  let [fn, sn, tn] = [start, end - 1, size - 1];
  const shift = () => {
    [fn, sn, tn] = [half(fn), half(sn), half(tn)];
  };
  // Climb to the node from which the proof starts: the subtree itself if the tree has it as a node, else its last whole part.
  while (fn !== sn && (sn === tn || isOdd(sn))) shift();
  const given = fn === sn;
  const first = given ? subtreeRoot : proof[0];
  if (first === undefined) return "proof.length";
  let [inSubtree, inTree] = [first, first];
  for (const sibling of given ? proof : proof.slice(1)) {
    if (tn === 0) return "proof.length";
    if (isOdd(sn) || sn === tn) {
      if (fn < sn) inSubtree = yield [sibling, inSubtree];
      inTree = yield [sibling, inTree];
      while (!isOdd(sn) && sn !== 0) shift();
    } else {
      inTree = yield [inTree, sibling];
    }
    shift();
  }
  if (tn !== 0) return "proof.length";
  return sameBytes(inSubtree, subtreeRoot) && sameBytes(inTree, root) ? undefined : "proof.mismatch";
}

/**
 * The tree of `size2` begins with the tree of `size1` (RFC 9162 §2.1.4). A tree of size 0 is refused: anything is consistent
 * with it, so such a proof would say nothing to someone who relies on it.
 */
export function* consistencyWalk(size1: number, size2: number, root1: Hash, root2: Hash, proof: readonly Hash[]): Walk {
  if (size1 === 0) return "proof.range";
  return yield* subtreeWalk(0, size1, size2, root1, root2, proof);
}
