/**
 * The body of a post between gateways: named parts, each as
 * one byte length of the name, the name, four bytes length (big-endian), the bytes. Order is free, names are unique.
 */
export type Frames = Record<string, Buffer>;

const maxParts = 16;

export function encodeFrames(frames: Frames): Buffer {
  const parts: Buffer[] = [];
  for (const [name, bytes] of Object.entries(frames)) {
    const head = Buffer.alloc(1 + name.length + 4);
    head.writeUInt8(name.length, 0);
    head.write(name, 1, "latin1");
    head.writeUInt32BE(bytes.length, 1 + name.length);
    parts.push(head, bytes);
  }
  return Buffer.concat(parts);
}

/** Reads frames; undefined if the bytes are anything else, or a name of `required` is missing. */
export function decodeFrames(bytes: Buffer, required: string[]): Frames | undefined {
  const frames: Frames = {};
  let at = 0;
  for (let count = 0; at < bytes.length; count++) {
    if (count >= maxParts) return undefined;
    const nameLength = bytes[at]!;
    if (at + 1 + nameLength + 4 > bytes.length) return undefined;
    const name = bytes.toString("latin1", at + 1, at + 1 + nameLength);
    const length = bytes.readUInt32BE(at + 1 + nameLength);
    const start = at + 1 + nameLength + 4;
    if (start + length > bytes.length || name in frames || !/^[a-z-]{1,40}$/.test(name)) return undefined;
    frames[name] = bytes.subarray(start, start + length);
    at = start + length;
  }
  return required.every((name) => name in frames) ? frames : undefined;
}
