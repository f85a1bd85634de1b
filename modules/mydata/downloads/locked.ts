import { createCipheriv, createDecipheriv, hkdfSync } from "node:crypto";

/** What is kept of a download, and only encrypted. */
export type Kept = { package: Buffer; password: string };

const cipher = "aes-256-gcm";
const nonceBytes = 12;
const tagBytes = 16;
const keyOf = (secret: string, id: string): Buffer => Buffer.from(hkdfSync("sha256", secret, id, "mydata download", 32));

/** Encrypts under a key of its own for each download; another row's content does not open under this id. */
export function lock(secret: string, id: string, kept: Kept, random: (bytes: number) => Uint8Array): Buffer {
  const nonce = Buffer.from(random(nonceBytes));
  const sealing = createCipheriv(cipher, keyOf(secret, id), nonce);
  const head = Buffer.from(JSON.stringify({ password: kept.password }));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(head.length);
  const body = Buffer.concat([sealing.update(Buffer.concat([length, head, kept.package])), sealing.final()]);
  return Buffer.concat([nonce, body, sealing.getAuthTag()]);
}

/** Throws where a bit was altered or the content is another download's. */
export function unlock(secret: string, id: string, sealed: Buffer): Kept {
  const opening = createDecipheriv(cipher, keyOf(secret, id), sealed.subarray(0, nonceBytes));
  opening.setAuthTag(sealed.subarray(-tagBytes));
  const plain = Buffer.concat([opening.update(sealed.subarray(nonceBytes, -tagBytes)), opening.final()]);
  const head = plain.readUInt32BE(0);
  const { password } = JSON.parse(plain.subarray(4, 4 + head).toString()) as { password: string };
  return { password, package: plain.subarray(4 + head) };
}
