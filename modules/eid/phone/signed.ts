import { createPublicKey, verify } from "node:crypto";
import type { JWK } from "jose";

/** What a phone signs: where, the challenge, and what it does with which number. Each part is a line of its own. */
export const signedText = (origin: string, nonce: string, act: string): string =>
  ["troad-phone-1", origin, nonce, act].join("\n");

/** ECDSA P-256 over SHA-256, r||s, as WebCrypto makes it. A key or signature of another form is no signature. */
export function isSigned(key: JWK, text: string, signature: string): boolean {
  if (key.kty !== "EC" || key.crv !== "P-256" || typeof key.x !== "string" || typeof key.y !== "string" || "d" in key)
    return false;
  try {
    const publicKey = createPublicKey({ key: { kty: "EC", crv: "P-256", x: key.x, y: key.y }, format: "jwk" });
    const bytes = Buffer.from(signature, "base64url");
    return verify("sha256", Buffer.from(text), { key: publicKey, dsaEncoding: "ieee-p1363" }, bytes);
  } catch {
    return false;
  }
}
