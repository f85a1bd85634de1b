import { once } from "node:events";
import { PassThrough } from "node:stream";
import type { BodySink } from "@troad/xroad";
import type { Gateway } from "../gateway.ts";
import { type Body, inMemory, type SpooledFile } from "../log/body.ts";
import { bodyLimit } from "../refusals.ts";

/** Receives a body before anything of it is verified: up to 1 MiB in memory, otherwise in an encrypted file. */
export function openBodySink({ messages: { spool, maxBody } }: Pick<Gateway, "messages">): {
  sink: BodySink;
  /** The whole body; throws what the disk throws. */
  finish(): Promise<Body>;
  /** Deletes what was stored. */
  drop(): Promise<void>;
} {
  let held: Buffer[] = [];
  let size = 0;
  let file: { stream: PassThrough; taken: Promise<SpooledFile> } | undefined;
  const pass = async (bytes: Buffer): Promise<void> => {
    // the disk may have ended it
    if (file!.stream.destroyed) await file!.taken;
    if (!file!.stream.write(bytes)) await Promise.race([once(file!.stream, "drain"), file!.taken]);
  };
  return {
    sink: async (bytes) => {
      size += bytes.length;
      if (file) return pass(bytes);
      held.push(bytes);
      if (size <= bodyLimit) return;
      const stream = new PassThrough();
      stream.on("error", () => undefined); // reported by `taken`
      const taken = spool.take(stream, maxBody);
      taken.catch(() => undefined); // reported to the next caller that waits
      file = { stream, taken };
      for (const one of held) await pass(one);
      held = [];
    },
    finish: async () => {
      if (!file) return inMemory(Buffer.concat(held, size));
      file.stream.end();
      return { in: "file", file: await file.taken };
    },
    drop: async () => {
      if (!file) return;
      file.stream.destroy();
      await file.taken.then(spool.drop, () => undefined);
    },
  };
}
