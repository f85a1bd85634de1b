import { Readable } from "node:stream";

/** The wire form of a message whose body is too large for memory: a four-byte length, frames without the body, then the body. */
export const streamType = "application/vnd.troad.frames-and-body";
export const framesType = "application/vnd.troad.frames";

/** Frames without a body: head, signature, certificate, status proof. */
const maxFront = 256 * 1024;

export function writeStream(frames: Buffer, body: AsyncIterable<Buffer>): Readable {
  async function* all(): AsyncGenerator<Buffer> {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(frames.length);
    yield Buffer.concat([length, frames]);
    yield* body;
  }
  return Readable.from(all(), { objectMode: false });
}

export const streamLength = (frames: Buffer, size: number): number => 4 + frames.length + size;

/** Splits the output of `writeStream`. Throws if the front is malformed. */
export async function readStream(source: AsyncIterable<Buffer>): Promise<{ frames: Buffer; body: AsyncIterable<Buffer> }> {
  const chunks = source[Symbol.asyncIterator]();
  let held = Buffer.alloc(0);
  const fill = async (size: number): Promise<void> => {
    while (held.length < size) {
      const { done, value } = await chunks.next();
      if (done) throw new Error("the message is cut off");
      held = Buffer.concat([held, value]);
    }
  };
  await fill(4);
  const length = held.readUInt32BE(0);
  if (length > maxFront) throw new Error("the front of the message is too long");
  await fill(4 + length);
  const frames = held.subarray(4, 4 + length);
  const first = held.subarray(4 + length);
  async function* body(): AsyncGenerator<Buffer> {
    if (first.length > 0) yield first;
    yield* restOf(chunks);
  }
  return { frames, body: body() };
}

/** Reads up to `limit` bytes into memory; anything longer is returned as a stream of the whole. */
export async function readUpTo(
  source: AsyncIterable<Buffer>,
  limit: number,
): Promise<{ bytes: Buffer } | { stream: AsyncIterable<Buffer> }> {
  const chunks = source[Symbol.asyncIterator]();
  const held: Buffer[] = [];
  let size = 0;
  for (let next = await chunks.next(); !next.done; next = await chunks.next()) {
    held.push(next.value);
    size += next.value.length;
    if (size <= limit) continue;
    return {
      stream: (async function* () {
        yield* held;
        yield* restOf(chunks);
      })(),
    };
  }
  return { bytes: held.length === 1 ? held[0]! : Buffer.concat(held, size) };
}

/** The remainder; a reader that stops early ends the source. */
async function* restOf(chunks: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  let isOver = false;
  try {
    for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value;
    isOver = true;
  } finally {
    if (!isOver) await chunks.return?.();
  }
}
