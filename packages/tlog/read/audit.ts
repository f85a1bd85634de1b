/** The full audit: rebuild the whole log from its entries and compare every published tile. */
import { sameBytes } from "../bytes.ts";
import { TlogError } from "../errors.ts";
import type { OpenCheckpoint } from "../note/open.ts";
import { EMPTY_EDGE, extend, rootOfEdge, type TileFile } from "../tile/edge.ts";
import { tileOf, tilePath } from "../tile/path.ts";
import { fetchTile, type TileSource } from "../tile/source.ts";
import { readEntries } from "./entries.ts";

/** Entries read and hashed at a time: 16 bundles. */
const STRIDE = 4096;

export type AuditOptions = {
  /** Called with each entry in order, for anyone who audits the content too. */
  readonly onEntry?: (entry: Uint8Array, index: number) => void;
};

/**
 * Reads all entries of the checkpoint's tree, hashes them and compares all tiles and the root. Returns how many entries and tiles
 * were checked. Throws `tile.missing`, `tile.malformed`, `tile.untrue`.
 */
export async function auditLog(
  source: TileSource,
  checkpoint: OpenCheckpoint,
  { onEntry }: AuditOptions = {},
): Promise<{ entries: number; tiles: number }> {
  let edge = EMPTY_EDGE;
  let tiles = 0;
  while (edge.size < checkpoint.size) {
    const to = Math.min(edge.size + STRIDE, checkpoint.size);
    const entries = await readEntries(source, edge.size, to, checkpoint.size);
    const from = edge.size;
    const next = extend(edge, entries);
    for (const file of next.files) tiles += await compare(source, file, checkpoint.size);
    for (const [i, entry] of entries.entries()) onEntry?.(entry, from + i);
    edge = next.edge;
  }
  if (!sameBytes(rootOfEdge(edge), checkpoint.root)) throw new TlogError("tile.untrue", "the entries do not lead to the root");
  return { entries: edge.size, tiles };
}

/** 1 if the file is a tile of the whole tree and the source has it so; 0 for a tile that was partial on the way only. */
async function compare(source: TileSource, { tile, bytes }: TileFile, size: number): Promise<number> {
  if (tileOf(size, tile.level, tile.index)?.width !== tile.width) return 0;
  if (!sameBytes(await fetchTile(source, tile), bytes)) throw new TlogError("tile.untrue", `${tilePath(tile)} is not as rebuilt`);
  return 1;
}
