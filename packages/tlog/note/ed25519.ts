/** Ed25519 (RFC 8032) and verifier keys on node:crypto, and signing through a signer that keeps its key to itself. */
import { createPublicKey, type KeyObject, verify } from "node:crypto";
import { concat, encodeText } from "../bytes.ts";
import { TlogError } from "../errors.ts";
import { sha256 } from "../merkle/hash.ts";
import { cosignatureBytes, cosignatureMessage, type NoteSignature } from "./note.ts";
import {
  ED25519_KEY_SIZE,
  isKeyName,
  keyIdOf,
  keyIdPreimage,
  SIGNATURE_TYPE,
  type SignatureType,
  splitVerifierKey,
  type VerifierKey,
} from "./verifier-key.ts";

/** Holds an Ed25519 key: a file, an HSM, a remote service. `sign` makes the 64 bytes of RFC 8032 over the bytes as they are. */
export type Signer = {
  /** The key name; for a log it should be the origin. */
  readonly name: string;
  /** 32 bytes (RFC 8032 §5.1.5). */
  readonly publicKey: Uint8Array;
  sign(bytes: Uint8Array): Promise<Uint8Array> | Uint8Array;
};

/** SubjectPublicKeyInfo of an Ed25519 key up to the key itself (RFC 8410 §4). */
const SPKI_HEAD = Uint8Array.of(0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00);

const publicKeyObject = (raw: Uint8Array): KeyObject =>
  createPublicKey({ key: Buffer.from(concat(SPKI_HEAD, raw)), format: "der", type: "spki" });

export function verifyEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  return verify(null, message, publicKeyObject(publicKey), signature);
}

/** The verifier key of a name and public key, with its id. Throws `key.malformed`. */
export function verifierKey(name: string, publicKey: Uint8Array, type: SignatureType = SIGNATURE_TYPE.ed25519): VerifierKey {
  if (!isKeyName(name) || publicKey.length !== ED25519_KEY_SIZE) throw new TlogError("key.malformed", "bad name or key");
  return { name, id: keyIdOf(sha256(keyIdPreimage(name, type, publicKey))), type, publicKey };
}

/** Reads `name+hexid+base64` and checks that the id is the key's. Throws `key.malformed`. */
export function parseVerifierKey(text: string): VerifierKey {
  const claimed = splitVerifierKey(text);
  const real = verifierKey(claimed.name, claimed.publicKey, claimed.type);
  if (real.id !== claimed.id) throw new TlogError("key.malformed", "the id is not the id of the key");
  return real;
}

async function signAndCheck(signer: Signer, message: Uint8Array): Promise<Uint8Array> {
  let signature: Uint8Array;
  try {
    signature = await signer.sign(message);
  } catch (cause) {
    throw new TlogError("log.sign-failed", "the signer refused", { cause });
  }
  // A device that signs wrongly would make evidence that nobody can use, and nobody would notice until it is needed.
  if (!verifyEd25519(signer.publicKey, message, signature)) {
    throw new TlogError("log.sign-failed", "the signature does not verify with the signer's own key");
  }
  return signature;
}

/** Signs a note's text with type 0x01. Throws `log.sign-failed`. */
export async function signText(text: string, signer: Signer): Promise<NoteSignature> {
  const { name, id } = verifierKey(signer.name, signer.publicKey);
  return { name, keyId: id, signature: await signAndCheck(signer, encodeText(text)) };
}

/** A witness's cosignature, type 0x04, at `timestamp` seconds since 1970. Throws `log.sign-failed`. */
export async function cosignText(text: string, signer: Signer, timestamp: number): Promise<NoteSignature> {
  const { name, id } = verifierKey(signer.name, signer.publicKey, SIGNATURE_TYPE.cosignature);
  const signature = await signAndCheck(signer, cosignatureMessage(text, timestamp));
  return { name, keyId: id, signature: cosignatureBytes(timestamp, signature) };
}
