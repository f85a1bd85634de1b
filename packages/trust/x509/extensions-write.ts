import { createHash } from "node:crypto";
import { isIP } from "node:net";
import {
  bitString,
  boolean,
  ia5String,
  integer,
  octetString,
  oid,
  printableString,
  sequence,
  setOf,
  tagged,
  taggedPrimitive,
} from "../asn1/der.ts";
import { OID } from "../asn1/oids.ts";
import { type KeyUsage, keyUsageBits, type SubjectAltName } from "./extensions-read.ts";

/** Extension (RFC 5280 §4.1): `critical` is DEFAULT FALSE and so absent when false. */
const extension = (id: string, critical: boolean, value: Uint8Array): Buffer =>
  critical ? sequence(oid(id), boolean(true), octetString(value)) : sequence(oid(id), octetString(value));

/** The 160-bit key identifier of RFC 7093 §2 method 1: SHA-256 truncated, since SHA-1 has no place in new certificates. */
export const keyIdentifier = (publicKeyBits: Uint8Array): Buffer =>
  createHash("sha256").update(publicKeyBits).digest().subarray(0, 20);

export const basicConstraints = (pathLength?: number): Buffer =>
  extension(
    OID.basicConstraints,
    true,
    pathLength === undefined ? sequence(boolean(true)) : sequence(boolean(true), integer(pathLength)),
  );

export const subjectKeyIdentifier = (id: Uint8Array): Buffer => extension(OID.subjectKeyIdentifier, false, octetString(id));

export const authorityKeyIdentifier = (id: Uint8Array): Buffer =>
  extension(OID.authorityKeyIdentifier, false, sequence(taggedPrimitive(0, id)));

export function keyUsage(...usages: readonly KeyUsage[]): Buffer {
  const byte = usages.reduce((bits, usage) => bits | (0x80 >> keyUsageBits.indexOf(usage)), 0);
  // Named bit lists drop their trailing zeros (X.690 §11.2.2).
  const unused = 31 - Math.clz32(byte & -byte);
  return extension(OID.keyUsage, true, bitString(Buffer.from([byte]), unused));
}

export const extendedKeyUsage = (critical: boolean, ...purposes: readonly string[]): Buffer =>
  extension(OID.extendedKeyUsage, critical, sequence(...purposes.map(oid)));

export const certificatePolicies = (policies: readonly string[]): Buffer =>
  extension(OID.certificatePolicies, false, sequence(...policies.map((policy) => sequence(oid(policy)))));

export const ocspNoCheck = (): Buffer => extension(OID.ocspNoCheck, false, Buffer.from([5, 0]));

const uriName = (url: string): Buffer => taggedPrimitive(6, Buffer.from(url, "latin1"));

export interface CertificateUrls {
  readonly ocsp?: string;
  readonly caIssuers?: string;
  readonly crl?: string;
}

/** Authority information access and CRL distribution point (RFC 5280 §4.2.2.1, §4.2.1.13). */
export function statusUrls(urls: CertificateUrls): Buffer[] {
  const access: Buffer[] = [];
  if (urls.ocsp) access.push(sequence(oid(OID.accessOcsp), uriName(urls.ocsp)));
  if (urls.caIssuers) access.push(sequence(oid(OID.accessCaIssuers), uriName(urls.caIssuers)));
  const result = access.length > 0 ? [extension(OID.authorityInfoAccess, false, sequence(...access))] : [];
  if (urls.crl)
    result.push(extension(OID.crlDistributionPoints, false, sequence(sequence(tagged(0, tagged(0, uriName(urls.crl)))))));
  return result;
}

/** SubjectAltName; undefined when there is no name in it, for an empty one is malformed. */
export function subjectAltName(names: SubjectAltName): Buffer | undefined {
  const ascii = (tag: number) => (text: string) => taggedPrimitive(tag, ia5String(text).subarray(-text.length));
  const encoded = [
    ...(names.email ?? []).map(ascii(1)),
    ...(names.dns ?? []).map(ascii(2)),
    ...(names.uri ?? []).map(uriName),
    ...(names.ip ?? []).map((ip) => taggedPrimitive(7, ipBytes(ip))),
  ];
  return encoded.length === 0 ? undefined : extension(OID.subjectAltName, false, sequence(...encoded));
}

function ipBytes(ip: string): Buffer {
  if (isIP(ip) === 4) return Buffer.from(ip.split(".").map(Number));
  if (isIP(ip) !== 6 || ip.includes(".")) throw new RangeError(`not an IP address: ${ip}`);
  const [head = "", tail] = ip.split("::");
  const groups = (text: string): string[] => (text === "" ? [] : text.split(":"));
  const left = groups(head);
  const right = tail === undefined ? [] : groups(tail);
  const middle = new Array<string>(8 - left.length - right.length).fill("0");
  return Buffer.from([...left, ...middle, ...right].map((group) => group.padStart(4, "0")).join(""), "hex");
}

/** QCStatements (ETSI EN 319 412-5): qualified under the law of `country`, whether the key is in a chip, and for what it signs. */
export function qcStatements(type: "seal" | "sign", country: string, isInChip: boolean): Buffer {
  const kind = type === "seal" ? OID.qcTypeSeal : OID.qcTypeSign;
  return extension(
    OID.qcStatements,
    false,
    sequence(
      sequence(oid(OID.qcCompliance)),
      ...(isInChip ? [sequence(oid(OID.qcSscd))] : []),
      sequence(oid(OID.qcType), sequence(oid(kind))),
      sequence(oid(OID.qcLegislation), sequence(printableString(country))),
    ),
  );
}

/** The government PKI's attributes of a citizen: the kind of subject and the last four characters of the national id, never all of it. */
export const citizenAttributes = (tailOfCitizenId: string): Buffer =>
  extension(
    OID.subjectDirectoryAttributes,
    false,
    sequence(
      sequence(oid(OID.twSubjectType), setOf(oid(OID.twCitizen))),
      sequence(oid(OID.twTailOfCitizenId), setOf(printableString(tailOfCitizenId))),
    ),
  );
