/** Entries out of bundles. */
import { TlogError } from "../errors.ts";
import { parseBundle } from "../tile/bundle.ts";
import { TILE_WIDTH, tileOf } from "../tile/path.ts";
import { fetchTile, type TileSource } from "../tile/source.ts";

/** What one call may ask for: 256 bundles. */
export const MAX_ENTRIES_A_CALL = 65_536;

/** Entries [from, to) of a log of `size`, as the source has them: the caller judges whether they are true. Throws `log.range`. */
export async function readEntries(source: TileSource, from: number, to: number, size: number): Promise<Uint8Array[]> {
  const sensible = Number.isSafeInteger(from) && Number.isSafeInteger(to) && from >= 0 && from <= to && to <= size;
  if (!sensible || to - from > MAX_ENTRIES_A_CALL) throw new TlogError("log.range", `no entries [${from}, ${to}) of ${size}`);
  const entries: Uint8Array[] = [];
  for (let index = Math.floor(from / TILE_WIDTH); index * TILE_WIDTH < to; index++) {
    const start = index * TILE_WIDTH;
    const bundle = tileOf(size, "entries", index)!;
    const all = parseBundle(await fetchTile(source, bundle), bundle.width);
    for (const entry of all.slice(Math.max(0, from - start), to - start)) entries.push(entry);
  }
  return entries;
}
