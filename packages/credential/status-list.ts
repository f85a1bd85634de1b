import { deflateSync, inflateSync } from "node:zlib";
import Type, { type Static } from "typebox";
import { Compile } from "typebox/compile";

/** IETF Token Status List: a long row of small numbers, compressed, in a signed token; each credential names its place. */
export const statusListType = "statuslist+jwt";
/** Section 7.1. A credential that is suspended may be valid again, a revoked one never. */
export const statuses = { valid: 0, revoked: 1, suspended: 2 } as const;

const listSchema = Type.Object({
  sub: Type.String(),
  exp: Type.Optional(Type.Integer()),
  status_list: Type.Object({
    bits: Type.Union([Type.Literal(1), Type.Literal(2), Type.Literal(4), Type.Literal(8)]),
    lst: Type.String(),
  }),
});
const listCheck = Compile(listSchema);

export type Bits = 1 | 2 | 4 | 8;
export type StatusList = { bits: Bits; bytes: Buffer };

/** Two million places of two bits; a list that inflates to more is refused before it fills the memory. */
const maxBytes = 4 * 1024 * 1024;

/** Compresses statuses, least significant bits first (section 4.1): base64url of zlib. What is not named is 0. */
export function encodeStatusList(size: number, bits: Bits, set: Iterable<readonly [index: number, status: number]>): string {
  const bytes = Buffer.alloc(Math.max(1, Math.ceil((size * bits) / 8)));
  for (const [index, status] of set) {
    if (status >= 2 ** bits || index >= size) throw new RangeError(`status ${status} at ${index} does not fit`);
    bytes[(index * bits) >> 3]! |= status << ((index * bits) & 7);
  }
  return deflateSync(bytes, { level: 9 }).toString("base64url");
}

/** Opens the compressed statuses (section 4.2). Throws on anything else. */
export function openStatusList({ bits, lst }: Static<typeof listSchema>["status_list"]): StatusList {
  return { bits, bytes: inflateSync(Buffer.from(lst, "base64url"), { maxOutputLength: maxBytes }) };
}

/** The status at `index`; undefined outside the list. */
export function statusAt({ bits, bytes }: StatusList, index: number): number | undefined {
  const byte = bytes[Math.floor((index * bits) / 8)];
  return byte === undefined ? undefined : (byte >> ((index * bits) % 8)) & (2 ** bits - 1);
}

/**
 * The list in the claims of a status list token for `uri`, or undefined if it belongs to another address, has expired or cannot be read
 * (section 8.3).
 */
export function statusListOf(claims: unknown, uri: string, at: Date): StatusList | undefined {
  if (!listCheck.Check(claims) || claims.sub !== uri) return undefined;
  if (claims.exp !== undefined && at.getTime() / 1000 >= claims.exp) return undefined;
  try {
    return openStatusList(claims.status_list);
  } catch {
    return undefined;
  }
}
