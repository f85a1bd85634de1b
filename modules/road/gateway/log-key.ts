import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from "node:crypto";

/** AES-256-GCM, 96-bit random nonce in front, 128-bit tag behind (NIST SP 800-38D). `about` is authenticated along: a row's bytes fit no other row. */
export function encryptAtRest(key: KeyObject, about: string, plain: Buffer): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(about));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

export function decryptAtRest(key: KeyObject, about: string, sealed: Buffer): Buffer {
  const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(0, 12))
    .setAAD(Buffer.from(about))
    .setAuthTag(sealed.subarray(-16));
  return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]);
}
