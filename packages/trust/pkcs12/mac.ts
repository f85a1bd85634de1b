import { createHash, createHmac } from "node:crypto";
import { setImmediate } from "node:timers/promises";

/** The block sizes of the digests in PKCS#12's own key derivation (RFC 7292 appendix B.2: v). */
const blockBytes = { sha1: 64, sha256: 64, sha384: 128, sha512: 128 } as const;
export type MacHash = keyof typeof blockBytes;

/** A password as PKCS#12 hashes it: UTF-16 big-endian with a terminating zero (appendix B.1). */
const passwordBytes = (password: string): Buffer => Buffer.from(`${password}\0`, "utf16le").swap16();

/** Fills whole blocks with repetitions of the bytes; nothing stays nothing. */
function fillBlocks(bytes: Buffer, block: number): Buffer {
  return bytes.length === 0 ? bytes : Buffer.alloc(block * Math.ceil(bytes.length / block), bytes);
}

/** Rounds between two looks at the event loop: some ten milliseconds. */
const iterationsAtOnce = 8192;

/** Key derivation of RFC 7292 appendix B.2 with purpose 3 (integrity); the output is one digest long, so one round of step 6 does. */
async function deriveMacKey(password: string, salt: Buffer, iterations: number, hash: MacHash): Promise<Buffer> {
  const block = blockBytes[hash];
  const diversifier = Buffer.alloc(block, 3);
  let key = Buffer.concat([diversifier, fillBlocks(salt, block), fillBlocks(passwordBytes(password), block)]);
  for (let round = 0; round < iterations; round += 1) {
    key = createHash(hash).update(key).digest();
    if (round % iterationsAtOnce === iterationsAtOnce - 1) await setImmediate();
  }
  return key;
}

/** HMAC over the authenticated safe (RFC 7292 §4). */
export async function computeMac(
  content: Uint8Array,
  password: string,
  salt: Buffer,
  iterations: number,
  hash: MacHash,
): Promise<Buffer> {
  return createHmac(hash, await deriveMacKey(password, salt, iterations, hash))
    .update(content)
    .digest();
}
