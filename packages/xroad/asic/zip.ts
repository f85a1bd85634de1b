import { InvalidArchive, readZip as readArchive, type ZipCode, type ZipLimits } from "@troad/zip";
import { type XroadCode, XroadError } from "../codes.ts";

export type { ZipLimits };
export const defaultZipLimits: ZipLimits = { archiveBytes: 128 << 20, entries: 300, entryBytes: 64 << 20, totalBytes: 256 << 20 };

const codes: Record<ZipCode, XroadCode> = {
  malformed: "asic.malformed",
  "too-large": "asic.too-large",
  "too-many": "asic.too-large",
  "unsafe-name": "asic.unsafe-name",
  "duplicate-name": "asic.duplicate-name",
};
/** Plain names below the container. */
const isSafeName = (name: string): boolean =>
  name !== "" && /^(?:[A-Za-z0-9_-][A-Za-z0-9._-]{0,200}\/){0,4}(?:[A-Za-z0-9_-][A-Za-z0-9._-]{0,200})?$/.test(name);

/**
 * Reads the files of an archive. X-Road reads the local headers one after the other, most other readers the central directory; an
 * archive that shows them different files is refused. Unlike in other ASiC-E containers, entries may come in any order and `mimetype`
 * may be packed. Throws XroadError.
 */
export function readZip(archive: Buffer, limits: ZipLimits): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  for (const { name, data, damaged } of entriesOf(archive, limits)) {
    if (damaged) throw new XroadError("asic.checksum", name);
    if (!name.endsWith("/")) files.set(name, data);
  }
  return files;
}

function entriesOf(archive: Buffer, limits: ZipLimits) {
  try {
    return readArchive(archive, { limits, isSafeName });
  } catch (error) {
    if (error instanceof InvalidArchive) throw new XroadError(codes[error.code], error.message);
    throw error;
  }
}
