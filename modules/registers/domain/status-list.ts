import { inflateSync } from "node:zlib";
import Type, { type Static } from "typebox";
import { Compile } from "typebox/compile";

const listSchema = Type.Object({
  sub: Type.String(),
  exp: Type.Optional(Type.Integer()),
  status_list: Type.Object({
    bits: Type.Union([Type.Literal(1), Type.Literal(2), Type.Literal(4), Type.Literal(8)]),
    lst: Type.String(),
  }),
});
const listCheck = Compile(listSchema);

export type StatusList = { bits: 1 | 2 | 4 | 8; bytes: Buffer };

/** A million consents of two bits each; a list that inflates to more is refused before it fills the memory. */
const maxBytes = 4 * 1024 * 1024;

/** Opens the compressed statuses (IETF Token Status List section 4.2): base64url of zlib. Throws on anything else. */
export function openStatusList({ bits, lst }: Static<typeof listSchema>["status_list"]): StatusList {
  return { bits, bytes: inflateSync(Buffer.from(lst, "base64url"), { maxOutputLength: maxBytes }) };
}

/** The status at `index`, least significant bits first (section 4.1); undefined outside the list. */
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
