import { type KeyObject, randomBytes } from "node:crypto";
import { bitString, integer, sequence, tagged, x509Time } from "../asn1/der.ts";
import { signatureAlgorithms } from "../keys/algorithms.ts";
import type { Signer } from "../keys/signer.ts";
import { type Certificate, parseCertificate } from "./certificate.ts";
import {
  authorityKeyIdentifier,
  type CertificateUrls,
  keyIdentifier,
  statusUrls,
  subjectKeyIdentifier,
} from "./extensions-write.ts";
import { type DistinguishedName, encodeName } from "./name.ts";
import { type Profile, type ProfileInput, profileExtensions } from "./profiles.ts";

/** A certificate together with its key: an authority, a responder, a time stamper, a member. */
export interface Identity {
  readonly certificate: Certificate;
  readonly signer: Signer;
}

export interface Validity {
  readonly notBefore: Date;
  readonly notAfter: Date;
}

export interface IssueRequest extends ProfileInput, Validity {
  readonly profile: Exclude<Profile, "root">;
  readonly issuer: Identity;
  readonly urls?: CertificateUrls;
  /** Big-endian, positive, at most 20 bytes; the default is `newSerial()`. */
  readonly serial?: Uint8Array;
}

/** 16 random bytes, positive: unguessable serial numbers keep hash collisions from being of use (CA/B BR §7.1). */
export function newSerial(random: (size: number) => Uint8Array = randomBytes): Buffer {
  const serial = Buffer.from(random(16));
  // The first byte stays in 0x40..0x7f, so the number is positive and its length never varies.
  serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40;
  return serial;
}

const publicKeyBitsOf = (key: KeyObject): Buffer => {
  const spki = key.export({ type: "spki", format: "der" });
  // SubjectPublicKeyInfo ends with the BIT STRING of the key; its content starts after tag, length and unused bits.
  const algorithm = derLength(spki, derLength(spki, 0).start);
  return spki.subarray(derLength(spki, algorithm.end).start + 1);
};

function derLength(der: Buffer, at: number): { start: number; end: number } {
  const first = der[at + 1] ?? 0;
  const extra = first < 0x80 ? 0 : first & 0x7f;
  const length = extra === 0 ? first : der.readUIntBE(at + 2, extra);
  return { start: at + 2 + extra, end: at + 2 + extra + length };
}

/** A self-signed root; its subject is its issuer. */
export async function createRoot(
  request: Validity & { subject: DistinguishedName; signer: Signer; serial?: Uint8Array; pathLength?: number },
): Promise<Certificate> {
  const input = { ...request, publicKey: request.signer.publicKey };
  const id = keyIdentifier(publicKeyBitsOf(input.publicKey));
  const extensions = [...profileExtensions("root", input), subjectKeyIdentifier(id)];
  return signCertificate({ ...input, extensions, issuerName: encodeName(request.subject) }, request.signer);
}

/** Issues a certificate of a profile. Throws RangeError when the request does not fit the profile: that is the caller's defect. */
export async function issueCertificate(request: IssueRequest): Promise<Certificate> {
  const { certificate, signer } = request.issuer;
  const subject = request.profile === "seal" ? legalPerson(request.subject) : request.subject;
  const authorityId = certificate.subjectKeyId
    ? Buffer.from(certificate.subjectKeyId, "hex")
    : keyIdentifier(certificate.publicKeyBits);
  const extensions = [
    ...profileExtensions(request.profile, request),
    subjectKeyIdentifier(keyIdentifier(publicKeyBitsOf(request.publicKey))),
    authorityKeyIdentifier(authorityId),
    ...statusUrls(request.urls ?? {}),
  ];
  return signCertificate({ ...request, subject, extensions, issuerName: certificate.subjectDer }, signer);
}

/** ETSI EN 319 412-3 §4.2.1 wants an organizationIdentifier in a seal; `TR:TW-` marks a national scheme of ours (EN 319 412-1 §5.1.4). */
const legalPerson = (subject: DistinguishedName): DistinguishedName => ({
  organizationIdentifier: `TR:TW-${subject.serialNumber ?? ""}`,
  ...subject,
});

interface Unsigned extends Validity {
  readonly subject: DistinguishedName;
  readonly publicKey: KeyObject;
  readonly issuerName: Buffer;
  readonly extensions: readonly Buffer[];
  readonly serial?: Uint8Array;
}

async function signCertificate(unsigned: Unsigned, signer: Signer): Promise<Certificate> {
  if (unsigned.notAfter <= unsigned.notBefore) throw new RangeError("notAfter must be later than notBefore");
  const { identifier } = signatureAlgorithms[signer.algorithm];
  const tbs = sequence(
    tagged(0, integer(2)),
    integer(unsigned.serial ?? newSerial()),
    identifier,
    unsigned.issuerName,
    sequence(x509Time(unsigned.notBefore), x509Time(unsigned.notAfter)),
    encodeName(unsigned.subject),
    unsigned.publicKey.export({ type: "spki", format: "der" }),
    tagged(3, sequence(...unsigned.extensions)),
  );
  return parseCertificate(sequence(tbs, identifier, bitString(await signer.sign(tbs))));
}
