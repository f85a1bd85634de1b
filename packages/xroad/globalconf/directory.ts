import type { Certificate, HashName } from "@troad/trust";
import { attempt, type Outcome, XroadError } from "../codes.ts";
import { digest, hashOfUri, verifyConfSignature } from "../crypto/algorithms.ts";
import { type MimePart, partsOf, readEntity, requiredHeader } from "./multipart.ts";

/** A part of the configuration as the signed directory lists it (PR-GCONF §2.4). */
export interface DirectoryPart {
  /** SHARED-PARAMETERS, PRIVATE-PARAMETERS, or what an installation adds. */
  readonly identifier: string;
  /** X-Road instance that the part describes. */
  readonly instance: string | undefined;
  /** Path below the source's address, of plain names only: it can be joined to an address or a folder as it is. */
  readonly location: string;
  readonly hash: HashName;
  readonly digest: Buffer;
}

/** The signed directory of a configuration: internalconf or externalconf. */
export interface Directory {
  readonly expires: Date;
  readonly version: number | undefined;
  readonly parts: readonly DirectoryPart[];
  /** The certificate by whose key it is signed; nothing but its key means anything (PR-GCONF §2.2). */
  readonly signedBy: Certificate;
}

export interface DirectoryCheck {
  /** From the anchor, and after a rotation also from the last accepted shared parameters: see `trustedCertificates`. */
  readonly certificates: readonly Certificate[];
  readonly now: Date;
  /** The version that was asked for, if one was. */
  readonly version?: number;
}

const maxBytes = 1 << 20;

/** Verifies a downloaded directory: form, signature, expiry. Codes: `mime.*`, `directory.*`, `algorithm.*`. */
export const verifyDirectory = (bytes: Uint8Array, check: DirectoryCheck): Outcome<Directory> =>
  attempt(() => readVerified(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), check));

function readVerified(bytes: Buffer, check: DirectoryCheck): Directory {
  if (bytes.length > maxBytes) throw new XroadError("mime.too-large", `${bytes.length} bytes`);
  const [signed, signature, ...others] = partsOf(readEntity(bytes), "multipart/related");
  if (signed === undefined || signature === undefined || others.length > 0)
    throw new XroadError("directory.malformed", "not two parts");
  const signedBy = signingCertificate(signature, check.certificates);
  // What is signed is the inner body alone: its header block stays outside, and so does the line end before the outer boundary.
  const algorithm = requiredHeader(signature, "signature-algorithm-id");
  if (!verifyConfSignature(algorithm, signedBy.publicKey, signed.body, base64Of(signature)))
    throw new XroadError("directory.bad-signature");
  const [head, ...entries] = partsOf(signed, "multipart/mixed");
  const expires = expiryOf(head);
  if (check.now >= expires) throw new XroadError("directory.expired", expires.toISOString());
  const version = versionOf(head);
  if (check.version !== undefined && version !== check.version) throw new XroadError("directory.version", `${version}`);
  const parts = entries.map(readPart);
  requireDistinct(parts);
  return { expires, version, parts, signedBy };
}

/** The certificate that Verification-certificate-hash names: `hash; hash-algorithm-id="..."`. */
function signingCertificate(signature: MimePart, certificates: readonly Certificate[]): Certificate {
  const header = requiredHeader(signature, "verification-certificate-hash");
  const [, value, uri] = /^([A-Za-z0-9+/]+={0,2});[ ]*hash-algorithm-id="([^"]+)"$/.exec(header) ?? [];
  if (value === undefined || uri === undefined) throw new XroadError("directory.malformed", "verification-certificate-hash");
  const hash = hashOfUri(uri);
  const wanted = Buffer.from(value, "base64");
  const found = certificates.find((certificate) => digest(hash, certificate.der).equals(wanted));
  if (found === undefined) throw new XroadError("directory.unknown-certificate", value);
  return found;
}

function expiryOf(head: MimePart | undefined): Date {
  const text = head?.headers.get("expire-date");
  if (text === undefined || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/.test(text))
    throw new XroadError("directory.malformed", "expire-date");
  const expires = new Date(text);
  if (Number.isNaN(expires.getTime())) throw new XroadError("directory.malformed", text);
  return expires;
}

function versionOf(head: MimePart | undefined): number | undefined {
  const text = head?.headers.get("version");
  if (text !== undefined && !/^[1-9]\d{0,2}$/.test(text)) throw new XroadError("directory.malformed", `version ${text}`);
  return text === undefined ? undefined : Number(text);
}

function readPart(part: MimePart): DirectoryPart {
  const [, identifier, , instance] =
    /^([A-Z0-9-]{1,64})(?:;[ ]*instance=(['"])([^'"]{1,255})\2)?$/i.exec(requiredHeader(part, "content-identifier")) ?? [];
  if (identifier === undefined) throw new XroadError("directory.malformed", "content-identifier");
  const hash = hashOfUri(requiredHeader(part, "hash-algorithm-id"));
  const location = requiredHeader(part, "content-location");
  if (!isPlainPath(location)) throw new XroadError("directory.location", location);
  return { identifier, instance, location, hash, digest: base64Of(part) };
}

/** `/V6/20251110.../shared-params.xml`: no host, no dots that climb, nothing encoded, whatever becomes of it later. */
const isPlainPath = (location: string): boolean => /^(\/[A-Za-z0-9_-][A-Za-z0-9._-]{0,100}){1,8}$/.test(location);

function requireDistinct(parts: readonly DirectoryPart[]): void {
  const seen = new Set<string>();
  for (const part of parts) {
    for (const key of [part.location.toLowerCase(), `${part.identifier}; ${part.instance ?? ""}`]) {
      if (seen.has(key)) throw new XroadError("directory.duplicate-part", key);
      seen.add(key);
    }
  }
}

function base64Of(part: MimePart): Buffer {
  if (requiredHeader(part, "content-transfer-encoding").toLowerCase() !== "base64")
    throw new XroadError("directory.malformed", "content-transfer-encoding");
  const text = part.body.toString("latin1").replace(/[\r\n]/g, "");
  if (text === "" || text.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(text))
    throw new XroadError("directory.malformed", "base64");
  return Buffer.from(text, "base64");
}
