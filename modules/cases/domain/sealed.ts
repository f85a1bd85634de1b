import { createCipheriv, createDecipheriv } from "node:crypto";

/** What is stored in the place of a content: AES-256-GCM under the key of its case, base64url of nonce, tag and ciphertext. */
export type Sealed = { sealed: string };

export const keyBytes = 32;
export const nonceBytes = 12;
const tagBytes = 16;

export const isSealed = (stored: object): stored is Sealed => "sealed" in stored && typeof stored.sealed === "string";

/** Encrypts a content as JSON. `place` is what it belongs to: elsewhere it cannot be opened. `nonce`: fresh for each content. */
export function sealContent(key: Buffer, place: string, content: unknown, nonce: Buffer): Sealed {
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(place));
  const text = Buffer.concat([cipher.update(JSON.stringify(content), "utf8"), cipher.final()]);
  return { sealed: Buffer.concat([nonce, cipher.getAuthTag(), text]).toString("base64url") };
}

/** The content; undefined if it is not what was encrypted for this place under this key. */
export function openContent(key: Buffer, place: string, { sealed }: Sealed): unknown {
  const bytes = Buffer.from(sealed, "base64url");
  const [nonce, tag] = [bytes.subarray(0, nonceBytes), bytes.subarray(nonceBytes, nonceBytes + tagBytes)];
  if (tag.length < tagBytes) return undefined;
  const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: tagBytes })
    .setAAD(Buffer.from(place))
    .setAuthTag(tag);
  try {
    const text = Buffer.concat([decipher.update(bytes.subarray(nonceBytes + tagBytes)), decipher.final()]);
    return JSON.parse(text.toString("utf8"));
  } catch {
    return undefined;
  }
}
