/** What a log is after a crash: what its checkpoint says, provided that the right edge on the disk leads to the checkpoint's root. */
import { sameBytes } from "../bytes.ts";
import { TlogError } from "../errors.ts";
import { leafHash } from "../merkle/hash.ts";
import { HASH_SIZE } from "../merkle/walk.ts";
import type { OpenCheckpoint } from "../note/open.ts";
import { parseBundle } from "../tile/bundle.ts";
import { type Edge, rootOfEdge } from "../tile/edge.ts";
import { hashesAtLevel, TILE_WIDTH, type TileId, tilePath } from "../tile/path.ts";
import type { TileSource } from "../tile/source.ts";

/** The unfilled tile of a level in a tree of `size`, or undefined where the level ends with a full one. */
function unfilled(size: number, level: number | "entries"): TileId | undefined {
  const hashes = hashesAtLevel(size, level);
  const width = hashes % TILE_WIDTH;
  return width > 0 ? { level, index: Math.floor(hashes / TILE_WIDTH), width } : undefined;
}

async function readUnfilled(source: TileSource, size: number, level: number | "entries"): Promise<Buffer> {
  const tile = unfilled(size, level);
  if (!tile) return Buffer.alloc(0);
  const bytes = await source.fetch(tilePath(tile));
  if (bytes === undefined) throw new TlogError("tile.missing", `${tilePath(tile)} is missing`);
  return Buffer.from(bytes);
}

/**
 * Loads the right edge that belongs to a checkpoint. Throws `log.corrupt` if a file is missing or altered; files beyond the
 * checkpoint are not looked at.
 */
export async function recoverEdge(source: TileSource, { size, root }: OpenCheckpoint): Promise<Edge> {
  try {
    const levels: Buffer[] = [];
    for (let level = 0; hashesAtLevel(size, level) > 0; level++) levels.push(await readUnfilled(source, size, level));
    const bundle = await readUnfilled(source, size, "entries");
    const edge = { size, levels, bundle };
    if (!sameBytes(rootOfEdge(edge), root)) throw new TlogError("tile.untrue", "the tiles do not lead to the root");
    parseBundle(bundle, size % TILE_WIDTH).forEach((entry, i) => {
      if (!sameBytes(leafHash(entry), levels[0]!.subarray(i * HASH_SIZE, (i + 1) * HASH_SIZE))) {
        throw new TlogError("tile.untrue", "the last bundle does not hash to its tile");
      }
    });
    return edge;
  } catch (cause) {
    throw new TlogError("log.corrupt", "the folder does not agree with its checkpoint", { cause });
  }
}
