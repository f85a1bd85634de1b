/** Entry bundles: entries with a big-endian uint16 length before each (C2SP tlog-tiles, Log entries). */
import { TlogError } from "../errors.ts";

const LENGTH_SIZE = 2;

export const framedSize = (entries: readonly Uint8Array[]): number =>
  entries.reduce((total, entry) => total + LENGTH_SIZE + entry.length, 0);

/** `before` (frames already made) followed by the entries. Each entry has at most 65,535 bytes. */
export function appendFrames(before: Uint8Array, entries: readonly Uint8Array[]): Buffer {
  const out = Buffer.allocUnsafe(before.length + framedSize(entries));
  out.set(before);
  let at = before.length;
  for (const entry of entries) {
    out.writeUInt16BE(entry.length, at);
    out.set(entry, at + LENGTH_SIZE);
    at += LENGTH_SIZE + entry.length;
  }
  return out;
}

/** The first `count` entries of a bundle, as views of it, and how many bytes they take. Throws `tile.malformed`. */
export function readFrames(bundle: Uint8Array, count: number): { entries: Uint8Array[]; bytes: number } {
  const view = new DataView(bundle.buffer, bundle.byteOffset, bundle.byteLength);
  const entries: Uint8Array[] = [];
  let at = 0;
  for (let i = 0; i < count; i++) {
    const start = at + LENGTH_SIZE;
    if (start > bundle.length) throw new TlogError("tile.malformed", `a bundle ends before entry ${i}`);
    at = start + view.getUint16(at);
    if (at > bundle.length) throw new TlogError("tile.malformed", `a bundle ends within entry ${i}`);
    entries.push(bundle.subarray(start, at));
  }
  return { entries, bytes: at };
}

/** A bundle of exactly `count` entries. Throws `tile.malformed`. */
export function parseBundle(bundle: Uint8Array, count: number): Uint8Array[] {
  const { entries, bytes } = readFrames(bundle, count);
  if (bytes !== bundle.length) throw new TlogError("tile.malformed", "bytes after the last entry of a bundle");
  return entries;
}
