import { createCipheriv, createDecipheriv, pbkdf2, randomBytes } from "node:crypto";
import { promisify } from "node:util";
import { integer, nullValue, octetString, oid, sequence } from "../asn1/der.ts";
import { OID } from "../asn1/oids.ts";
import { type AsnNode, childrenOf, octetsOf, oidOf, smallIntegerOf } from "../asn1/read.ts";
import { type TrustCode, TrustError } from "../codes.ts";

const derive = promisify(pbkdf2);

/** PBKDF2 iterationCount for HMAC-SHA-256 (OWASP's figure of 2023); OpenSSL's own default of 2048 falls to a graphics card. */
export const defaultIterations = 600_000;
/** A file that asks for more iterationCount than this wants our processor, not our key. */
const maxIterations = 5_000_000;

export interface Encrypted {
  readonly algorithm: Buffer;
  readonly ciphertext: Buffer;
}

/** Encrypts under a password with PBES2 (RFC 8018 §6.2): PBKDF2-HMAC-SHA-256 and AES-256-CBC, which every PKCS#12 reader knows. */
export async function encryptPbes2(plain: Uint8Array, password: string, iterations = defaultIterations): Promise<Encrypted> {
  const salt = randomBytes(16);
  const iv = randomBytes(16);
  const key = await derive(password, salt, iterations, 32, "sha256");
  const cipher = createCipheriv("aes-256-cbc", key, iv);
  const kdf = sequence(
    oid(OID.pbkdf2),
    sequence(octetString(salt), integer(iterations), sequence(oid(OID.hmacSha256), nullValue())),
  );
  const algorithm = sequence(oid(OID.pbes2), sequence(kdf, sequence(oid(OID.aes256Cbc), octetString(iv))));
  return { algorithm, ciphertext: Buffer.concat([cipher.update(plain), cipher.final()]) };
}

const prfs: Readonly<Record<string, string>> = {
  [OID.hmacSha1]: "sha1",
  [OID.hmacSha256]: "sha256",
  [OID.hmacSha384]: "sha384",
  [OID.hmacSha512]: "sha512",
};

export interface Pbes2Codes {
  readonly malformed: TrustCode;
  readonly unsupported: TrustCode;
  readonly wrongPassword: TrustCode;
}

/** Decrypts what an AlgorithmIdentifier of PBES2 describes. Throws the caller's codes: a wrong password shows as bad padding. */
export async function decryptPbes2(
  algorithm: AsnNode | undefined,
  ciphertext: Uint8Array,
  password: string,
  codes: Pbes2Codes,
): Promise<Buffer> {
  const [scheme, parameters] = childrenOf(algorithm, codes.malformed);
  if (oidOf(scheme, codes.malformed) !== OID.pbes2) throw new TrustError(codes.unsupported, "not PBES2");
  const [kdf, encryption] = childrenOf(parameters, codes.malformed);
  const [kdfOid, kdfParameters] = childrenOf(kdf, codes.malformed);
  if (oidOf(kdfOid, codes.malformed) !== OID.pbkdf2) throw new TrustError(codes.unsupported, "not PBKDF2");
  const [salt, iterations, ...rest] = childrenOf(kdfParameters, codes.malformed);
  const prfNode = rest.find((node) => node.idBlock.tagNumber === 16);
  // The default of PBKDF2-params is HMAC-SHA-1 (RFC 8018 appendix A.2).
  const prf = prfs[prfNode ? oidOf(childrenOf(prfNode, codes.malformed)[0], codes.malformed) : OID.hmacSha1];
  const [cipherOid, iv] = childrenOf(encryption, codes.malformed);
  const keyBytes = { [OID.aes128Cbc]: 16, [OID.aes256Cbc]: 32 }[oidOf(cipherOid, codes.malformed)];
  if (prf === undefined || keyBytes === undefined) throw new TrustError(codes.unsupported, "cipher or PRF");
  const iterationCount = smallIntegerOf(iterations, codes.malformed);
  if (iterationCount < 1 || iterationCount > maxIterations)
    throw new TrustError(codes.unsupported, `${iterationCount} iterations`);
  const key = await derive(password, octetsOf(salt, codes.malformed), iterationCount, keyBytes, prf);
  try {
    const decipher = createDecipheriv(keyBytes === 32 ? "aes-256-cbc" : "aes-128-cbc", key, octetsOf(iv, codes.malformed));
    return Buffer.concat([decipher.update(ciphertext), decipher.final()]);
  } catch {
    throw new TrustError(codes.wrongPassword);
  }
}
