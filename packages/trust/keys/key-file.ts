import { createPrivateKey, randomUUID } from "node:crypto";
import { link, open, readFile, rm } from "node:fs/promises";
import { octetString, sequence } from "../asn1/der.ts";
import { childrenOf, octetsOf, readAsn1 } from "../asn1/read.ts";
import { TrustError } from "../codes.ts";
import { decryptPbes2, encryptPbes2 } from "./pbes2.ts";
import { type SoftwareSigner, signerFromKey } from "./signer.ts";

const codes = { malformed: "key.malformed", unsupported: "key.unsupported", wrongPassword: "key.wrong-passphrase" } as const;
const label = "ENCRYPTED PRIVATE KEY";

/** The private key as encrypted PKCS#8 PEM (RFC 5958 §3, RFC 7468 §11), readable by `openssl pkcs8` and Node. */
export async function encryptedKeyPem(signer: SoftwareSigner, passphrase: string, iterations?: number): Promise<string> {
  const plain = signer.privateKey.export({ type: "pkcs8", format: "der" });
  const { algorithm, ciphertext } = await encryptPbes2(plain, passphrase, iterations);
  const base64 = sequence(algorithm, octetString(ciphertext)).toString("base64");
  return `-----BEGIN ${label}-----\n${base64.replace(/.{64}(?=.)/g, "$&\n")}\n-----END ${label}-----\n`;
}

/** Reads encrypted PKCS#8 PEM. Throws `key.malformed`, `key.unsupported` or `key.wrong-passphrase`. */
export async function signerFromEncryptedPem(pem: string, passphrase: string): Promise<SoftwareSigner> {
  const body = new RegExp(`-----BEGIN ${label}-----([A-Za-z0-9+/=\\s]+)-----END ${label}-----`).exec(pem)?.[1];
  if (body === undefined) throw new TrustError("key.malformed", "no encrypted private key in the PEM");
  const info = readAsn1(Buffer.from(body, "base64"), "key.malformed");
  const [algorithm, ciphertext] = childrenOf(info, "key.malformed");
  const plain = await decryptPbes2(algorithm, octetsOf(ciphertext, "key.malformed"), passphrase, codes);
  try {
    return signerFromKey(createPrivateKey({ key: plain, format: "der", type: "pkcs8" }));
  } catch {
    // One wrong passphrase in 256 happens to leave valid padding: the content then is no key.
    throw new TrustError("key.wrong-passphrase");
  }
}

/**
 * Writes the key encrypted, readable by the owner only; never overwrites, because a lost key is lost for good. The file is there whole or not at all:
 * anyone may read beside, and the program may be killed anywhere.
 */
export async function saveKeyFile(path: string, signer: SoftwareSigner, passphrase: string, iterations?: number): Promise<void> {
  const pem = await encryptedKeyPem(signer, passphrase, iterations);
  const partial = `${path}.${randomUUID()}`;
  try {
    const file = await open(partial, "wx", 0o600);
    try {
      await file.writeFile(pem);
      await file.sync();
    } finally {
      await file.close();
    }
    await link(partial, path);
  } finally {
    await rm(partial, { force: true });
  }
}

/** Reads a key file written by `saveKeyFile` or by openssl. Throws as `signerFromEncryptedPem`. */
export const loadKeyFile = async (path: string, passphrase: string): Promise<SoftwareSigner> =>
  signerFromEncryptedPem(await readFile(path, "utf8"), passphrase);
