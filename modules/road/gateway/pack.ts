import { encodeFrames, type Frames } from "../domain/frames.ts";
import { type Body, sizeOf } from "./body.ts";
import { type Envelope, plainOf, sealedBytesOf } from "./envelope.ts";
import type { Gateway } from "./gateway.ts";
import type { LargeBody } from "./link.ts";

/** A message as it travels: what fits into memory in frames, a large body behind them; sealed where there is an envelope. */
export async function pack(
  gateway: Gateway,
  front: Frames,
  body: Body,
  envelope: Envelope | undefined,
): Promise<{ frames: Buffer; large?: LargeBody }> {
  const head = envelope ? { ...front, key: envelope.wrapped } : front;
  if (body.in === "memory")
    return { frames: encodeFrames({ ...head, body: envelope ? await sealedBytesOf(envelope, body.bytes) : body.bytes }) };
  if (body.in !== "file") throw new Error("a body that was not kept cannot be sent");
  const read = () => (envelope ? envelope.seal(plainOf(gateway, body)) : gateway.spool.read(body.file));
  return { frames: encodeFrames(head), large: { size: envelope?.size ?? sizeOf(body), read } };
}
