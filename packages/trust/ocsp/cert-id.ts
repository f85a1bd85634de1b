import { createHash } from "node:crypto";
import type { CertID } from "pkijs";
import { integer, nullValue, octetString, oid, sequence } from "../asn1/der.ts";
import { OID } from "../asn1/oids.ts";
import { serialHexOf } from "../asn1/read.ts";
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

/** The serial number that a CertID names, if its issuer is ours; undefined for other issuers and unknown hashes. */
export function serialUnder(issuer: Certificate, id: CertID): string | undefined {
  const hash = (Object.keys(hashOid) as CertIdHash[]).find((name) => hashOid[name] === id.hashAlgorithm.algorithmId);
  if (hash === undefined) return undefined;
  const sameName = digest(hash, issuer.subjectDer).equals(id.issuerNameHash.valueBlock.valueHexView);
  const sameKey = digest(hash, issuer.publicKeyBits).equals(id.issuerKeyHash.valueBlock.valueHexView);
  return sameName && sameKey ? serialHexOf(id.serialNumber) : undefined;
}
