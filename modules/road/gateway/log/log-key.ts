import { createCipheriv, createDecipheriv, type KeyObject, randomFillSync } from "node:crypto";

const pool = Buffer.alloc(12 * 512);
let used = pool.length;

/** 96 random bits; the system provides many at once. */
function nonce(): Buffer {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += 12;
  return Buffer.from(pool.subarray(used - 12, used));
}

/**
 * AES-256-GCM, 96-bit random nonce in front, 128-bit tag behind (NIST SP 800-38D). `about` is authenticated too: a row's bytes fit no other
 * row.
 */
export function encryptAtRest(key: KeyObject, about: string, ...plain: Buffer[]): Buffer {
  const iv = nonce();
  const cipher = createCipheriv("aes-256-gcm", key, iv).setAAD(Buffer.from(about));
  return Buffer.concat([iv, ...plain.map((part) => cipher.update(part)), cipher.final(), cipher.getAuthTag()]);
}

/** The key is a different one, or the row was altered. */
export class UnreadableMessage extends Error {}

/** Throws UnreadableMessage. */
export function decryptAtRest(key: KeyObject, about: string, sealed: Buffer): Buffer {
  try {
    return opened(key, about, sealed);
  } catch (error) {
    throw new UnreadableMessage("a kept message does not open with the key of the log", { cause: error });
  }
}

function opened(key: KeyObject, about: string, sealed: Buffer): Buffer {
  const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(0, 12))
    .setAAD(Buffer.from(about))
    .setAuthTag(sealed.subarray(-16));
  return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]);
}
