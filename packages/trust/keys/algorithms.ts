import { constants, type KeyObject, verify as verifyBytes } from "node:crypto";
import { nullValue, oid, sequence } from "../asn1/der.ts";
import { OID } from "../asn1/oids.ts";

/** Digests in use; SHA-1 remains only as an identifier of issuers in OCSP, where it protects nothing. */
export type HashName = "sha256" | "sha384" | "sha512";

/** Signature algorithms by their JOSE names (RFC 7518 §3.1); a signer has exactly one. */
export type SignatureAlgorithm = "ES256" | "ES384" | "ES512" | "RS256" | "RS384" | "RS512";

interface AlgorithmFacts {
  readonly hash: HashName;
  readonly family: "ec" | "rsa";
  readonly oid: string;
  /** The AlgorithmIdentifier: ECDSA has no parameters (RFC 5758 §3.2), RSA has NULL (RFC 4055 §5). */
  readonly identifier: Buffer;
  /** The SignatureMethod of XML signatures (RFC 9231 §2.3). */
  readonly xml: string;
}

const ecdsa = (hash: HashName, dotted: string): AlgorithmFacts => ({
  hash,
  family: "ec",
  oid: dotted,
  identifier: sequence(oid(dotted)),
  xml: `http://www.w3.org/2001/04/xmldsig-more#ecdsa-${hash}`,
});

const rsa = (hash: HashName, dotted: string): AlgorithmFacts => ({
  hash,
  family: "rsa",
  oid: dotted,
  identifier: sequence(oid(dotted), nullValue()),
  xml: `http://www.w3.org/2001/04/xmldsig-more#rsa-${hash}`,
});

export const signatureAlgorithms: Readonly<Record<SignatureAlgorithm, AlgorithmFacts>> = {
  ES256: ecdsa("sha256", "1.2.840.10045.4.3.2"),
  ES384: ecdsa("sha384", "1.2.840.10045.4.3.3"),
  ES512: ecdsa("sha512", "1.2.840.10045.4.3.4"),
  RS256: rsa("sha256", "1.2.840.113549.1.1.11"),
  RS384: rsa("sha384", "1.2.840.113549.1.1.12"),
  RS512: rsa("sha512", "1.2.840.113549.1.1.13"),
};

const byOid = new Map(Object.values(signatureAlgorithms).map((facts) => [facts.oid, facts]));
const rsaEncryption = "1.2.840.113549.1.1.1";

export const hashOids: Readonly<Record<HashName, string>> = { sha256: OID.sha256, sha384: OID.sha384, sha512: OID.sha512 };

/** The digest that an object identifier names; undefined for weak and unknown ones. */
export const hashByOid = (dotted: string): HashName | undefined =>
  (Object.keys(hashOids) as HashName[]).find((name) => hashOids[name] === dotted);

/** AlgorithmIdentifier of a digest, with the NULL that OpenSSL and RFC 3161 peers send. */
export const hashIdentifier = (hash: HashName): Buffer => sequence(oid(hashOids[hash]), nullValue());

/** Whether we accept a signature algorithm of X.509 or CMS. */
export const isAcceptedSignatureOid = (dotted: string): boolean => byOid.has(dotted);

/**
 * Verifies a DER signature under the algorithm named in a certificate, an OCSP answer or a CMS signer.
 * `digest` is needed where CMS names plain rsaEncryption. False for unknown algorithms and keys of another family.
 */
export function verifySignature(
  algorithmOid: string,
  publicKey: KeyObject,
  bytes: Uint8Array,
  signature: Uint8Array,
  digest?: HashName,
): boolean {
  const facts = byOid.get(algorithmOid);
  const family = algorithmOid === rsaEncryption ? "rsa" : facts?.family;
  const hash = algorithmOid === rsaEncryption ? digest : facts?.hash;
  if (family === undefined || hash === undefined || factsOfKey(publicKey).type !== family) return false;
  const key = family === "rsa" ? { key: publicKey, padding: constants.RSA_PKCS1_PADDING } : publicKey;
  return verifyBytes(hash, bytes, key, signature);
}

type KeyFacts = { readonly type: KeyObject["asymmetricKeyType"]; readonly strong: boolean };
const keyFacts = new WeakMap<KeyObject, KeyFacts>();

/** Node queries OpenSSL each time that a property of a key is read, which costs a third of a verification, so it is cached by key. */
export function factsOfKey(key: KeyObject): KeyFacts {
  let facts = keyFacts.get(key);
  if (!facts) {
    facts = { type: key.asymmetricKeyType, strong: measureStrength(key) };
    keyFacts.set(key, facts);
  }
  return facts;
}

/** Keys below these strengths prove nothing today: RSA of 2048 bits, elliptic curves of 256 (NIST SP 800-57). */
export const isStrongKey = (publicKey: KeyObject): boolean => factsOfKey(publicKey).strong;

function measureStrength(publicKey: KeyObject): boolean {
  const details = publicKey.asymmetricKeyDetails;
  if (publicKey.asymmetricKeyType === "rsa") return (details?.modulusLength ?? 0) >= 2048;
  return ["prime256v1", "secp384r1", "secp521r1"].includes(details?.namedCurve ?? "");
}
