import { createHash, createSecretKey, type KeyObject, randomBytes, randomUUID } from "node:crypto";
import fs from "node:fs";
import { mkdir, open, readdir, rename, rm, statfs } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import type { SpooledFile } from "./body.ts";
import { chunkBytes, openChunks, sealChunks } from "./chunk-cipher.ts";

export type Spool = {
  /**
   * Stores a body, encrypted, and gives its file once all of it is on disk. Throws what the source or the disk throws, and leaves nothing
   * behind.
   */
  take(source: AsyncIterable<Buffer>, limit: number): Promise<SpooledFile>;
  /** Moves a stored file to its permanent place, before the row that names it is written. */
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

/** Disk space that stays free: the message log needs it more. */
const reservedBytes = 256 * 1024 * 1024;
const looksEvery = 16;

/** Bodies in files, encrypted in chunks with one key per file (`chunk-cipher.ts`). One chunk is in memory, whatever the size. */
export async function openSpool(folder: string): Promise<Spool> {
  const incoming = path.join(folder, "incoming");
  const kept = path.join(folder, "kept");
  for (const one of [incoming, kept]) await mkdir(one, { recursive: true, mode: 0o700 });
  // bodies incomplete when the program ended were acknowledged to nobody
  for (const name of await readdir(incoming)) await rm(path.join(incoming, name), { force: true });

  return {
    take: async (source, limit) => {
      const name = randomUUID();
      const file = path.join(incoming, name);
      const handle = await open(file, "wx", 0o600);
      try {
        const key = randomBytes(32);
        const hash = createHash("sha512");
        let size = 0;
        async function* counted(): AsyncGenerator<Buffer> {
          for await (const piece of source) {
            size += piece.length;
            if (size > limit) throw new SpoolRefusal("too-large");
            hash.update(piece);
            yield piece;
          }
        }
        let count = 0;
        for await (const sealed of sealChunks(createSecretKey(key), counted())) {
          if (count % looksEvery === 0) await requireSpace(folder);
          await handle.write(sealed);
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
    read: ({ name, key, size }) => {
      const sealed = fs.createReadStream(placeOf(name), { highWaterMark: chunkBytes });
      return Readable.from(openWhole(createSecretKey(key), sealed, size), { objectMode: false, highWaterMark: chunkBytes });
    },
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

async function* openWhole(key: KeyObject, sealed: AsyncIterable<Buffer>, size: number): AsyncGenerator<Buffer> {
  let came = 0;
  for await (const plain of openChunks(key, sealed)) {
    came += plain.length;
    yield plain;
  }
  if (came !== size) throw new Error("a kept body is not of its size");
}
