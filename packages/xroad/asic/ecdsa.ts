import type { KeyObject } from "node:crypto";

const sizes: Readonly<Record<string, number>> = { prime256v1: 32, secp384r1: 48, secp521r1: 66 };

/** An ECDSA signature in the form of XML signatures, r||s (RFC 9231 §2.3.6), from DER as signers return it. */
export function rawEcdsa(der: Uint8Array, key: KeyObject): Buffer {
  const size = sizes[key.asymmetricKeyDetails?.namedCurve ?? ""];
  if (size === undefined) throw new RangeError("not a curve of XML signatures");
  const bytes = Buffer.from(der);
  // SEQUENCE { INTEGER r, INTEGER s }; the sequence of P-521 is the one that needs a long length.
  const first = bytes[1] === 0x81 ? 3 : 2;
  const r = integerAt(bytes, first);
  const s = integerAt(bytes, r.next);
  if (bytes[0] !== 0x30 || s.next !== bytes.length) throw new RangeError("not an ECDSA signature");
  return Buffer.concat([padded(r.value, size), padded(s.value, size)]);
}

function integerAt(bytes: Buffer, at: number): { value: Buffer; next: number } {
  const length = bytes[at + 1];
  if (bytes[at] !== 0x02 || length === undefined) throw new RangeError("not an ECDSA signature");
  const next = at + 2 + length;
  return { value: bytes.subarray(at + 2, next), next };
}

function padded(value: Buffer, size: number): Buffer {
  const start = value.findIndex((byte) => byte !== 0);
  const magnitude = start < 0 ? Buffer.alloc(0) : value.subarray(start);
  if (magnitude.length > size) throw new RangeError("not an ECDSA signature");
  return Buffer.concat([Buffer.alloc(size - magnitude.length), magnitude]);
}
