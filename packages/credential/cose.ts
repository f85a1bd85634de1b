import { createHash, verify as verifyBytes } from "node:crypto";
import { type Certificate, fixedLength, type Signer } from "@troad/trust";
import { decode, encode, rfc8949EncodeOptions, Tagged } from "cborg";

/** COSE_Sign1 (RFC 9052 section 4.2) as much of it as a compact credential needs: a key by its id, everything protected, nothing detached. */
const sign1Tag = 18;
const header = { algorithm: 1, keyId: 4, type: 16 } as const;
/** RFC 9053 section 2.1; keys of seals are P-256, those of tokens may be larger. */
const algorithms = { ES256: { id: -7, hash: "sha256" }, ES384: { id: -35, hash: "sha384" } } as const;
type Algorithm = keyof typeof algorithms;

/** Names a signer's certificate in eight bytes: the beginning of its SHA-256. */
export const keyIdOf = (certificate: Pick<Certificate, "der">): Buffer =>
  createHash("sha256").update(certificate.der).digest().subarray(0, 8);

const bytesOf = (value: unknown): Buffer => Buffer.from(encode(value, rfc8949EncodeOptions));
const readOptions = { useMaps: true, rejectDuplicateMapKeys: true, allowIndefinite: false, allowUndefined: false, strict: true };
/** Reads one CBOR value written in its shortest form; throws on anything else. */
const readCbor = (bytes: Uint8Array, tags = {}): unknown => decode(bytes, { ...readOptions, tags });
const toBeSigned = (head: Uint8Array, payload: Uint8Array): Buffer => bytesOf(["Signature1", head, Buffer.alloc(0), payload]);

/** Signs claims; undefined for a key that has no place in the compact form (RSA). */
export async function signCose(
  claims: ReadonlyMap<number | string, unknown>,
  { type, signer, keyId }: { type: string; signer: Signer; keyId: Uint8Array },
): Promise<Buffer | undefined> {
  const algorithm = algorithms[signer.algorithm as Algorithm];
  if (!algorithm) return undefined;
  const head = bytesOf(
    new Map<number, unknown>([
      [header.algorithm, algorithm.id],
      [header.keyId, keyId],
      [header.type, type],
    ]),
  );
  const payload = bytesOf(claims);
  const signature = fixedLength(signer.algorithm, await signer.sign(toBeSigned(head, payload)));
  return bytesOf(new Tagged(sign1Tag, [head, new Map(), payload, signature]));
}

export type Sign1 = {
  type: unknown;
  keyId: Buffer;
  claims: Map<unknown, unknown>;
  /** Whether the key of this certificate signed it. */
  signedBy(certificate: Pick<Certificate, "publicKey">): boolean;
};

/** Reads a COSE_Sign1 of claims without believing it; undefined for anything else. */
export function readCose(bytes: Uint8Array): Sign1 | undefined {
  try {
    const outer = readCbor(bytes, Tagged.preserve(sign1Tag));
    const [head, open, payload, signature, ...more] = outer instanceof Tagged ? (outer.value as unknown[]) : [];
    if (!isBytes(head) || !isBytes(payload) || !isBytes(signature) || more.length > 0) return undefined;
    const [shielded, claims] = [readCbor(head), readCbor(payload)];
    if (!(shielded instanceof Map) || !(claims instanceof Map) || !(open instanceof Map)) return undefined;
    const keyId: unknown = shielded.get(header.keyId) ?? open.get(header.keyId);
    const algorithm = Object.values(algorithms).find(({ id }) => id === shielded.get(header.algorithm));
    if (!algorithm || !isBytes(keyId)) return undefined;
    return {
      ...{ type: shielded.get(header.type), keyId: Buffer.from(keyId), claims },
      signedBy: ({ publicKey }) =>
        publicKey.asymmetricKeyType === "ec" &&
        verifyBytes(algorithm.hash, toBeSigned(head, payload), { key: publicKey, dsaEncoding: "ieee-p1363" }, signature),
    };
  } catch {
    return undefined;
  }
}

const isBytes = (value: unknown): value is Uint8Array => value instanceof Uint8Array;
