/**
 * The right edge of a log: all that is needed to go on appending. One unfilled tile a level and the unfilled entry bundle; for
 * 16 million entries that is three tiles. An edge is never changed: `extend` makes the next one, so that a batch that could not be
 * written leaves nothing behind.
 */
import { leafHashInto } from "../merkle/hash.ts";
import { foldRight } from "../merkle/tree.ts";
import { HASH_SIZE, type Hash } from "../merkle/walk.ts";
import { appendFrames } from "./bundle.ts";
import { TILE_WIDTH, type TileId } from "./path.ts";
import { peaksOf, pyramidOf, tileRoot } from "./pyramid.ts";

/** `root`: of a full tile of hashes, the one hash that stands for it in the level above. */
export type TileFile = { readonly tile: TileId; readonly bytes: Uint8Array; readonly root?: Uint8Array };
export type Edge = {
  readonly size: number;
  /** The unfilled tile of each level, lowest first: its hashes so far, possibly none. */
  readonly levels: readonly Buffer[];
  /** The unfilled bundle's frames. */
  readonly bundle: Uint8Array;
};

export const EMPTY_EDGE: Edge = { size: 0, levels: [], bundle: new Uint8Array() };

/** The Merkle Tree Hash of the whole log: the peaks of the levels, the highest level leftmost. */
export function rootOfEdge(edge: Edge): Hash {
  return foldRight(edge.levels.toReversed().flatMap((hashes) => peaksOf(pyramidOf(hashes))));
}

/** Hashes of one level on their way into tiles; filled tiles go out and their roots go up. */
class Level {
  readonly tile = Buffer.allocUnsafe(TILE_WIDTH * HASH_SIZE);
  width: number;
  index: number;
  touched = false;

  constructor(before: Buffer, index: number) {
    before.copy(this.tile);
    this.width = before.length / HASH_SIZE;
    this.index = index;
  }

  bytes(): Buffer {
    return Buffer.from(this.tile.subarray(0, this.width * HASH_SIZE));
  }
}

/** The edge after these entries, and every tile and bundle of the larger tree that the smaller one does not have. */
export function extend(edge: Edge, entries: readonly Uint8Array[]): { edge: Edge; files: TileFile[] } {
  const files: TileFile[] = [];
  const levels: Level[] = [];
  let waiting: Uint8Array[] = [];
  let frames = edge.bundle;

  const levelAt = (level: number): Level => {
    levels[level] ??= new Level(edge.levels[level] ?? Buffer.alloc(0), Math.floor(edge.size / TILE_WIDTH ** (level + 1)));
    return levels[level];
  };
  const flush = (level: number): void => {
    const full = levelAt(level);
    const root = Buffer.from(tileRoot(pyramidOf(full.tile)));
    files.push({ tile: { level, index: full.index, width: TILE_WIDTH }, bytes: full.bytes(), root });
    const above = levelAt(level + 1);
    root.copy(above.tile, above.width * HASH_SIZE);
    above.width += 1;
    above.touched = true;
    full.width = 0;
    full.index += 1;
    full.touched = false;
    if (above.width === TILE_WIDTH) flush(level + 1);
  };

  edge.levels.forEach((_, level) => {
    levelAt(level);
  });
  const leaves = levelAt(0);
  for (const entry of entries) {
    leafHashInto(entry, leaves.tile, leaves.width * HASH_SIZE);
    leaves.width += 1;
    leaves.touched = true;
    waiting.push(entry);
    if (leaves.width === TILE_WIDTH) {
      files.push({ tile: { level: "entries", index: leaves.index, width: TILE_WIDTH }, bytes: appendFrames(frames, waiting) });
      flush(0);
      frames = new Uint8Array();
      waiting = [];
    }
  }
  const bundle = appendFrames(frames, waiting);
  if (leaves.touched) files.push({ tile: { level: "entries", index: leaves.index, width: leaves.width }, bytes: bundle });
  levels.forEach((level, i) => {
    if (level.touched) files.push({ tile: { level: i, index: level.index, width: level.width }, bytes: level.bytes() });
  });
  return { edge: { size: edge.size + entries.length, levels: levels.map((level) => level.bytes()), bundle }, files };
}
