/** The inner nodes between one tile and the next level: a tile of 256 hashes has 255 of them above (C2SP tlog-tiles, Merkle Tree). */
import { pairHashInto } from "../merkle/hash.ts";
import { foldRight } from "../merkle/tree.ts";
import { HASH_SIZE, type Hash } from "../merkle/walk.ts";
import { TILE_HEIGHT } from "./path.ts";

/** Row r holds the perfect subtrees of 2^r of the tile's hashes, one after the other; row 0 is the tile itself. */
export type Pyramid = readonly Buffer[];

/** Hashes a tile up as far as its width goes. The tile's bytes are kept, not copied. */
export function pyramidOf(tile: Buffer): Pyramid {
  const rows = [tile];
  for (let height = 1; height <= TILE_HEIGHT; height++) {
    const below = rows[height - 1]!;
    const width = Math.floor(below.length / (2 * HASH_SIZE));
    const row = Buffer.allocUnsafe(width * HASH_SIZE);
    for (let i = 0; i < width; i++) pairHashInto(below, i * 2 * HASH_SIZE, row, i * HASH_SIZE);
    rows.push(row);
  }
  return rows;
}

export function nodeAt(pyramid: Pyramid, row: number, index: number): Hash | undefined {
  const hash = pyramid[row]?.subarray(index * HASH_SIZE, (index + 1) * HASH_SIZE);
  return hash?.length === HASH_SIZE ? hash : undefined;
}

/** The largest perfect subtrees of a tile that is not full, left to right: 5 hashes are one subtree of 4 and one of 1. */
export function peaksOf(pyramid: Pyramid): Hash[] {
  const width = pyramid[0]!.length / HASH_SIZE;
  const peaks: Hash[] = [];
  for (let row = TILE_HEIGHT; row >= 0; row--) {
    if (Math.floor(width / 2 ** row) % 2 === 1) peaks.push(nodeAt(pyramid, row, Math.floor(width / 2 ** row) - 1)!);
  }
  return peaks;
}

/** The one hash that stands for a whole tile, full or not. */
export const tileRoot = (pyramid: Pyramid): Hash => foldRight(peaksOf(pyramid));
