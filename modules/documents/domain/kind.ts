import type { FileKind } from "@troad/forms";

/** The end of a ZIP archive is at most so far from the end of the file (APPNOTE 4.3.16: 22 bytes and a comment). */
const zipEnd = 22 + 65_535;

const begins = (bytes: Uint8Array, ...signature: number[]): boolean => signature.every((byte, at) => bytes[at] === byte);

/** A file that a ZIP reader would open, whatever it begins with: programs hide in the end of pictures. */
function endsAsZip(bytes: Buffer): boolean {
  const tail = bytes.subarray(Math.max(0, bytes.length - zipEnd));
  for (let at = tail.lastIndexOf("PK\u0005\u0006", undefined, "latin1"); at >= 0; ) {
    if (at + 22 <= tail.length && at + 22 + tail.readUInt16LE(at + 20) === tail.length) return true;
    at = at === 0 ? -1 : tail.lastIndexOf("PK\u0005\u0006", at - 1, "latin1");
  }
  return false;
}

/** What a file is by its first and last bytes; undefined for everything that no form takes. Its name and what a browser says do not count. */
export function kindOf(bytes: Buffer): FileKind | undefined {
  if (endsAsZip(bytes)) return undefined;
  if (begins(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a) && bytes.toString("latin1", 12, 16) === "IHDR") return "png";
  if (begins(bytes, 0xff, 0xd8, 0xff)) return "jpeg";
  const isPdf = /^%PDF-[12]\.\d/.test(bytes.toString("latin1", 0, 8));
  // readers look for the end within the last kilobyte (ISO 32000-1 annex H, note 18)
  return isPdf && bytes.subarray(-1024).includes("%%EOF") ? "pdf" : undefined;
}
