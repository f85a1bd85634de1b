import { createHash } from "node:crypto";
import type { CertID } from "pkijs";
import { integer, nullValue, octetString, oid, sequence } from "../asn1/der.ts";
import { OID } from "../asn1/oids.ts";
import { serialHexOf } from "../asn1/read.ts";
import { type Element, elementsOf } from "../asn1/scan.ts";
import { TrustError } from "../codes.ts";
import type { Certificate } from "../x509/certificate.ts";

/**
 * The hash that names an issuer in a CertID. SHA-1 is what all clients look for (RFC 5019 §2.1.1) and is harmless here:
 * it identifies, the signature over the answer protects. SHA-256 is RFC 9654's and can be asked for.
 */
export type CertIdHash = "sha1" | "sha256";

const hashOid: Readonly<Record<CertIdHash, string>> = { sha1: OID.sha1, sha256: OID.sha256 };
const digest = (hash: string, bytes: Uint8Array): Buffer => createHash(hash).update(bytes).digest();

/** Hex of any length as the bytes of a positive integer. */
export const serialBytes = (serialHex: string): Buffer =>
  Buffer.from(serialHex.padStart(serialHex.length + (serialHex.length % 2), "0"), "hex");

/** CertID (RFC 6960 §4.1.1) of a serial number under an issuer. */
export const encodeCertId = (issuer: Certificate, serialHex: string, hash: CertIdHash = "sha1"): Buffer =>
  sequence(
    sequence(oid(hashOid[hash]), nullValue()),
    octetString(digest(hash, issuer.subjectDer)),
    octetString(digest(hash, issuer.publicKeyBits)),
    integer(serialBytes(serialHex)),
  );

/** A CertID taken apart; `der` is the whole as it came. */
export interface CertIdParts {
  readonly hash: CertIdHash | undefined;
  readonly name: Buffer;
  readonly key: Buffer;
  readonly serialHex: string;
  readonly der: Buffer;
}

const malformed = "ocsp.malformed";
const [sequenceTag, octetsTag, integerTag] = [0x30, 0x04, 0x02];
const hashes = Object.keys(hashOid) as CertIdHash[];
const encodedOids = new Map(hashes.map((hash) => [hash, oid(hashOid[hash])]));

export function readCertId(element: Element | undefined): CertIdParts {
  const [algorithm, name, key, serial] = elementsOf(element, sequenceTag, malformed);
  const [named] = elementsOf(algorithm, sequenceTag, malformed);
  if (name?.tag !== octetsTag || key?.tag !== octetsTag || serial?.tag !== integerTag || serial.content.length === 0)
    throw new TrustError(malformed, "certificate id");
  return {
    hash: hashes.find((hash) => named?.der.equals(encodedOids.get(hash)!)),
    name: name.content,
    key: key.content,
    serialHex: serial.content.toString("hex").replace(/^(00)+(?=..)/, ""),
    der: element!.der,
  };
}

/** The same from a structure that was read already. */
export const partsOf = (id: CertID): CertIdParts => ({
  hash: hashes.find((name) => hashOid[name] === id.hashAlgorithm.algorithmId),
  name: Buffer.from(id.issuerNameHash.valueBlock.valueHexView),
  key: Buffer.from(id.issuerKeyHash.valueBlock.valueHexView),
  serialHex: serialHexOf(id.serialNumber),
  der: Buffer.alloc(0),
});

const digests = new WeakMap<Certificate, Map<CertIdHash, { name: Buffer; key: Buffer }>>();

/** What names an issuer, worked out once. */
function digestsOf(issuer: Certificate, hash: CertIdHash): { name: Buffer; key: Buffer } {
  const known = digests.get(issuer) ?? new Map<CertIdHash, { name: Buffer; key: Buffer }>();
  digests.set(issuer, known);
  const found = known.get(hash) ?? { name: digest(hash, issuer.subjectDer), key: digest(hash, issuer.publicKeyBits) };
  known.set(hash, found);
  return found;
}

/** The serial number that a CertID names, if its issuer is ours; undefined for other issuers and unknown hashes. */
export function serialUnder(issuer: Certificate, id: CertIdParts): string | undefined {
  if (id.hash === undefined) return undefined;
  const { name, key } = digestsOf(issuer, id.hash);
  return name.equals(id.name) && key.equals(id.key) ? id.serialHex : undefined;
}
