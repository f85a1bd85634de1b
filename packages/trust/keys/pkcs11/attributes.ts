import type { Cryptoki } from "./native.ts";

/** The value of an attribute: a CK_ULONG, a CK_BBOOL or bytes. */
export type AttributeValue = bigint | boolean | Uint8Array;

/** CK_ULONG as bytes, on systems where it has 64 bits and little-endian order. */
export function ulong(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(value);
  return bytes;
}

const bytesOf = (value: AttributeValue): Uint8Array =>
  typeof value === "bigint" ? ulong(value) : typeof value === "boolean" ? Buffer.from([value ? 1 : 0]) : value;

/** CK_ATTRIBUTE[]: the values stand behind the array in the same bytes, so that one reference keeps both. */
export interface Template {
  readonly array: Buffer;
  readonly count: bigint;
}

/** Packs attributes: type, pointer and length, eight bytes each, and then the values. */
export function template(cryptoki: Cryptoki, attributes: ReadonlyArray<readonly [bigint, AttributeValue]>): Template {
  const values = attributes.map(([, value]) => bytesOf(value));
  const array = Buffer.concat([Buffer.alloc(24 * attributes.length), ...values]);
  const base = cryptoki.addressOf(array);
  let end = 24 * attributes.length;
  for (const [at, [type]] of attributes.entries()) {
    const { length } = values[at]!;
    array.writeBigUInt64LE(type, 24 * at);
    array.writeBigUInt64LE(base + BigInt(end), 24 * at + 8);
    array.writeBigUInt64LE(BigInt(length), 24 * at + 16);
    end += length;
  }
  return { array, count: BigInt(attributes.length) };
}

/** CK_MECHANISM without parameters. */
export function mechanism(type: bigint): Buffer {
  const bytes = Buffer.alloc(24);
  bytes.writeBigUInt64LE(type);
  return bytes;
}
