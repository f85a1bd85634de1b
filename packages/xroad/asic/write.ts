import { writeZip, type ZipItem } from "@troad/zip";
import { digest, digestUris } from "../crypto/algorithms.ts";
import { asicMime, type ChainFiles, names } from "./layout.ts";

export interface XroadContainerFiles {
  readonly message: Uint8Array;
  /** attachment1, attachment2, ... in this order. */
  readonly attachments?: readonly Uint8Array[];
  readonly signatureXml: string;
  readonly signatureChain?: ChainFiles;
  /** A token for several signatures, and the chain from what it stamps to this one. */
  readonly batchTimestamp?: { readonly token: Uint8Array } & ChainFiles;
}

/** Packs a container as X-Road lays it out, with `mimetype` first and stored, which X-Road does not ask for and others do. */
export function writeXroadContainer(files: XroadContainerFiles): Buffer {
  const { signatureChain, batchTimestamp } = files;
  const data: [name: string, bytes: Uint8Array, mime: string][] = [
    [names.message, files.message, "text/xml"],
    ...(files.attachments ?? []).map((bytes, index): [string, Uint8Array, string] => [
      `attachment${index + 1}`,
      bytes,
      "application/octet-stream",
    ]),
    ...chainEntries(signatureChain, names.signatureChainResult, names.signatureChain),
    ...chainEntries(batchTimestamp, names.timestampChainResult, names.timestampChain),
  ];
  const entries: ZipItem[] = [
    { name: names.mimetype, data: text(asicMime), stored: true },
    ...data.map(([name, bytes]) => ({ name, data: bytes })),
    { name: names.signatures, data: text(files.signatureXml) },
    { name: names.manifest, data: text(manifestOf(data.map(([name, , mime]) => [name, mime]))) },
  ];
  if (batchTimestamp)
    entries.push(
      { name: names.asicManifest, data: text(asicManifestOf(batchTimestamp.result)) },
      { name: names.timestamp, data: batchTimestamp.token },
    );
  return writeZip(entries);
}

const text = (value: string): Uint8Array => Buffer.from(value, "utf8");

const chainEntries = (files: ChainFiles | undefined, result: string, chain: string): [string, Uint8Array, string][] =>
  files
    ? [
        [result, files.result, "text/xml"],
        [chain, files.chain, "text/xml"],
      ]
    : [];

/** OpenDocument manifest: the container's type at `/`, then each file. The names are ours: nothing in them needs escaping. */
function manifestOf(files: readonly (readonly [name: string, mime: string])[]): string {
  const entry = (path: string, mime: string): string =>
    `<manifest:file-entry manifest:media-type="${mime}" manifest:full-path="${path}"/>`;
  const entries = [entry("/", asicMime), ...files.map(([name, mime]) => entry(name, mime))];
  const own = 'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2"';
  return `<?xml version="1.0" encoding="UTF-8"?>\n<manifest:manifest ${own}>${entries.join("")}</manifest:manifest>`;
}

/** What the token of a batch is over (EN 319 162-1 §A.4). */
const asicManifestOf = (result: Uint8Array): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<asic:ASiCManifest xmlns:asic="http://uri.etsi.org/2918/v1.2.1#" xmlns:ds="http://www.w3.org/2000/09/xmldsig#">` +
  `<asic:SigReference URI="${names.timestamp}" MimeType="application/vnd.etsi.timestamp-token"/>` +
  `<asic:DataObjectReference URI="${names.timestampChainResult}" MimeType="text/xml"><ds:DigestMethod Algorithm="${digestUris.sha512}"/>` +
  `<ds:DigestValue>${digest("sha512", result).toString("base64")}</ds:DigestValue></asic:DataObjectReference></asic:ASiCManifest>`;
