/** Where tiles come from, and the hashes of a tree read out of them. */
import { TlogError } from "../errors.ts";
import { perfectNodes, type Range, type TreeNode } from "../merkle/ranges.ts";
import { foldRight } from "../merkle/tree.ts";
import { HASH_SIZE, type Hash } from "../merkle/walk.ts";
import { readFrames } from "./bundle.ts";
import { TILE_HEIGHT, TILE_WIDTH, type TileId, tileOf, tilePath } from "./path.ts";
import { nodeAt, type Pyramid, pyramidOf } from "./pyramid.ts";

/** A folder, a web server, a bucket: undefined means that there is nothing at that path. Paths are those of C2SP tlog-tiles. */
export type TileSource = { fetch(path: string): Promise<Uint8Array | undefined> };

/** Pyramids of hash tiles by path: 16 kB each when full, so 4 MB at this size. */
const CACHED_TILES = 256;

/** The bytes of a tile; where a partial one is gone, as the standard allows, the start of the full one. Throws `tile.missing`. */
export async function fetchTile(source: TileSource, tile: TileId): Promise<Uint8Array> {
  const bytes = await source.fetch(tilePath(tile));
  if (bytes !== undefined) return bytes;
  const full = tile.width < TILE_WIDTH ? await source.fetch(tilePath({ ...tile, width: TILE_WIDTH })) : undefined;
  if (full === undefined) throw new TlogError("tile.missing", `${tilePath(tile)} is missing`);
  return narrow(full, tile);
}

/** The first `width` hashes or entries of a wider tile or bundle. */
export function narrow(wider: Uint8Array, { level, width }: TileId): Uint8Array {
  return wider.subarray(0, level === "entries" ? readFrames(wider, width).bytes : width * HASH_SIZE);
}

/**
 * Hashes of any range of leaves in a tree of at most `size`, read from its tiles. What it returns is only as true as the source:
 * whoever does not own the tiles verifies the proof made of it.
 */
export class TileHashes {
  readonly #source: TileSource;
  readonly #cache = new Map<string, Pyramid>();

  constructor(source: TileSource) {
    this.#source = source;
  }

  /** MTH(D[from:to]) for each range; `size` is that of a published checkpoint, and no range passes it. Throws `tile.*`. */
  async ofRanges(ranges: readonly Range[], size: number): Promise<Hash[]> {
    const nodes = ranges.map(perfectNodes);
    const wanted = new Map(nodes.flat().map((node) => this.#locate(node, size)).map((at) => [tilePath(at), at] as const));
    const loaded = await Promise.all([...wanted].map(async ([path, tile]) => [path, await this.#load(path, tile)] as const));
    const pyramids = new Map(loaded);
    return nodes.map((parts) =>
      foldRight(
        parts.map((node) => {
          const tile = this.#locate(node, size);
          const row = node.height % TILE_HEIGHT;
          const hash = nodeAt(pyramids.get(tilePath(tile))!, row, node.index - (tile.index * TILE_WIDTH) / 2 ** row);
          if (hash === undefined) throw new TlogError("tile.malformed", `${tilePath(tile)} is too short`);
          return hash;
        }),
      ),
    );
  }

  #locate({ height, index }: TreeNode, size: number): TileId {
    const level = Math.floor(height / TILE_HEIGHT);
    const tileIndex = Math.floor((index * 2 ** (height % TILE_HEIGHT)) / TILE_WIDTH);
    const tile = tileOf(size, level, tileIndex);
    if (tile === undefined) throw new TlogError("log.range", "beyond the tree");
    return tile;
  }

  async #load(path: string, tile: TileId): Promise<Pyramid> {
    const cached = this.#cache.get(path);
    if (cached !== undefined) {
      // Re-inserted, so that the first key of the map is always the one used longest ago.
      this.#cache.delete(path);
      this.#cache.set(path, cached);
      return cached;
    }
    const bytes = await fetchTile(this.#source, tile);
    if (bytes.length !== tile.width * HASH_SIZE) throw new TlogError("tile.malformed", `${path} is not ${tile.width} hashes`);
    const pyramid = pyramidOf(Buffer.from(bytes));
    this.#cache.set(path, pyramid);
    const oldest = this.#cache.keys().next();
    if (this.#cache.size > CACHED_TILES && !oldest.done) this.#cache.delete(oldest.value);
    return pyramid;
  }
}
