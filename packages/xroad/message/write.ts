import { partTypes } from "./read.ts";

/** What is sent: the head, the body as it comes, and the signature, which may be made only when the body has been hashed. */
export interface OutgoingMessage {
  readonly kind: "request" | "response";
  readonly head: Uint8Array;
  readonly body?: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
  readonly ocspResponses?: readonly Uint8Array[];
  /** Called after the last byte of the body went out. */
  readonly signature: () => Promise<string> | string;
}

/** X-Road's own boundaries are of this shape: random letters, so that a body cannot be prepared to hold one. */
export const newBoundary = (random: (size: number) => Uint8Array): string =>
  `xtop${Array.from(random(30), (byte) => "abcdefghijklmnopqrstuvwxyzABCDEF"[byte & 31]).join("")}`;

export const transportType = (boundary: string): string => `multipart/mixed; charset=UTF-8; boundary=${boundary}`;

/** Writes a message in X-Road's order with direct references (accepted from 7.6 on), as a stream. */
export async function* writeTransport(message: OutgoingMessage, boundary: string): AsyncGenerator<Buffer> {
  const head = (type: string, first = false): Buffer =>
    Buffer.from(`${first ? "" : "\r\n"}--${boundary}\r\ncontent-type:${type}\r\n\r\n`);
  let first = true;
  for (const answer of message.kind === "request" ? (message.ocspResponses ?? []) : []) {
    yield head(partTypes.ocsp, first);
    yield Buffer.from(answer);
    first = false;
  }
  yield head(partTypes[message.kind], first);
  yield Buffer.from(message.head);
  if (message.body) {
    yield head(partTypes.body);
    for await (const chunk of message.body) yield Buffer.from(chunk);
  }
  yield head(partTypes.signature);
  yield Buffer.from(await message.signature());
  yield Buffer.from(`\r\n--${boundary}--\r\n`);
}
