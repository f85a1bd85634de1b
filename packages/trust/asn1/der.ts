/**
 * A DER writer (ITU-T X.690 §8-11): each function returns the encoding of one value.
 * Signed structures embed parts that are already encoded (names, keys, identifiers) byte for byte, which the object trees of ASN.1
 * libraries cannot do without parsing them again; reading is left to asn1js and pkijs.
 */

/** One encoded tag-length-value. */
export function tlv(tag: number, ...content: readonly Uint8Array[]): Buffer {
  let length = 0;
  for (const part of content) length += part.length;
  const head = length < 0x80 ? [tag, length] : [tag, ...longLength(length)];
  return Buffer.concat([Buffer.from(head), ...content], head.length + length);
}

function longLength(length: number): number[] {
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return [0x80 | bytes.length, ...bytes];
}

export const sequence = (...items: readonly Uint8Array[]): Buffer => tlv(0x30, ...items);

/** SET OF: DER wants the elements in ascending order of their encodings (X.690 §11.6). */
export const setOf = (...items: readonly Uint8Array[]): Buffer => tlv(0x31, ...items.toSorted(Buffer.compare));

export const boolean = (value: boolean): Buffer => tlv(0x01, Buffer.from([value ? 0xff : 0]));
export const nullValue = (): Buffer => tlv(0x05);
export const octetString = (bytes: Uint8Array): Buffer => tlv(0x04, bytes);
export const bitString = (bytes: Uint8Array, unusedBits = 0): Buffer => tlv(0x03, Buffer.from([unusedBits]), bytes);
export const utf8String = (text: string): Buffer => tlv(0x0c, Buffer.from(text, "utf8"));
export const ia5String = (text: string): Buffer => tlv(0x16, Buffer.from(text, "latin1"));
export const enumerated = (value: number): Buffer => tlv(0x0a, Buffer.from([value]));

/** PrintableString (X.680 §41.4); other characters are a defect of the caller. */
export function printableString(text: string): Buffer {
  if (!/^[A-Za-z0-9 '()+,\-./:=?]*$/.test(text)) throw new RangeError(`not a PrintableString: ${text}`);
  return tlv(0x13, Buffer.from(text, "latin1"));
}

/** INTEGER from a number, or from the big-endian bytes of a non-negative number. */
export function integer(value: number | Uint8Array): Buffer {
  const bytes = typeof value === "number" ? Buffer.from(evenHex(value), "hex") : Buffer.from(value);
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === 0) start += 1;
  const magnitude = bytes.subarray(start);
  return magnitude[0]! >= 0x80 ? tlv(0x02, Buffer.from([0]), magnitude) : tlv(0x02, magnitude);
}

function evenHex(value: number): string {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`not a non-negative integer: ${value}`);
  const hex = value.toString(16);
  return hex.length % 2 === 0 ? hex : `0${hex}`;
}

const encodedOids = new Map<string, Buffer>();

/** OBJECT IDENTIFIER from its dotted form; the few that this package uses are encoded once. */
export function oid(dotted: string): Buffer {
  const known = encodedOids.get(dotted);
  if (known) return known;
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  const bytes = [first * 40 + second, ...rest].flatMap(base128);
  const encoded = tlv(0x06, Buffer.from(bytes));
  if (encodedOids.size < 512) encodedOids.set(dotted, encoded);
  return encoded;
}

function base128(arc: number): number[] {
  if (!Number.isSafeInteger(arc) || arc < 0) throw new RangeError(`not an arc of an object identifier: ${arc}`);
  const bytes = [arc % 128];
  for (let rest = Math.floor(arc / 128); rest > 0; rest = Math.floor(rest / 128)) bytes.unshift(0x80 | (rest % 128));
  return bytes;
}

const digits = (time: Date): string =>
  time
    .toISOString()
    .replace(/\.\d+Z$/, "Z")
    .replace(/[-:T]/g, "");

/** GeneralizedTime in seconds, UTC (RFC 5280 §4.1.2.5.2). */
export const generalizedTime = (time: Date): Buffer => tlv(0x18, Buffer.from(digits(time), "latin1"));

/** The Time of X.509: UTCTime up to 2049, GeneralizedTime after (RFC 5280 §4.1.2.5). */
export const x509Time = (time: Date): Buffer =>
  time.getUTCFullYear() < 2050 ? tlv(0x17, Buffer.from(digits(time).slice(2), "latin1")) : generalizedTime(time);

/** [n] EXPLICIT, or [n] IMPLICIT of a constructed type. */
export const tagged = (n: number, ...content: readonly Uint8Array[]): Buffer => tlv(0xa0 | n, ...content);

/** [n] IMPLICIT of a primitive type. */
export const taggedPrimitive = (n: number, bytes: Uint8Array = Buffer.alloc(0)): Buffer => tlv(0x80 | n, bytes);
