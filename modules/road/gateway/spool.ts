import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createSecretKey,
  type KeyObject,
  randomBytes,
  randomUUID,
} from "node:crypto";
import fs from "node:fs";
import { mkdir, open, readdir, rename, rm, statfs } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import type { SpooledFile } from "./body.ts";

export type Spool = {
  /** Takes a body in, encrypted, and gives its file when all of it is on disk. Throws what the source or the disk throws, and leaves nothing. */
  take(source: AsyncIterable<Buffer>, limit: number): Promise<SpooledFile>;
  /** Puts a taken file where it stays; before the row that names it is written. */
  keep(file: SpooledFile): Promise<void>;
  read(file: SpooledFile): Readable;
  drop(file: SpooledFile): Promise<void>;
};

/** Thrown by `take`. */
export class SpoolRefusal extends Error {
  readonly reason: "too-large" | "no-space";
  constructor(reason: "too-large" | "no-space") {
    super(reason);
    this.reason = reason;
  }
}

const chunkBytes = 256 * 1024;
const tagBytes = 16;
/** So much of the disk stays free: the message log needs it more. */
const reservedBytes = 256 * 1024 * 1024;
const looksEvery = 16;

/**
 * Bodies in files: chunks of 256 KiB under AES-256-GCM, a key a file, the chunk's number and whether it is the last as nonce (the STREAM
 * construction), so that no chunk can be changed, moved or left out unnoticed. One chunk is in memory, whatever the size.
 */
export async function openSpool(folder: string): Promise<Spool> {
  const incoming = path.join(folder, "incoming");
  const kept = path.join(folder, "kept");
  for (const one of [incoming, kept]) await mkdir(one, { recursive: true, mode: 0o700 });
  // what was being taken in when the program ended was acknowledged to nobody
  for (const name of await readdir(incoming)) await rm(path.join(incoming, name), { force: true });

  return {
    take: async (source, limit) => {
      const name = randomUUID();
      const file = path.join(incoming, name);
      const handle = await open(file, "wx", 0o600);
      try {
        const key = randomBytes(32);
        const cipherKey = createSecretKey(key);
        const hash = createHash("sha512");
        let size = 0;
        let count = 0;
        for await (const { chunk, last } of chunksOf(source)) {
          size += chunk.length;
          if (size > limit) throw new SpoolRefusal("too-large");
          if (count % looksEvery === 0) await requireSpace(folder);
          hash.update(chunk);
          await handle.writev(sealChunk(cipherKey, count, last, chunk));
          count += 1;
        }
        await handle.sync();
        return { name, size, digest: hash.digest(), key };
      } catch (error) {
        await rm(file, { force: true });
        throw (error as { code?: string }).code === "ENOSPC" ? new SpoolRefusal("no-space") : error;
      } finally {
        await handle.close();
      }
    },
    keep: async ({ name }) => {
      await rename(path.join(incoming, name), path.join(kept, name));
      const handle = await open(kept, "r");
      await handle.sync().finally(() => handle.close());
    },
    read: (file) => Readable.from(openChunks(placeOf(file.name), file), { objectMode: false, highWaterMark: chunkBytes }),
    drop: async ({ name }) => {
      for (const one of [incoming, kept]) await rm(path.join(one, name), { force: true });
    },
  };

  function placeOf(name: string): string {
    const file = path.join(kept, name);
    return fs.existsSync(file) ? file : path.join(incoming, name);
  }
}

async function requireSpace(folder: string): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize < reservedBytes) throw new SpoolRefusal("no-space");
}

const nonceOf = (count: number, last: boolean): Buffer => {
  const nonce = Buffer.alloc(12);
  nonce.writeBigUInt64BE(BigInt(count), 0);
  nonce[8] = last ? 1 : 0;
  return nonce;
};

function sealChunk(key: KeyObject, count: number, last: boolean, chunk: Buffer): Buffer[] {
  const cipher = createCipheriv("aes-256-gcm", key, nonceOf(count, last));
  const sealed = cipher.update(chunk);
  cipher.final();
  return [sealed, cipher.getAuthTag()];
}

/**
 * A source in chunks of equal size but for the last one, which says so; an empty source is one empty chunk. They are all in the same
 * buffer: each is used before the next is asked for.
 */
async function* chunksOf(source: AsyncIterable<Buffer>): AsyncGenerator<{ chunk: Buffer; last: boolean }> {
  const buffer = Buffer.allocUnsafe(chunkBytes);
  let filled = 0;
  for await (const piece of source) {
    for (let at = 0; at < piece.length; ) {
      // a full chunk is not the last one only when something follows
      if (filled === chunkBytes) {
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

async function* openChunks(file: string, { key, size }: SpooledFile): AsyncGenerator<Buffer> {
  const handle = await open(file, "r");
  const decipherKey = createSecretKey(key);
  try {
    const chunks = Math.max(1, Math.ceil(size / chunkBytes));
    for (let count = 0; count < chunks; count += 1) {
      const last = count === chunks - 1;
      const length = last ? size - count * chunkBytes : chunkBytes;
      const bytes = Buffer.allocUnsafe(length + tagBytes);
      const { bytesRead } = await handle.read(bytes, 0, bytes.length, count * (chunkBytes + tagBytes));
      if (bytesRead < bytes.length) throw new Error("a kept body is cut off");
      const decipher = createDecipheriv("aes-256-gcm", decipherKey, nonceOf(count, last)).setAuthTag(bytes.subarray(length));
      const plain = decipher.update(bytes.subarray(0, length));
      decipher.final();
      yield plain;
    }
  } finally {
    await handle.close();
  }
}
