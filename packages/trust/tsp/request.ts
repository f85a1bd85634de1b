import { createHash } from "node:crypto";
import * as pkijs from "pkijs";
import { boolean, integer, octetString, oid, sequence } from "../asn1/der.ts";
import { encodingOf, readAsn1 } from "../asn1/read.ts";
import { TrustError } from "../codes.ts";
import { type HashName, hashByOid, hashIdentifier } from "../keys/algorithms.ts";

/** The digest of what is stamped: the authority never sees the document. */
export interface Imprint {
  readonly hash: HashName;
  readonly digest: Uint8Array;
}

export const imprintOf = (bytes: Uint8Array, hash: HashName = "sha256"): Imprint => ({
  hash,
  digest: createHash(hash).update(bytes).digest(),
});

export interface TimestampQuestion {
  readonly imprint: Imprint;
  /** 8 to 32 fresh random bytes; the answer must repeat them. */
  readonly nonce?: Uint8Array;
  readonly policy?: string;
  /** Whether the token carries the authority's certificate; default true, because evidence must stand alone. */
  readonly certReq?: boolean;
}

export const encodeImprint = ({ hash, digest }: Imprint): Buffer => sequence(hashIdentifier(hash), octetString(digest));

/** TimeStampReq (RFC 3161 §2.4.1) in DER. */
export const buildTimestampRequest = ({ imprint, nonce, policy, certReq = true }: TimestampQuestion): Buffer =>
  sequence(
    integer(1),
    encodeImprint(imprint),
    ...(policy ? [oid(policy)] : []),
    ...(nonce ? [integer(nonce)] : []),
    ...(certReq ? [boolean(true)] : []),
  );

/** PKIFailureInfo bits (RFC 3161 §2.4.2) with which a request is turned down. */
export const pkiFailureInfo = {
  badAlg: 0,
  badRequest: 2,
  badDataFormat: 5,
  unacceptedPolicy: 15,
  unacceptedExtension: 16,
} as const;
export type PkiFailure = keyof typeof pkiFailureInfo;

export interface ReadRequest {
  readonly imprint: Imprint;
  readonly policy: string | undefined;
  /** The nonce in its original INTEGER encoding: it is echoed, not interpreted. */
  readonly nonceDer: Buffer | undefined;
  readonly certReq: boolean;
}

const maxBytes = 8 * 1024;

/** Reads a request; gives the failure to answer with, if it cannot be granted. */
export function readTimestampRequest(bytes: Uint8Array): ReadRequest | PkiFailure {
  let request: pkijs.TimeStampReq;
  try {
    if (bytes.length > maxBytes) return "badRequest";
    request = new pkijs.TimeStampReq({ schema: readAsn1(bytes, "timestamp.malformed") });
  } catch {
    return "badDataFormat";
  }
  if (request.version !== 1) return "badRequest";
  if (request.extensions?.length) return "unacceptedExtension";
  const hash = hashByOid(request.messageImprint.hashAlgorithm.algorithmId);
  if (hash === undefined) return "badAlg";
  const digest = Buffer.from(request.messageImprint.hashedMessage.valueBlock.valueHexView);
  if (digest.length !== createHash(hash).digest().length) return "badDataFormat";
  const nonceDer = request.nonce ? encodingOf(request.nonce) : undefined;
  if (nonceDer && nonceDer.length > 66) return "badRequest";
  return { imprint: { hash, digest }, policy: request.reqPolicy, nonceDer, certReq: request.certReq ?? false };
}

/** Throws `timestamp.imprint` unless both are the same digest of the same algorithm. */
export function requireSameImprint(expected: Imprint, found: Imprint): void {
  if (expected.hash !== found.hash || Buffer.compare(expected.digest, found.digest) !== 0)
    throw new TrustError("timestamp.imprint");
}
