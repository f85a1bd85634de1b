/** Paths of tiles and entry bundles (C2SP tlog-tiles, Merkle Tree and Log entries). Runtime-neutral. */
import { parseDecimal } from "../bytes.ts";

/** Hashes in a full tile, entries in a full bundle, and the fan-out from one tile level to the next. */
export const TILE_WIDTH = 256;
export const TILE_HEIGHT = 8;
/** The most that a bundle can take: 256 entries of 65,535 bytes, each after a uint16. */
export const MAX_BUNDLE_BYTES = TILE_WIDTH * (2 + 0xffff);
export const CHECKPOINT_PATH = "checkpoint";
const MAX_LEVEL = 63;

export type TileId = {
  /** 0 for leaf hashes, upwards; "entries" for the entries themselves. */
  readonly level: number | "entries";
  readonly index: number;
  /** 256 for a full tile, 1 to 255 for a partial one. */
  readonly width: number;
};

/** 1234067 becomes x001/x234/067. */
function indexPath(index: number): string {
  const digits = String(index);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, "0").match(/.../g) ?? [];
  return groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join("/");
}

export function tilePath({ level, index, width }: TileId): string {
  const full = `tile/${level}/${indexPath(index)}`;
  return width === TILE_WIDTH ? full : `${full}.p/${width}`;
}

/** The folder that holds a tile's partial versions; of no use once the full tile exists. */
export const partialFolder = ({ level, index }: TileId): string => `tile/${level}/${indexPath(index)}.p`;

/** The tile that a path names, or undefined if it is not the one correct spelling of any: nothing else may reach a file system. */
export function parseTilePath(path: string): TileId | undefined {
  const [, levelText = "", groups = "", widthText] =
    /^tile\/(entries|\d{1,2})\/((?:x\d{3}\/){0,5}\d{3})(?:\.p\/(\d{1,3}))?$/.exec(path) ?? [];
  const level = levelText === "entries" ? ("entries" as const) : parseDecimal(levelText);
  const index = Number(groups.replace(/[x/]/g, ""));
  const width = widthText === undefined ? TILE_WIDTH : Number(widthText);
  if (level === undefined || (level !== "entries" && level > MAX_LEVEL) || !Number.isSafeInteger(index)) return undefined;
  const tile = { level, index, width };
  return width >= 1 && width <= TILE_WIDTH && tilePath(tile) === path ? tile : undefined;
}

/** Leaves below one hash of a level. */
export const leavesPerHash = (level: number): number => TILE_WIDTH ** level;

/** How many hashes of a level a tree of `size` has, in all its tiles. */
export const hashesAtLevel = (size: number, level: number | "entries"): number =>
  Math.floor(size / leavesPerHash(level === "entries" ? 0 : level));

/** The tile as a tree of `size` has it: full, partial, or undefined where that tree has none. */
export function tileOf(size: number, level: number | "entries", index: number): TileId | undefined {
  const width = Math.min(TILE_WIDTH, hashesAtLevel(size, level) - index * TILE_WIDTH);
  return width > 0 ? { level, index, width } : undefined;
}
