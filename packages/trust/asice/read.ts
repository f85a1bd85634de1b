import { attempt, type Outcome, TrustError } from "../codes.ts";
import { childElements, parseXml, requireElement } from "../xades/dom.ts";
import { asiceMime, isSignatureName, manifestName, mimetypeName } from "./layout.ts";
import { defaultZipLimits, readZip, type ZipLimits } from "./zip.ts";

export interface AsiceFile {
  readonly name: string;
  /** From the manifest; undefined when it does not name the file. */
  readonly mime: string | undefined;
  readonly data: Buffer;
}

export interface AsiceContents {
  readonly files: readonly AsiceFile[];
  readonly signatures: readonly { readonly name: string; readonly xml: Buffer }[];
  /** Further files in META-INF, outside the signature: a shared time stamp and its hash path. */
  readonly beside: ReadonlyMap<string, Buffer>;
  readonly hasManifest: boolean;
  /** Names of entries with a wrong checksum; they are still returned, because a verifier also reports which signature step fails. */
  readonly damaged: readonly string[];
}

/**
 * Opens an ASiC-E container (ETSI EN 319 162-1 §4.4) within limits. It checks the packaging, no signature: that is
 * `verifyContainer`. Codes: `container.*`, `xml.*` for the manifest.
 */
export const readAsice = (bytes: Uint8Array, limits: Partial<ZipLimits> = {}): Outcome<AsiceContents> =>
  attempt(() => openAsice(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), { ...defaultZipLimits, ...limits }));

function openAsice(archive: Buffer, limits: ZipLimits): AsiceContents {
  const entries = readZip(archive, limits);
  const [first] = entries;
  // §A.1: the type is at a fixed place so that it can be told from the first bytes.
  if (first?.name !== mimetypeName || first.offset !== 0 || !first.stored)
    throw new TrustError("container.mimetype", "not the first entry, stored");
  if (first.data.toString("latin1").trim() !== asiceMime)
    throw new TrustError("container.mimetype", first.data.toString("latin1", 0, 80));
  const manifest = entries.find((entry) => entry.name === manifestName);
  const types = manifest ? readManifest(manifest.data) : new Map<string, string>();
  const files = entries.filter(({ name }) => name !== mimetypeName && !name.startsWith("META-INF/") && !name.endsWith("/"));
  const absent = [...types.keys()].find(
    (name) => name !== "/" && !name.startsWith("META-INF/") && !files.some((file) => file.name === name),
  );
  if (absent !== undefined) throw new TrustError("container.manifest", `names a file that is not there: ${absent}`);
  return {
    files: files.map(({ name, data }) => ({ name, mime: types.get(name), data })),
    signatures: entries.filter(({ name }) => isSignatureName(name)).map(({ name, data }) => ({ name, xml: data })),
    beside: new Map(
      entries
        .filter(({ name }) => name.startsWith("META-INF/") && name !== manifestName && !isSignatureName(name))
        .map(({ name, data }) => [name, data]),
    ),
    hasManifest: manifest !== undefined,
    damaged: entries.filter((entry) => entry.damaged).map((entry) => entry.name),
  };
}

const manifestNs = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0";

function readManifest(xml: Buffer): Map<string, string> {
  const { root } = parseXml(xml);
  requireElement(root, manifestNs, "manifest");
  const types = new Map<string, string>();
  for (const entry of childElements(root).filter((child) => child.localName === "file-entry")) {
    const path = entry.getAttributeNS(manifestNs, "full-path");
    const type = entry.getAttributeNS(manifestNs, "media-type");
    if (!path || type === null || types.has(path))
      throw new TrustError("container.manifest", `entry ${path ?? "without a path"}`);
    types.set(path, type);
  }
  return types;
}
