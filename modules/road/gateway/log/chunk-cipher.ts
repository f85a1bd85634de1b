import { createCipheriv, createDecipheriv, type KeyObject } from "node:crypto";

/**
 * Bytes of any length under AES-256-GCM in chunks of 256 KiB (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár): the nonce
 * contains the chunk's number and whether it is the last, so no chunk can be changed, moved, omitted or cut off unnoticed. Each key is for
 * one stream only.
 */
export const chunkBytes = 256 * 1024;
const tagBytes = 16;
const sealedBytes = chunkBytes + tagBytes;

/** Length of the output of `sealChunks` for this many bytes. */
export const sealedLength = (size: number): number => size + tagBytes * Math.max(1, Math.ceil(size / chunkBytes));

const nonceOf = (count: number, last: boolean): Buffer => {
  const nonce = Buffer.alloc(12);
  nonce.writeBigUInt64BE(BigInt(count), 0);
  nonce[8] = last ? 1 : 0;
  return nonce;
};

export async function* sealChunks(key: KeyObject, source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let count = 0;
  for await (const { chunk, last } of chunksOf(source, chunkBytes)) {
    const cipher = createCipheriv("aes-256-gcm", key, nonceOf(count, last));
    yield cipher.update(chunk);
    cipher.final();
    yield cipher.getAuthTag();
    count += 1;
  }
}

/** Throws at the first chunk that differs from the one encrypted there. */
export async function* openChunks(key: KeyObject, source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let count = 0;
  for await (const { chunk, last } of chunksOf(source, sealedBytes)) {
    const end = chunk.length - tagBytes;
    if (end < 0) throw new Error("encrypted bytes are cut off");
    const decipher = createDecipheriv("aes-256-gcm", key, nonceOf(count, last)).setAuthTag(chunk.subarray(end));
    const plain = decipher.update(chunk.subarray(0, end));
    decipher.final();
    if (plain.length > 0) yield plain;
    count += 1;
  }
}

/**
 * Splits a source into chunks of equal size except for the last one, which is marked; an empty source is one empty chunk. All chunks share
 * one buffer: each is used before the next is requested.
 */
async function* chunksOf(source: AsyncIterable<Buffer>, size: number): AsyncGenerator<{ chunk: Buffer; last: boolean }> {
  const buffer = Buffer.allocUnsafe(size);
  let filled = 0;
  for await (const piece of source) {
    for (let at = 0; at < piece.length; ) {
      // a full chunk is known not to be the last only once something follows
      if (filled === size) {
        yield { chunk: buffer, last: false };
        filled = 0;
      }
      const copied = piece.copy(buffer, filled, at);
      filled += copied;
      at += copied;
    }
  }
  yield { chunk: buffer.subarray(0, filled), last: true };
}
