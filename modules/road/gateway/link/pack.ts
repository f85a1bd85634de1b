import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { encodeFrames, type Frames } from "../../domain/frames.ts";
import type { Gateway } from "../gateway.ts";
import { type Body, inMemory, sizeOf } from "../log/body.ts";
import type { Envelope, Opening } from "./envelope.ts";
import type { LargeBody } from "./link.ts";

/** A message in transit: frames if it fits into memory, otherwise with a large body behind them; encrypted if there is an envelope. */
export async function pack(
  gateway: Gateway,
  front: Frames,
  body: Body,
  envelope: Envelope | undefined,
): Promise<{ frames: Buffer; large?: LargeBody }> {
  const head = envelope ? { ...front, key: envelope.wrapped } : front;
  if (body.in === "memory")
    return {
      frames: encodeFrames({ ...head, body: envelope ? await buffer(envelope.seal(Readable.from([body.bytes]))) : body.bytes }),
    };
  if (body.in !== "file") throw new Error("a body that was not kept cannot be sent");
  const read = () => {
    const plain = gateway.messages.spool.read(body.file);
    return envelope ? envelope.seal(plain) : plain;
  };
  return { frames: encodeFrames(head), large: { size: envelope?.size ?? sizeOf(body), read } };
}

/** The body of a received message: its bytes, or its file if it followed the frames; decrypted if it was encrypted. */
export async function unpack(
  gateway: Gateway,
  { bytes, stream }: { bytes: Buffer | undefined; stream: AsyncIterable<Buffer> | undefined },
  open: Opening | undefined,
): Promise<Body> {
  if (stream)
    return { in: "file", file: await gateway.messages.spool.take(open ? open(stream) : stream, gateway.messages.maxBody) };
  return inMemory(open ? await buffer(open(Readable.from([bytes!]))) : bytes!);
}
