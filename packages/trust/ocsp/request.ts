import * as pkijs from "pkijs";
import { octetString, oid, sequence, tagged } from "../asn1/der.ts";
import { OID } from "../asn1/oids.ts";
import { readAsn1 } from "../asn1/read.ts";
import { TrustError } from "../codes.ts";
import type { Certificate } from "../x509/certificate.ts";
import { type CertIdHash, encodeCertId } from "./cert-id.ts";

export interface OcspQuestion {
  readonly certificate: Certificate;
  readonly issuer: Certificate;
  /** 32 fresh random bytes, if the answer must be made for this request (RFC 9654 §2.1). */
  readonly nonce?: Uint8Array;
  readonly hash?: CertIdHash;
}

export const nonceExtension = (nonce: Uint8Array): Buffer => sequence(oid(OID.ocspNonce), octetString(octetString(nonce)));

/** An unsigned OCSPRequest for one certificate (RFC 6960 §4.1.1). */
export function buildOcspRequest({ certificate, issuer, nonce, hash }: OcspQuestion): Buffer {
  const list = sequence(sequence(encodeCertId(issuer, certificate.serialHex, hash)));
  return sequence(nonce ? sequence(list, tagged(2, sequence(nonceExtension(nonce)))) : sequence(list));
}

export interface OcspRequestParts {
  readonly ids: readonly pkijs.CertID[];
  readonly nonce: Buffer | undefined;
}

/** A request asks for few certificates; more is a way to make us sign long answers. */
const maxQuestions = 16;
const maxBytes = 16 * 1024;

/** Reads a request. Throws `ocsp.malformed`. */
export function parseOcspRequest(bytes: Uint8Array): OcspRequestParts {
  if (bytes.length > maxBytes) throw new TrustError("ocsp.malformed", "too large");
  let request: pkijs.OCSPRequest;
  try {
    request = new pkijs.OCSPRequest({ schema: readAsn1(bytes, "ocsp.malformed") });
  } catch (error) {
    throw new TrustError("ocsp.malformed", error instanceof Error ? error.message : undefined);
  }
  const ids = request.tbsRequest.requestList.map((question) => question.reqCert);
  if (ids.length === 0 || ids.length > maxQuestions) throw new TrustError("ocsp.malformed", `${ids.length} questions`);
  return { ids, nonce: readNonce(request.tbsRequest.requestExtensions) };
}

/** The nonce of a request or an answer: 1 to 128 bytes (RFC 9654 §2.1). Throws `ocsp.malformed` for other lengths. */
export function readNonce(extensions: readonly pkijs.Extension[] | undefined): Buffer | undefined {
  const value = extensions?.find((extension) => extension.extnID === OID.ocspNonce)?.extnValue.valueBlock.valueHexView;
  if (value === undefined) return undefined;
  const inner = readAsn1(value, "ocsp.malformed");
  const nonce = "valueHexView" in inner.valueBlock ? Buffer.from(inner.valueBlock.valueHexView as Uint8Array) : Buffer.alloc(0);
  if (nonce.length < 1 || nonce.length > 128) throw new TrustError("ocsp.malformed", `nonce of ${nonce.length} bytes`);
  return nonce;
}
