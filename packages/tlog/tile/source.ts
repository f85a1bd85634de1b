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

/** Pyramids of hash tiles: 16 kB each when full, so 16 MB at this size, which holds the paths of 262,144 entries. */
const CACHED_TILES = 1024;

/** Where a node is: which tile, which row of its pyramid, which hash of that row. */
type Place = { readonly key: string; readonly tile: TileId; readonly row: number; readonly at: number };

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
 * anyone who does not own the tiles verifies the proof made of it.
 */
export class TileHashes {
  readonly #source: TileSource;
  readonly #cache = new Map<string, Pyramid>();

  constructor(source: TileSource) {
    this.#source = source;
  }

  /** MTH(D[from:to]) for each range; `size` is that of a published checkpoint, and no range passes it. Throws `tile.*`. */
  async ofRanges(ranges: readonly Range[], size: number): Promise<Hash[]> {
    const places = ranges.map((range) => perfectNodes(range).map((node) => locate(node, size)));
    const pyramids = new Map<string, Pyramid>();
    const missing = new Map<string, Place>();
    for (const place of places.flat()) {
      if (pyramids.has(place.key) || missing.has(place.key)) continue;
      const cached = this.#cached(place.key);
      if (cached) pyramids.set(place.key, cached);
      else missing.set(place.key, place);
    }
    // All that is missing at once, as the standard recommends; mostly nothing is, and awaiting would cost more than looking up.
    if (missing.size > 0) {
      await Promise.all([...missing].map(async ([key, place]) => pyramids.set(key, await this.#load(place))));
    }
    return places.map((parts) => foldRight(parts.map((place) => hashAt(pyramids.get(place.key)!, place))));
  }

  #cached(key: string): Pyramid | undefined {
    const pyramid = this.#cache.get(key);
    if (pyramid !== undefined) {
      // Put last again, so that the first key of the map is always the one used longest ago.
      this.#cache.delete(key);
      this.#cache.set(key, pyramid);
    }
    return pyramid;
  }

  async #load({ key, tile }: Place): Promise<Pyramid> {
    const bytes = await fetchTile(this.#source, tile);
    if (bytes.length !== tile.width * HASH_SIZE) {
      throw new TlogError("tile.malformed", `${tilePath(tile)} is not ${tile.width} hashes`);
    }
    const pyramid = pyramidOf(Buffer.from(bytes));
    this.#cache.set(key, pyramid);
    const oldest = this.#cache.keys().next();
    if (this.#cache.size > CACHED_TILES && !oldest.done) this.#cache.delete(oldest.value);
    return pyramid;
  }
}

function locate({ height, index }: TreeNode, size: number): Place {
  const level = Math.floor(height / TILE_HEIGHT);
  const row = height % TILE_HEIGHT;
  const nodesInTile = TILE_WIDTH / 2 ** row;
  const tile = tileOf(size, level, Math.floor(index / nodesInTile));
  if (tile === undefined) throw new TlogError("log.range", "beyond the tree");
  return { key: `${level}/${tile.index}/${tile.width}`, tile, row, at: index % nodesInTile };
}

function hashAt(pyramid: Pyramid, { tile, row, at }: Place): Hash {
  const hash = nodeAt(pyramid, row, at);
  if (hash === undefined) throw new TlogError("log.range", `${tilePath(tile)} has no such node`);
  return hash;
}
