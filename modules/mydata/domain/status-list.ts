import { deflateSync } from "node:zlib";

/** Compresses a list of one-bit statuses, least significant bit first (IETF Token Status List section 4.1): base64url of zlib. */
export function encodeStatusList(size: number, set: number[]): string {
  const bytes = Buffer.alloc(Math.max(1, Math.ceil(size / 8)));
  for (const index of set) bytes[index >> 3]! |= 1 << (index & 7);
  return deflateSync(bytes, { level: 9 }).toString("base64url");
}
