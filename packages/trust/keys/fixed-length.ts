import type { SignatureAlgorithm } from "./algorithms.ts";

const coordinateBytes: Readonly<Partial<Record<SignatureAlgorithm, number>>> = { ES256: 32, ES384: 48, ES512: 66 };

/** A signature as XML and JOSE carry it: ECDSA as r||s, RSA as it is. */
export function fixedLength(algorithm: SignatureAlgorithm, signature: Uint8Array): Uint8Array {
  const size = coordinateBytes[algorithm];
  return size === undefined ? signature : rawEcdsa(signature, size);
}

/** XML signatures and JWS want r||s of fixed length (RFC 9231 §2.3.6, RFC 7518 §3.4) where keys and tokens give the DER SEQUENCE of two INTEGERs. */
function rawEcdsa(der: Uint8Array, size: number): Buffer {
  const bytes = Buffer.from(der);
  const raw = Buffer.alloc(2 * size);
  // Only P-521 is long enough for a length of two bytes.
  let at = bytes[1] === 0x81 ? 3 : 2;
  for (const end of [size, 2 * size]) {
    const length = bytes[at + 1] ?? 0;
    const value = bytes.subarray(at + 2, at + 2 + length);
    const magnitude = value.length > size ? value.subarray(value.length - size) : value;
    magnitude.copy(raw, end - magnitude.length);
    at += 2 + length;
  }
  return raw;
}

/**
 * The DER form of r||s, or undefined when its length is not the curve's. OpenSSL checks DER a third faster than what Node makes of
 * `ieee-p1363`.
 */
export function derOfFixed(signature: Uint8Array): Buffer | undefined {
  const size = signature.length / 2;
  if (!Object.values(coordinateBytes).includes(size)) return undefined;
  const r = integer(signature.subarray(0, size));
  const s = integer(signature.subarray(size));
  const length = r.length + s.length;
  return Buffer.concat([Buffer.from(length < 128 ? [0x30, length] : [0x30, 0x81, length]), r, s]);
}

/** INTEGER of a magnitude: no leading zeros, one in front of a set highest bit (X.690 §8.3). */
function integer(magnitude: Uint8Array): Buffer {
  let from = 0;
  while (from < magnitude.length - 1 && magnitude[from] === 0) from += 1;
  const pad = magnitude[from]! >= 0x80 ? 1 : 0;
  const der = Buffer.alloc(2 + pad + magnitude.length - from);
  der[0] = 2;
  der[1] = der.length - 2;
  der.set(magnitude.subarray(from), 2 + pad);
  return der;
}
