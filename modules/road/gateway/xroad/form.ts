/**
 * A signature in X-Road's form as stored in the log: the whole document, since others write it; the hash chain if a 7.x server signed
 * several messages at once; and whether a body is covered (an empty one may be).
 */
export type XroadSignatureKept = { xml: Buffer; chain: { result: Buffer; chain: Buffer } | undefined; hasBody: boolean };

/** First byte; compact signatures of our own form begin with 1. */
const version = 2;
const flags = { body: 1, chain: 2 } as const;
const headBytes = 10;

export const isXroadForm = (signature: Buffer): boolean => signature[0] === version;

/** Version, flags, lengths of document and chain result in four bytes each, then document, chain result and chain. */
export function encodeXroadForm({ xml, chain, hasBody }: XroadSignatureKept): Buffer {
  const head = Buffer.alloc(headBytes);
  head[0] = version;
  head[1] = (hasBody ? flags.body : 0) | (chain ? flags.chain : 0);
  head.writeUInt32BE(xml.length, 2);
  head.writeUInt32BE(chain?.result.length ?? 0, 6);
  return Buffer.concat([head, xml, ...(chain ? [chain.result, chain.chain] : [])]);
}

export function decodeXroadForm(bytes: Buffer): XroadSignatureKept {
  if (!isXroadForm(bytes) || bytes.length < headBytes) throw new Error("not a signature in X-Road's form");
  const end = headBytes + bytes.readUInt32BE(2);
  const behind = end + bytes.readUInt32BE(6);
  const set = bytes[1]!;
  return {
    xml: bytes.subarray(headBytes, end),
    chain: set & flags.chain ? { result: bytes.subarray(end, behind), chain: bytes.subarray(behind) } : undefined,
    hasBody: (set & flags.body) !== 0,
  };
}
