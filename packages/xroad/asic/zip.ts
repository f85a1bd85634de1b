import { crc32, inflateRawSync } from "node:zlib";
import { XroadRefusal } from "../codes.ts";

/** Bounds on archives of strangers, refused before anything is unpacked. */
export interface ZipLimits {
  readonly archiveBytes: number;
  readonly entries: number;
  readonly entryBytes: number;
  readonly totalBytes: number;
}

export const defaultZipLimits: ZipLimits = { archiveBytes: 128 << 20, entries: 300, entryBytes: 64 << 20, totalBytes: 256 << 20 };

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly offset: number;
}

const malformed = (detail: string): XroadRefusal => new XroadRefusal("asic.malformed", detail);

/**
 * Reads a ZIP archive (APPNOTE 6.3 without ZIP64, encryption and volumes) whose two directories agree: X-Road reads the local headers
 * one after the other, most other readers the central directory, and an archive that shows them different files proves nothing.
 * Unlike for other ASiC-E containers, entries may come in any order and `mimetype` may be packed.
 */
export function readZip(archive: Buffer, limits: ZipLimits): Map<string, Buffer> {
  if (archive.length > limits.archiveBytes) throw new XroadRefusal("asic.too-large", `${archive.length} bytes`);
  const { count, start, end } = findDirectory(archive);
  if (count > limits.entries) throw new XroadRefusal("asic.too-large", `${count} entries`);
  const entries = readDirectory(archive, count, start, end).toSorted((a, b) => a.offset - b.offset);
  const files = new Map<string, Buffer>();
  const seen = new Set<string>();
  let free = 0;
  let total = 0;
  for (const entry of entries) {
    requireSafeName(entry.name, seen);
    total += entry.size;
    if (entry.size > limits.entryBytes || total > limits.totalBytes) throw new XroadRefusal("asic.too-large", entry.name);
    if (entry.offset < free) throw malformed(`entries overlap: ${entry.name}`);
    const from = dataStart(archive, entry, start);
    free = from + entry.packed;
    if (free > start) throw malformed(`entry runs into the directory: ${entry.name}`);
    if (!entry.name.endsWith("/")) files.set(entry.name, unpack(archive.subarray(from, free), entry));
  }
  return files;
}

/** The end record (§4.3.16); it ends with the archive, so that nothing can be appended. X-Road puts the type into its comment. */
function findDirectory(archive: Buffer): { count: number; start: number; end: number } {
  for (let at = archive.length - 22; at >= Math.max(0, archive.length - 22 - 0xffff); at -= 1) {
    if (archive.readUInt32LE(at) !== 0x06054b50 || at + 22 + archive.readUInt16LE(at + 20) !== archive.length) continue;
    const count = archive.readUInt16LE(at + 10);
    const start = archive.readUInt32LE(at + 16);
    const oneVolume = archive.readUInt32LE(at + 4) === 0 && archive.readUInt16LE(at + 8) === count;
    if (!oneVolume || count === 0xffff || start + archive.readUInt32LE(at + 12) !== at) throw malformed("directory");
    return { count, start, end: at };
  }
  throw malformed("not a ZIP archive");
}

function readDirectory(archive: Buffer, count: number, start: number, end: number): Entry[] {
  const entries: Entry[] = [];
  let at = start;
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > end || archive.readUInt32LE(at) !== 0x02014b50) throw malformed("directory entry");
    const nameEnd = at + 46 + archive.readUInt16LE(at + 28);
    const next = nameEnd + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
    if (next > end) throw malformed("directory entry");
    entries.push({
      name: archive.toString("utf8", at + 46, nameEnd),
      method: archive.readUInt16LE(at + 10),
      crc: archive.readUInt32LE(at + 16),
      packed: archive.readUInt32LE(at + 20),
      size: archive.readUInt32LE(at + 24),
      offset: archive.readUInt32LE(at + 42),
    });
    at = next;
  }
  if (at !== end) throw malformed("bytes behind the directory");
  return entries;
}

/** Plain names below the container, apart also where case does not count; X-Road itself compares without case. */
function requireSafeName(name: string, seen: Set<string>): void {
  if (!/^(?:[A-Za-z0-9_-][A-Za-z0-9._-]{0,200}\/){0,4}(?:[A-Za-z0-9_-][A-Za-z0-9._-]{0,200})?$/.test(name) || name === "")
    throw new XroadRefusal("asic.unsafe-name", name);
  if (seen.has(name.toLowerCase())) throw new XroadRefusal("asic.duplicate-name", name);
  seen.add(name.toLowerCase());
}

/** Where the data starts; the local header (§4.3.7) must say what the directory says. */
function dataStart(archive: Buffer, entry: Entry, directory: number): number {
  const at = entry.offset;
  if (at + 30 > directory || archive.readUInt32LE(at) !== 0x04034b50) throw malformed(`local header: ${entry.name}`);
  const flags = archive.readUInt16LE(at + 6);
  const nameEnd = at + 30 + archive.readUInt16LE(at + 26);
  const sizesFollow = (flags & 8) !== 0 && archive.readUInt32LE(at + 18) === 0;
  const sameSizes = archive.readUInt32LE(at + 18) === entry.packed && archive.readUInt32LE(at + 22) === entry.size;
  const same = archive.toString("utf8", at + 30, nameEnd) === entry.name && archive.readUInt16LE(at + 8) === entry.method;
  if (!same || !(sizesFollow || sameSizes)) throw malformed(`two headers disagree: ${entry.name}`);
  // Bits 0, 5 and 6: encryption and patches.
  if ((flags & 0x61) !== 0) throw malformed(`encrypted: ${entry.name}`);
  return nameEnd + archive.readUInt16LE(at + 28);
}

/** The declared size, which the limits have passed, bounds the output: a bomb stops there. */
function inflate(packed: Buffer, { name, size }: Entry): Buffer {
  try {
    const { buffer, engine } = inflateRawSync(packed, { maxOutputLength: Math.max(1, size), info: true }) as unknown as Inflated;
    // what stands behind the end of the stream is in no signature
    if (engine.bytesWritten === packed.length) return buffer;
  } catch {}
  throw malformed(`cannot unpack ${name}`);
}

/** What Node gives with `info`; `bytesWritten` is what was read of the input. */
type Inflated = { buffer: Buffer; engine: { bytesWritten: number } };

function unpack(packed: Buffer, entry: Entry): Buffer {
  if (entry.method !== 0 && entry.method !== 8) throw malformed(`compression method ${entry.method}: ${entry.name}`);
  const data = entry.method === 8 ? inflate(packed, entry) : packed;
  if (data.length !== entry.size) throw malformed(`size: ${entry.name}`);
  if (crc32(data) !== entry.crc) throw new XroadRefusal("asic.checksum", entry.name);
  return data;
}
