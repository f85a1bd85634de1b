import { constants, createHash, type KeyObject, verify } from "node:crypto";
import { fail } from "./errors.ts";

/** The authentication token of Web eID 1.0, as sent by its browser extension and native application. */
export type WebEidToken = {
  /** base64 DER of the authentication certificate; untrusted until verified. */
  unverifiedCertificate: string;
  algorithm: Algorithm;
  /** base64; ECDSA as r || s. */
  signature: string;
  format: `web-eid:1.${string}`;
};

type Facts = { hash: "sha256" | "sha384" | "sha512"; curve?: string; pss?: boolean };

/** Elliptic curve keys as on our cards, and RSA as on those of MOICA (RFC 7518 section 3.1). */
const algorithms = {
  ES256: { hash: "sha256", curve: "prime256v1" },
  ES384: { hash: "sha384", curve: "secp384r1" },
  ES512: { hash: "sha512", curve: "secp521r1" },
  RS256: { hash: "sha256" },
  RS384: { hash: "sha384" },
  RS512: { hash: "sha512" },
  PS256: { hash: "sha256", pss: true },
  PS384: { hash: "sha384", pss: true },
  PS512: { hash: "sha512", pss: true },
} as const satisfies Record<string, Facts>;
export type Algorithm = keyof typeof algorithms;

const maxCertificate = 16_384;
const base64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** Parses untrusted input. Throws `eid.token-malformed`. */
export function parseToken(input: unknown): WebEidToken {
  const token = (typeof input === "object" && input !== null ? input : {}) as Record<keyof WebEidToken | "appVersion", unknown>;
  const { unverifiedCertificate, algorithm, signature, format, appVersion } = token;
  if (typeof format !== "string" || !/^web-eid:1(\.\d{1,3})?$/.test(format))
    throw fail("eid.token-malformed", { field: "format" });
  if (!isBase64(unverifiedCertificate, maxCertificate)) throw fail("eid.token-malformed", { field: "unverifiedCertificate" });
  if (typeof algorithm !== "string" || !Object.hasOwn(algorithms, algorithm))
    throw fail("eid.token-malformed", { field: "algorithm" });
  if (!isBase64(signature, 1024)) throw fail("eid.token-malformed", { field: "signature" });
  // sent for statistics only; the first applications used another name for it
  if (appVersion !== undefined && (typeof appVersion !== "string" || appVersion.length > 200))
    throw fail("eid.token-malformed", { field: "appVersion" });
  return { unverifiedCertificate, algorithm: algorithm as Algorithm, signature, format: format as WebEidToken["format"] };
}

const isBase64 = (value: unknown, longest: number): value is string =>
  typeof value === "string" && value.length <= longest && base64.test(value);

/**
 * The bytes that the card signs: hash(origin) || hash(nonce). The origin (`https://host[:port]`, no trailing slash) binds the signature to
 * this site, so a signature obtained by another site is worthless here.
 */
export function signedBytes(algorithm: Algorithm, origin: string, nonce: string): Buffer {
  const digest = (text: string): Buffer => createHash(algorithms[algorithm].hash).update(text).digest();
  return Buffer.concat([digest(origin), digest(nonce)]);
}

/** True when `token` was signed by `key` for this origin and nonce. The key decides which algorithms it may be used with. */
export function isSignedBy(token: WebEidToken, key: KeyObject, origin: string, nonce: string): boolean {
  const { hash, curve, pss }: Facts = algorithms[token.algorithm];
  const bytes = signedBytes(token.algorithm, origin, nonce);
  const signature = Buffer.from(token.signature, "base64");
  if (curve)
    return key.asymmetricKeyDetails?.namedCurve === curve && verify(hash, bytes, { key, dsaEncoding: "ieee-p1363" }, signature);
  if (key.asymmetricKeyType !== "rsa") return false;
  const padding = pss ? constants.RSA_PKCS1_PSS_PADDING : constants.RSA_PKCS1_PADDING;
  return verify(hash, bytes, { key, padding, ...(pss ? { saltLength: constants.RSA_PSS_SALTLEN_DIGEST } : {}) }, signature);
}
