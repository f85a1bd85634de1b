import { constants, createHash, type KeyObject, verify as verifyBytes } from "node:crypto";
import type { HashName, SignatureAlgorithm } from "@troad/trust";
import { XroadError } from "../codes.ts";

/** Digest algorithms by their addresses in XML signatures (RFC 9231 §2.1); SHA-384 stands in another namespace than its siblings. */
export const digestUris: Readonly<Record<HashName, string>> = {
  sha256: "http://www.w3.org/2001/04/xmlenc#sha256",
  sha384: "http://www.w3.org/2001/04/xmldsig-more#sha384",
  sha512: "http://www.w3.org/2001/04/xmlenc#sha512",
};

const hashByUri = new Map((Object.keys(digestUris) as HashName[]).map((hash) => [digestUris[hash], hash]));

/** Throws `algorithm.unknown`, also for SHA-1, which X-Road of old used. */
export function hashOfUri(uri: string): HashName {
  const hash = hashByUri.get(uri);
  if (hash === undefined) throw new XroadError("algorithm.unknown", uri);
  return hash;
}

export const digest = (hash: HashName, bytes: Uint8Array): Buffer => createHash(hash).update(bytes).digest();

/** Signature algorithms by their addresses (RFC 9231 §2.3), of what a `Signer` makes. */
export const signatureUris: Readonly<Record<SignatureAlgorithm, string>> = {
  RS256: "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
  RS384: "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384",
  RS512: "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512",
  ES256: "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256",
  ES384: "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384",
  ES512: "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512",
};

const algorithmByUri = new Map(
  (Object.keys(signatureUris) as SignatureAlgorithm[]).map((algorithm) => [signatureUris[algorithm], algorithm]),
);

/** SHA-256 to 512 by the digits of the name of an algorithm. */
export const hashOfAlgorithm = (algorithm: SignatureAlgorithm): HashName => `sha${algorithm.slice(2) as "256" | "384" | "512"}`;

/**
 * Verifies a signature of a configuration source: PKCS#1 v1.5, or ECDSA in DER, unlike the r||s of XML signatures (the central
 * server converts it to that form). Throws `algorithm.unknown` or `algorithm.weak`.
 */
export function verifyConfSignature(uri: string, key: KeyObject, bytes: Uint8Array, signature: Uint8Array): boolean {
  const algorithm = algorithmByUri.get(uri);
  const family = algorithm?.startsWith("RS") ? "rsa" : "ec";
  if (algorithm === undefined || key.asymmetricKeyType !== family) throw new XroadError("algorithm.unknown", uri);
  const details = key.asymmetricKeyDetails;
  const strong =
    family === "rsa"
      ? (details?.modulusLength ?? 0) >= 2048
      : ["prime256v1", "secp384r1", "secp521r1"].includes(details?.namedCurve ?? "");
  if (!strong) throw new XroadError("algorithm.weak", uri);
  return verifyBytes(hashOfAlgorithm(algorithm), bytes, { key, padding: constants.RSA_PKCS1_PADDING }, signature);
}
