import { writeZip, type ZipItem } from "@troad/zip";
import { isSafeFileName, requireMime } from "../xades/file-name.ts";
import { asiceMime, isSignatureName, manifestName, mimetypeName, signatureName } from "./layout.ts";

export interface ContainerFile {
  readonly name: string;
  readonly mime: string;
  readonly data: Uint8Array;
}

/**
 * Packs files and their signature as ASiC-E (ETSI EN 319 162-1 §4.4): `mimetype` first and stored, then the files, then META-INF.
 * `further` files stand in META-INF, outside of the signature: what proves itself, such as a shared time stamp.
 * `stored`: nothing is compressed, because the caller compresses the whole. The same input gives the same bytes. Throws RangeError on unsafe,
 * reserved or repeated names.
 */
export function writeAsice(
  files: readonly ContainerFile[],
  signatureXml: string,
  further: readonly { readonly name: string; readonly data: Uint8Array }[] = [],
  { stored = false }: { readonly stored?: boolean } = {},
): Buffer {
  const names = files.map((file) => file.name);
  if (new Set(names).size !== names.length) throw new RangeError("two files of one name");
  for (const name of names) {
    if (!isSafeFileName(name) || name === mimetypeName || name.startsWith("META-INF/"))
      throw new RangeError(`not a name for a data file: ${name}`);
  }
  const text = (value: string): Uint8Array => Buffer.from(value, "utf8");
  const entries: ZipItem[] = [{ name: mimetypeName, data: text(asiceMime), stored: true }];
  for (const { name, data } of files) entries.push({ name, data, stored: isDense(name) });
  entries.push({ name: manifestName, data: text(manifestOf(files)) }, { name: signatureName, data: text(signatureXml) });
  for (const { name, data } of further) {
    if (!/^META-INF\/[a-z0-9.-]+$/.test(name) || isSignatureName(name) || entries.some((entry) => entry.name === name))
      throw new RangeError(`not a name beside the signature: ${name}`);
    entries.push({ name, data, stored: isDense(name) });
  }
  return writeZip(stored ? entries.map((entry) => ({ ...entry, stored })) : entries);
}

/** Keys, signatures and digests in DER, which deflate cannot compress. */
const isDense = (name: string): boolean => /\.(der|tst)$/.test(name);

const escapeAttribute = (value: string): string =>
  value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");

/** OpenDocument manifest: the container's own type at `/`, then each file with the type that the signature also names. */
function manifestOf(files: readonly ContainerFile[]): string {
  const entry = (path: string, mime: string): string =>
    `<manifest:file-entry manifest:full-path="${escapeAttribute(path)}" manifest:media-type="${requireMime(mime)}"/>`;
  return (
    `<?xml version="1.0" encoding="UTF-8"?>\n<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">` +
    `${entry("/", asiceMime)}${files.map((file) => entry(file.name, file.mime)).join("")}</manifest:manifest>`
  );
}
