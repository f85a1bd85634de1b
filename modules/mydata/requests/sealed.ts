import type { MemberKey } from "@troad/pki/seal";
import { signSealJws } from "@troad/trust";
import { CompactEncrypt, importJWK, type JWK } from "jose";

/** Media type of what a recipient gets, inside its encryption. */
export const deliveryType = "troad-data+jwt";
const algorithms: Readonly<Record<string, readonly string[]>> = {
  EC: ["ECDH-ES+A256KW", "ECDH-ES"],
  RSA: ["RSA-OAEP-256"],
};

/** The key for which a client wants to have its data encrypted, with the algorithm; undefined if it registered none of use. */
export function encryptionKey(keys: readonly Record<string, unknown>[]): { jwk: JWK; alg: string } | undefined {
  for (const jwk of keys) {
    const [usual, ...others] = algorithms[String(jwk.kty)] ?? [];
    if (jwk.use !== "enc" || usual === undefined) continue;
    const alg = jwk.alg === undefined ? usual : String(jwk.alg);
    if ([usual, ...others].includes(alg)) return { jwk: jwk as JWK, alg };
  }
  return undefined;
}

/** Whether something can be encrypted for a key, which a registration only has the form of. */
export const isUsable = ({ jwk, alg }: { jwk: JWK; alg: string }): Promise<boolean> =>
  Promise.resolve(importJWK(jwk, alg))
    .then((key) => new CompactEncrypt(Buffer.from("x")).setProtectedHeader({ alg, enc: "A256GCM" }).encrypt(key))
    .then(
      () => true,
      () => false,
    );

/** A payload sealed by the platform and encrypted for the client: a JWS in a JWE (RFC 7519 section 5.2), as Myinfo gives it. */
export async function sealedFor(
  { jwk, alg }: { jwk: JWK; alg: string },
  payload: object,
  seal: Pick<MemberKey, "signer" | "chain">,
): Promise<string> {
  const jws = await signSealJws(payload, { typ: deliveryType, ...seal });
  const header = { alg, enc: "A256GCM", cty: "JWT", ...(jwk.kid === undefined ? {} : { kid: jwk.kid }) };
  return new CompactEncrypt(Buffer.from(jws)).setProtectedHeader(header).encrypt(await importJWK(jwk, alg));
}
