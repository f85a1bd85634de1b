/** Verifier keys as people configure them: `name+hexid+base64(type || key)` (C2SP signed-note, Signature types). Runtime-neutral. */
import { concat, encodeText, fromBase64, toBase64 } from "../bytes.ts";
import { TlogError } from "../errors.ts";

/** 0x01 signs the note text; 0x04 is a witness's timestamped cosignature (C2SP tlog-cosignature). No other type is read. */
export const SIGNATURE_TYPE = { ed25519: 0x01, cosignature: 0x04 } as const;
export type SignatureType = (typeof SIGNATURE_TYPE)[keyof typeof SIGNATURE_TYPE];
export const ED25519_KEY_SIZE = 32;

export type VerifierKey = {
  readonly name: string;
  /** Eight lower-case hexadecimal digits: a hint to find the key by, not a proof of anything. */
  readonly id: string;
  readonly type: SignatureType;
  readonly publicKey: Uint8Array;
};

/** Key names are non-empty, without Unicode spaces, control characters or plus. */
export const isKeyName = (name: string): boolean => name.isWellFormed() && /^[^\s\p{Zs}\p{Cc}+]+$/u.test(name);

/** What is hashed for the key id: name, newline, type, key. */
export function keyIdPreimage(name: string, type: SignatureType, publicKey: Uint8Array): Uint8Array<ArrayBuffer> {
  return concat(encodeText(`${name}\n`), Uint8Array.of(type), publicKey);
}

/** The first four bytes of that hash, as hexadecimal. */
export const keyIdOf = (hash: Uint8Array): string =>
  Array.from(hash.subarray(0, 4), (byte) => byte.toString(16).padStart(2, "0")).join("");

/** Reads the text of a verifier key without checking its id; `parseVerifierKey` and the browser's `readVerifierKey` do both. */
export function splitVerifierKey(text: string): VerifierKey {
  const [, name = "", id = "", material = ""] = /^([^+]*)\+([0-9a-f]{8})\+(.*)$/.exec(text) ?? [];
  const bytes = fromBase64(material);
  if (!isKeyName(name) || bytes?.length !== 1 + ED25519_KEY_SIZE) throw new TlogError("key.malformed", "not a verifier key");
  const type = Object.values(SIGNATURE_TYPE).find((known) => known === bytes[0]);
  if (type === undefined) throw new TlogError("key.malformed", `signature type ${bytes[0]} is not supported`);
  return { name, id, type, publicKey: bytes.slice(1) };
}

export function formatVerifierKey({ name, id, type, publicKey }: VerifierKey): string {
  return `${name}+${id}+${toBase64(concat(Uint8Array.of(type), publicKey))}`;
}
