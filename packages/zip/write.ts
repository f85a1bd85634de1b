import { crc32, deflateRawSync } from "node:zlib";

export interface ZipItem {
  readonly name: string;
  readonly data: Uint8Array;
  /** As it is, not deflated. */
  readonly stored?: boolean;
  /** Deflated at half the cost, some per cent larger. */
  readonly fast?: boolean;
}

/** An entry as it will stand in the file. */
export interface PreparedItem {
  /** What local and central header have alike (§4.3.7): from the version to the length of the extra field. */
  readonly common: Buffer;
  readonly name: Buffer;
  readonly content: Buffer;
}

const localHead = 30;
const centralHead = 46;
const endHead = 22;
const deflated = 8;
const utf8Names = 0x0800;
/** 2.0: deflate. */
const version = 20;
/** The first day of the ZIP calendar, 1980-01-01, for all entries: the same content gives the same bytes. */
const date = 0x0021;
/** Below this deflate costs more than it saves. */
const smallBytes = 512;
/** Above this it holds up whatever else the process does, for a tenth of a second and more. */
const largeBytes = 4 << 20;
const maxBytes = 0xffff_ffff;

/**
 * A ZIP file (PKWARE APPNOTE 6.3, without ZIP64), its entries in order, deflated by zlib where that makes them smaller and does
 * not take long. Throws RangeError above 4 GiB.
 */
export const writeZip = (items: readonly ZipItem[]): Buffer => joinZip(items.map(prepareItem));

/** The same of entries that were prepared one after the other. */
export function joinZip(items: readonly PreparedItem[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { common, name, content } of items) {
    const head = Buffer.alloc(localHead);
    head.writeUInt32LE(0x04034b50, 0);
    common.copy(head, 4);
    parts.push(head, name, content);
    const central = Buffer.alloc(centralHead);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(version, 4);
    common.copy(central, 6);
    central.writeUInt32LE(offset, 42);
    directory.push(central, name);
    offset += localHead + name.length + content.length;
    if (offset > maxBytes) throw new RangeError("too large for a ZIP file");
  }
  const end = Buffer.alloc(endHead);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(items.length, 8);
  end.writeUInt16LE(items.length, 10);
  end.writeUInt32LE(
    directory.reduce((sum, { length }) => sum + length, 0),
    12,
  );
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, ...directory, end]);
}

/** Deflates an entry and takes its checksum, which is what costs time in a ZIP file. */
export function prepareItem({ name: text, data, stored, fast }: ZipItem): PreparedItem {
  const name = Buffer.from(text, "utf8");
  const plain = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  const smaller =
    stored || plain.length < smallBytes || plain.length > largeBytes ? plain : deflateRawSync(plain, { level: fast ? 1 : 6 });
  const isDeflated = smaller.length < plain.length;
  const content = isDeflated ? smaller : plain;
  const common = Buffer.alloc(26);
  common.writeUInt16LE(version, 0);
  common.writeUInt16LE(name.length === text.length ? 0 : utf8Names, 2);
  common.writeUInt16LE(isDeflated ? deflated : 0, 4);
  common.writeUInt16LE(date, 8);
  common.writeUInt32LE(crc32(plain), 10);
  common.writeUInt32LE(content.length, 14);
  common.writeUInt32LE(plain.length, 18);
  common.writeUInt16LE(name.length, 22);
  return { common, name, content };
}
