import { InvalidArchive, readZip as readArchive, type ZipCode, type ZipEntry, type ZipLimits } from "@troad/zip";
import { type TrustCode, TrustError } from "../codes.ts";
import { isSafeFileName } from "../xades/file-name.ts";

export type { ZipLimits };
export const defaultZipLimits: ZipLimits = {
  archiveBytes: 128 << 20,
  entries: 1000,
  entryBytes: 64 << 20,
  totalBytes: 256 << 20,
};

const codes: Record<ZipCode, TrustCode> = {
  malformed: "container.malformed",
  "too-large": "container.too-large",
  "too-many": "container.too-many",
  "unsafe-name": "container.unsafe-name",
  "duplicate-name": "container.duplicate-name",
};
const isSafeName = (name: string): boolean => isSafeFileName(name.endsWith("/") ? name.slice(0, -1) : name);

/** Reads a container's archive; throws TrustError. */
export function readZip(archive: Buffer, limits: ZipLimits = defaultZipLimits): ZipEntry[] {
  try {
    return readArchive(archive, { limits, isSafeName });
  } catch (error) {
    if (error instanceof InvalidArchive) throw new TrustError(codes[error.code], error.message);
    throw error;
  }
}
