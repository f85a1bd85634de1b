import { deflateSync } from "node:zlib";

const block = 8192;

/**
 * The length of the published list: at least a block ahead of the indexes given out, and a whole number of blocks. A provider that holds a
 * slightly older list still finds the newest consents in it, and nobody can count consents by its length.
 */
export const listSize = (given: number): number => (Math.ceil(given / block) + 1) * block;

/** Compresses a list of one-bit statuses, least significant bit first (IETF Token Status List section 4.1): base64url of zlib. */
export function encodeStatusList(size: number, set: number[]): string {
  const bytes = Buffer.alloc(Math.max(1, Math.ceil(size / 8)));
  for (const index of set) bytes[index >> 3]! |= 1 << (index & 7);
  return deflateSync(bytes, { level: 9 }).toString("base64url");
}
