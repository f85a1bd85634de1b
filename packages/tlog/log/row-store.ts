/**
 * A log in the rows of a database, which any of several processes may write when it is their turn. A row of frames holds the entries of one
 * batch in one bundle, a row of tiles a full tile: nothing is written twice, and what is not full yet is made of these when it is asked for.
 */

import { sameBytes } from "../bytes.ts";
import { TlogError } from "../errors.ts";
import { leafHash, MAX_ENTRY_BYTES } from "../merkle/hash.ts";
import type { OpenCheckpoint } from "../note/open.ts";
import { readEntries } from "../read/entries.ts";
import { appendFrames, parseBundle } from "../tile/bundle.ts";
import { EMPTY_EDGE, extend, rootOfEdge, type TileFile } from "../tile/edge.ts";
import { CHECKPOINT_PATH, parseTilePath, TILE_WIDTH, type TileId } from "../tile/path.ts";
import { narrow, type TileSource } from "../tile/source.ts";
import type { Batch, LogStore } from "./log-store.ts";

export type LogFrames = { readonly first: number; readonly count: number; readonly frames: Uint8Array };
export type FullTile = { readonly level: number; readonly index: number; readonly hashes: Uint8Array; readonly root: Uint8Array };
export type LogAddition = { readonly size: number; readonly frames: readonly LogFrames[]; readonly tiles: readonly FullTile[] };

export type LogRows = {
  checkpoint(): Promise<string | undefined>;
  /** Frames of entries of [from, to), in order; those of the last row may go beyond. */
  frames(from: number, to: number): Promise<Uint8Array[]>;
  tile(level: number, index: number): Promise<Uint8Array | undefined>;
  /** Roots of full tiles [from, to) of a level, in order. */
  roots(level: number, from: number, to: number): Promise<Uint8Array[]>;
  turn<T>(work: () => Promise<T>): Promise<T>;
  /** Adds all of it and makes `note` the newest checkpoint, if `before` is; else nothing, and false. */
  append(addition: LogAddition, note: string, before: string | undefined): Promise<boolean>;
  close(): Promise<void>;
};

export function rowStore(rows: LogRows): LogStore {
  let ready: LogAddition = { size: 0, frames: [], tiles: [] };
  return {
    isShared: true,
    source: rowSource(rows),
    checkpoint: () => rows.checkpoint(),
    turn: (work) => rows.turn(work),
    write: async (batch) => {
      ready = additionOf(batch);
    },
    publish: async (note, before) => {
      const addition = ready;
      ready = { size: addition.size, frames: [], tiles: [] };
      if (!(await rows.append(addition, note, before)))
        throw new TlogError("log.corrupt", "the checkpoint was changed by someone else");
    },
    tidy: async () => undefined,
    close: () => rows.close(),
  };
}

const additionOf = ({ size, entries, edge, files }: Batch): LogAddition => ({
  size: edge.size,
  frames: framesOf(size, entries),
  tiles: files.flatMap(fullTile),
});

const fullTile = ({ tile: { level, index }, bytes, root }: TileFile): FullTile[] =>
  level === "entries" || root === undefined ? [] : [{ level, index, hashes: bytes, root }];

/** Entries from `size` on, cut where bundles end. */
function framesOf(size: number, entries: readonly Uint8Array[]): LogFrames[] {
  const frames: LogFrames[] = [];
  for (let at = 0; at < entries.length; ) {
    const first = size + at;
    const part = entries.slice(at, at + TILE_WIDTH - (first % TILE_WIDTH));
    frames.push({ first, count: part.length, frames: appendFrames(new Uint8Array(), part) });
    at += part.length;
  }
  return frames;
}

/** What the rows make of a path; anything there is, so a checkpoint of before says what belongs to it. */
export function rowSource(rows: Pick<LogRows, "checkpoint" | "frames" | "tile" | "roots">): TileSource {
  const bundle = async (tile: TileId): Promise<Uint8Array | undefined> => {
    const from = tile.index * TILE_WIDTH;
    const parts = await rows.frames(from, from + tile.width);
    return parts.length === 0 ? undefined : narrow(Buffer.concat(parts), { ...tile, level: "entries" });
  };
  return {
    fetch: async (path) => {
      if (path === CHECKPOINT_PATH) {
        const note = await rows.checkpoint();
        return note === undefined ? undefined : Buffer.from(note);
      }
      const tile = parseTilePath(path);
      if (!tile) return undefined;
      const { level, index, width } = tile;
      if (level === "entries") return bundle(tile);
      if (width === TILE_WIDTH) return rows.tile(level, index);
      if (level > 0) {
        const roots = await rows.roots(level - 1, index * TILE_WIDTH, index * TILE_WIDTH + width);
        return roots.length === width ? Buffer.concat(roots) : undefined;
      }
      const entries = await bundle(tile);
      return entries && Buffer.concat(parseBundle(entries, width).map(leafHash));
    },
  };
}

/** Entries that are taken over at a time: whole bundles. */
const STEP = 16_384;

/**
 * Takes over a whole log as its checkpoint says, from a store of another kind: each entry is hashed again, and the root of all has to be that of
 * the checkpoint. `put` takes what is added, in order. Throws `log.corrupt` if they do not lead there.
 */
export async function takeOver(
  source: TileSource,
  { size, root }: OpenCheckpoint,
  put: (addition: LogAddition) => Promise<void>,
): Promise<void> {
  let edge = EMPTY_EDGE;
  while (edge.size < size) {
    const entries = await readEntries(source, edge.size, Math.min(size, edge.size + STEP), size);
    if (entries.some((entry) => entry.length > MAX_ENTRY_BYTES)) throw new TlogError("log.corrupt", "an entry is too large");
    const next = extend(edge, entries);
    await put(additionOf({ size: edge.size, entries, ...next }));
    edge = next.edge;
  }
  if (!sameBytes(rootOfEdge(edge), root)) throw new TlogError("log.corrupt", "the entries do not lead to the checkpoint's root");
}
