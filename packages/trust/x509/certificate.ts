import { createHash, type KeyObject, X509Certificate } from "node:crypto";
import * as pkijs from "pkijs";
import { encodingOf, readAsn1, serialHexOf } from "../asn1/read.ts";
import { attempt, TrustError } from "../codes.ts";
import { type CertificateExtensions, readExtensions } from "./extensions-read.ts";
import { type DistinguishedName, readName } from "./name.ts";

/** A parsed X.509 certificate. Equality is equality of `fingerprint`. */
export interface Certificate extends CertificateExtensions {
  readonly der: Buffer;
  readonly pem: string;
  /** SHA-256 of the DER, in hex. */
  readonly fingerprint: string;
  /** The serial number in lower-case hex without leading zeros. */
  readonly serialHex: string;
  readonly subject: DistinguishedName;
  readonly issuer: DistinguishedName;
  /** The encoded names: chains compare bytes, because RFC 5280 §7.1 comparison adds nothing between honest issuers. */
  readonly subjectDer: Buffer;
  readonly issuerDer: Buffer;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly publicKey: KeyObject;
  /** The key's bits, without algorithm: what OCSP hashes to name an issuer. */
  readonly publicKeyBits: Buffer;
  readonly signatureOid: string;
  /** Signed bytes and signature, for the chain. */
  readonly tbs: Buffer;
  readonly signature: Buffer;
}

/** Certificates are small; anything larger is an attack on the parser. */
const maxBytes = 64 * 1024;

const recent = new Map<string, Certificate>();
const recentLimit = 512;

/**
 * Reads a certificate in DER, or the first one of a PEM text. The last few hundred are remembered, since a gateway meets the same
 * peers, responders and authorities all day and parsing costs more than verifying. Throws `certificate.malformed`.
 */
export function parseCertificate(input: Uint8Array | string): Certificate {
  const der = typeof input === "string" ? derOfPem(input) : Buffer.from(input);
  if (der.length > maxBytes) throw new TrustError("certificate.malformed", "too large");
  const key = der.toString("latin1");
  const known = recent.get(key);
  if (known) return known;
  const certificate = attempt(() => readCertificate(der), "certificate.malformed");
  if (!certificate.ok) throw new TrustError(certificate.code, certificate.detail);
  if (recent.size >= recentLimit) {
    const oldest = recent.keys().next();
    if (!oldest.done) recent.delete(oldest.value);
  }
  recent.set(key, certificate.value);
  return certificate.value;
}

function readCertificate(der: Buffer): Certificate {
  const parsed = new pkijs.Certificate({ schema: readAsn1(der, "certificate.malformed") });
  if (parsed.signature.algorithmId !== parsed.signatureAlgorithm.algorithmId) {
    // RFC 5280 §4.1.1.2: both must be the same, or an attacker may choose the weaker one.
    throw new TrustError("certificate.malformed", "two signature algorithms");
  }
  const node = new X509Certificate(der);
  return {
    ...readExtensions(parsed.extensions ?? []),
    der,
    pem: node.toString(),
    fingerprint: createHash("sha256").update(der).digest("hex"),
    serialHex: serialHexOf(parsed.serialNumber),
    subject: readName(parsed.subject),
    issuer: readName(parsed.issuer),
    subjectDer: Buffer.from(parsed.subject.valueBeforeDecode),
    issuerDer: Buffer.from(parsed.issuer.valueBeforeDecode),
    notBefore: parsed.notBefore.value,
    notAfter: parsed.notAfter.value,
    publicKey: node.publicKey,
    publicKeyBits: Buffer.from(parsed.subjectPublicKeyInfo.subjectPublicKey.valueBlock.valueHexView),
    signatureOid: parsed.signatureAlgorithm.algorithmId,
    tbs: Buffer.from(parsed.tbsView),
    signature: Buffer.from(parsed.signatureValue.valueBlock.valueHexView),
  };
}

const pemBlock = /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/g;

function derOfPem(pem: string): Buffer {
  const [first] = pem.matchAll(pemBlock);
  if (first?.[1] === undefined) throw new TrustError("certificate.malformed", "no certificate in the PEM");
  return Buffer.from(first[1], "base64");
}

/** All certificates of a PEM text, in their order. Throws `certificate.malformed`. */
export const parseCertificates = (pem: string): Certificate[] =>
  Array.from(pem.matchAll(pemBlock), ([, body = ""]) => parseCertificate(Buffer.from(body, "base64")));

/** As `parseCertificate` for base64 DER, the form that JSON and XML carry. Throws `certificate.malformed`. */
export const parseCertificateBase64 = (base64: string): Certificate => parseCertificate(Buffer.from(base64, "base64"));

/** The certificates that a CMS or OCSP structure carries, from their original bytes. */
export const parseCertificateNodes = (nodes: readonly Parameters<typeof encodingOf>[0][]): Certificate[] =>
  nodes.map((node) => parseCertificate(encodingOf(node)));
