import { createHash, randomBytes } from "node:crypto";
import { integer, octetString, oid, sequence, setOf, tagged, taggedPrimitive, tlv } from "../asn1/der.ts";
import { OID } from "../asn1/oids.ts";
import { hashIdentifier } from "../keys/algorithms.ts";
import { encryptPbes2 } from "../keys/pbes2.ts";
import type { SoftwareSigner } from "../keys/signer.ts";
import type { Certificate } from "../x509/certificate.ts";
import { computeMac } from "./mac.ts";

export interface Pkcs12Contents {
  readonly key: SoftwareSigner;
  readonly certificate: Certificate;
  /** Issuing authorities, for people who import it into a browser or a card. */
  readonly chain?: readonly Certificate[];
  readonly password: string;
  /** Shown by browsers in their list of certificates. */
  readonly friendlyName?: string;
  /** Rounds of the key derivations; default 100,000: a person waits once, an attacker for every guess. */
  readonly iterations?: number;
}

/** A PKCS#12 file (RFC 7292) as OpenSSL 3 and browsers make them: AES-256-CBC under PBES2 and an HMAC-SHA-256. */
export async function createPkcs12(contents: Pkcs12Contents): Promise<Buffer> {
  const { key, certificate, chain = [], password, friendlyName, iterations = 100_000 } = contents;
  // The same local key id ties the key to its certificate (PKCS#9 §5.5.2).
  const attributes = [
    ...(friendlyName ? [sequence(oid(OID.friendlyName), setOf(bmpString(friendlyName)))] : []),
    sequence(oid(OID.localKeyId), setOf(octetString(createHash("sha1").update(certificate.der).digest()))),
  ];
  const certBags = sequence(certBag(certificate, attributes), ...chain.map((member) => certBag(member, [])));
  const sealedKey = await encryptPbes2(key.privateKey.export({ type: "pkcs8", format: "der" }), password, iterations);
  const sealedCerts = await encryptPbes2(certBags, password, iterations);
  const keyBag = bag(OID.shroudedKeyBag, sequence(sealedKey.algorithm, octetString(sealedKey.ciphertext)), attributes);
  const encrypted = sequence(
    integer(0),
    sequence(oid(OID.cmsData), sealedCerts.algorithm, taggedPrimitive(0, sealedCerts.ciphertext)),
  );
  const safe = sequence(sequence(oid(OID.cmsEncryptedData), tagged(0, encrypted)), dataContent(sequence(keyBag)));
  const salt = randomBytes(16);
  const mac = await computeMac(safe, password, salt, iterations, "sha256");
  return sequence(
    integer(3),
    dataContent(safe),
    sequence(sequence(hashIdentifier("sha256"), octetString(mac)), octetString(salt), integer(iterations)),
  );
}

const dataContent = (bytes: Buffer): Buffer => sequence(oid(OID.cmsData), tagged(0, octetString(bytes)));

const bag = (type: string, value: Buffer, attributes: readonly Buffer[]): Buffer =>
  sequence(oid(type), tagged(0, value), ...(attributes.length > 0 ? [setOf(...attributes)] : []));

const certBag = (certificate: Certificate, attributes: readonly Buffer[]): Buffer =>
  bag(OID.certBag, sequence(oid(OID.x509Certificate), tagged(0, octetString(certificate.der))), attributes);

const bmpString = (text: string): Buffer => tlv(0x1e, Buffer.from(text, "utf16le").swap16());
