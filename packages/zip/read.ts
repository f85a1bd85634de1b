import { crc32, inflateRawSync } from "node:zlib";
import { InvalidArchive, type ZipCode } from "./refusal.ts";

/** Bounds on what is read from strangers; a container that needs more is refused before anything is unpacked. */
export interface ZipLimits {
  readonly archiveBytes: number;
  readonly entries: number;
  readonly entryBytes: number;
  readonly totalBytes: number;
}

/** What a reader asks of an archive besides being one. */
export interface ZipPolicy {
  readonly limits: ZipLimits;
  /** Whether a name may stand in the archive; that of a folder ends in `/`. */
  isSafeName(name: string): boolean;
}

export interface ZipEntry {
  readonly name: string;
  readonly offset: number;
  readonly stored: boolean;
  readonly data: Buffer;
  /** The checksum differs: damaged on the way, or altered by someone who did not care to hide it. */
  readonly damaged: boolean;
}

const malformed = (detail: string): InvalidArchive => new InvalidArchive("malformed", detail);

/**
 * Reads a ZIP archive strictly (APPNOTE 6.3, without ZIP64, encryption and volumes). Libraries for unpacking accept archives that two
 * readers understand differently: entries that overlap, whose two headers disagree, or that occur twice. In evidence all these are refused.
 */
export function readZip(archive: Buffer, { limits, isSafeName }: ZipPolicy): ZipEntry[] {
  if (archive.length > limits.archiveBytes) throw new InvalidArchive("too-large", `${archive.length} bytes`);
  const { count, start, end } = findDirectory(archive);
  if (count > limits.entries) throw new InvalidArchive("too-many", `${count} entries`);
  const headers = readDirectory(archive, count, start, end).toSorted((a, b) => a.offset - b.offset);
  requireDistinctNames(headers, isSafeName);
  let total = 0;
  let free = 0;
  return headers.map((header) => {
    if (header.offset < free) throw malformed(`entries overlap: ${header.name}`);
    total += header.size;
    if (header.size > limits.entryBytes || total > limits.totalBytes) throw new InvalidArchive("too-large", header.name);
    const from = dataStart(archive, header, start);
    free = from + header.packed;
    if (free > start) throw malformed(`entry runs into the directory: ${header.name}`);
    const data = unpack(archive.subarray(from, free), header);
    return { name: header.name, offset: header.offset, stored: header.method === 0, data, damaged: crc32(data) !== header.crc };
  });
}

interface Header {
  readonly name: string;
  readonly rawName: Buffer;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly offset: number;
}

/** The end-of-directory record (§4.3.16), which must end with the archive, so that nothing can be appended. */
function findDirectory(archive: Buffer): { count: number; start: number; end: number } {
  for (let at = archive.length - 22; at >= Math.max(0, archive.length - 22 - 0xffff); at -= 1) {
    if (archive.readUInt32LE(at) !== 0x06054b50 || at + 22 + archive.readUInt16LE(at + 20) !== archive.length) continue;
    const count = archive.readUInt16LE(at + 10);
    const size = archive.readUInt32LE(at + 12);
    const start = archive.readUInt32LE(at + 16);
    const oneVolume = archive.readUInt32LE(at + 4) === 0 && archive.readUInt16LE(at + 8) === count;
    if (!oneVolume || count === 0xffff || start + size !== at) throw malformed("directory");
    return { count, start, end: at };
  }
  throw malformed("not a ZIP archive");
}

function readDirectory(archive: Buffer, count: number, start: number, end: number): Header[] {
  const headers: Header[] = [];
  let at = start;
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > end || archive.readUInt32LE(at) !== 0x02014b50) throw malformed("directory entry");
    const nameEnd = at + 46 + archive.readUInt16LE(at + 28);
    const next = nameEnd + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
    if (next > end) throw malformed("directory entry");
    const rawName = archive.subarray(at + 46, nameEnd);
    headers.push({
      name: decodeName(rawName),
      rawName,
      flags: archive.readUInt16LE(at + 8),
      method: archive.readUInt16LE(at + 10),
      crc: archive.readUInt32LE(at + 16),
      packed: archive.readUInt32LE(at + 20),
      size: archive.readUInt32LE(at + 24),
      offset: archive.readUInt32LE(at + 42),
    });
    at = next;
  }
  if (at !== end) throw malformed("bytes behind the directory");
  return headers;
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function decodeName(raw: Buffer): string {
  try {
    return utf8.decode(raw);
  } catch {
    throw new InvalidArchive("unsafe-name", raw.toString("latin1"));
  }
}

/** Names must stay apart on every file system: also on those that ignore case or normalise Unicode. */
function requireDistinctNames(headers: readonly Header[], isSafeName: (name: string) => boolean): void {
  const seen = new Set<string>();
  for (const { name } of headers) {
    if (!isSafeName(name)) throw new InvalidArchive("unsafe-name", name);
    const folded = name.normalize("NFC").toLowerCase();
    if (seen.has(folded)) throw new InvalidArchive("duplicate-name", name);
    seen.add(folded);
  }
}

/** Where the data starts; the local header (§4.3.7) must say what the directory says. */
function dataStart(archive: Buffer, header: Header, directory: number): number {
  const at = header.offset;
  if (at + 30 > directory || archive.readUInt32LE(at) !== 0x04034b50) throw malformed(`local header: ${header.name}`);
  const nameEnd = at + 30 + archive.readUInt16LE(at + 26);
  const sameName = archive.subarray(at + 30, nameEnd).equals(header.rawName);
  const sizesFollow = (header.flags & 8) !== 0 && archive.readUInt32LE(at + 18) === 0;
  const sameSizes =
    sizesFollow || (archive.readUInt32LE(at + 18) === header.packed && archive.readUInt32LE(at + 22) === header.size);
  if (!sameName || !sameSizes || archive.readUInt16LE(at + 8) !== header.method)
    throw malformed(`two headers disagree: ${header.name}`);
  // Bits 0, 5 and 6: encryption and patches.
  if ((header.flags & 0x61) !== 0) throw malformed(`encrypted: ${header.name}`);
  return nameEnd + archive.readUInt16LE(at + 28);
}

/** What Node gives with `info`; `bytesWritten` is what was read of the input. */
type Inflated = { buffer: Buffer; engine: { bytesWritten: number } };

function unpack(packed: Buffer, header: Header): Buffer {
  if (header.method === 0) {
    if (header.packed !== header.size) throw malformed(`size: ${header.name}`);
    return packed;
  }
  if (header.method !== 8) throw malformed(`compression method ${header.method}: ${header.name}`);
  let code: ZipCode = "malformed";
  try {
    // The declared size, which the limits have passed, bounds the output: a bomb stops there.
    const { buffer: data, engine } = inflateRawSync(packed, {
      maxOutputLength: Math.max(1, header.size),
      info: true,
    }) as unknown as Inflated;
    // zlib stops at the end of the stream: what someone hid behind it would be in the file and in no signature
    if (data.length === header.size && engine.bytesWritten === packed.length) return data;
  } catch (error) {
    if (error instanceof RangeError) code = "too-large";
  }
  throw new InvalidArchive(code, `cannot unpack ${header.name}`);
}
