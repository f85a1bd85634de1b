import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject, sign as signBytes } from "node:crypto";
import { promisify } from "node:util";
import { TrustError } from "../codes.ts";
import { type SignatureAlgorithm, signatureAlgorithms } from "./algorithms.ts";

/**
 * A key that signs, wherever it lives: in memory here, in a PKCS#11 token elsewhere.
 * `sign` takes the bytes themselves (not their digest) and returns a DER ECDSA or a PKCS#1 v1.5 RSA signature.
 */
export interface Signer {
  readonly publicKey: KeyObject;
  readonly algorithm: SignatureAlgorithm;
  sign(bytes: Uint8Array): Promise<Uint8Array>;
}

/** A signer whose private key is in this process and can therefore be written to a file. */
export interface SoftwareSigner extends Signer {
  readonly privateKey: KeyObject;
}

export type KeyKind = "P-256" | "P-384" | "P-521" | "RSA-2048" | "RSA-3072" | "RSA-4096";

const generate = promisify(generateKeyPair);

/** A new key pair from the operating system's randomness, as a signer. */
export async function generateSigner(kind: KeyKind): Promise<SoftwareSigner> {
  const pair = kind.startsWith("RSA-")
    ? await generate("rsa", { modulusLength: Number(kind.slice(4)) })
    : await generate("ec", { namedCurve: kind });
  return signerFromKey(pair.privateKey);
}

/** The signer of a private key; the algorithm follows the key unless `algorithm` says otherwise. Throws `key.unsupported`. */
export function signerFromKey(privateKey: KeyObject, algorithm = defaultAlgorithm(privateKey)): SoftwareSigner {
  const { hash, family } = signatureAlgorithms[algorithm];
  if (privateKey.asymmetricKeyType !== family) throw new TrustError("key.unsupported", `${algorithm} with another key`);
  return {
    privateKey,
    publicKey: createPublicKey(privateKey),
    algorithm,
    // An elliptic-curve signature costs less than handing it to another thread; RSA takes a millisecond and would block.
    sign:
      family === "ec"
        ? async (bytes) => signBytes(hash, bytes, privateKey)
        : (bytes) =>
            new Promise((resolve, reject) => {
              signBytes(hash, bytes, privateKey, (error, signature) => (error ? reject(error) : resolve(signature)));
            }),
  };
}

const curveAlgorithms: Readonly<Record<string, SignatureAlgorithm>> = {
  prime256v1: "ES256",
  secp384r1: "ES384",
  secp521r1: "ES512",
};

function defaultAlgorithm(key: KeyObject): SignatureAlgorithm {
  if (key.asymmetricKeyType === "rsa") return "RS256";
  const algorithm = curveAlgorithms[key.asymmetricKeyDetails?.namedCurve ?? ""];
  if (algorithm === undefined) throw new TrustError("key.unsupported", key.asymmetricKeyType ?? key.type);
  return algorithm;
}

/** Reads a private key in unencrypted PEM (PKCS#8, SEC1 or PKCS#1). Throws `key.malformed`. */
export function signerFromPem(pem: string): SoftwareSigner {
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch (error) {
    throw new TrustError("key.malformed", error instanceof Error ? error.message : undefined);
  }
  return signerFromKey(key);
}

/** The private key as unencrypted PKCS#8 PEM: for pipes and tests; files get `saveKeyFile`. */
export const privateKeyPem = (signer: SoftwareSigner): string =>
  signer.privateKey.export({ type: "pkcs8", format: "pem" }).toString();

/** The public key as SubjectPublicKeyInfo PEM. */
export const publicKeyPem = (signer: Signer): string => signer.publicKey.export({ type: "spki", format: "pem" }).toString();
