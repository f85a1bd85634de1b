import type * as pkijs from "pkijs";
import { octetString, oid, sequence, tagged } from "../asn1/der.ts";
import { OID } from "../asn1/oids.ts";
import { readAsn1 } from "../asn1/read.ts";
import { type Element, elementAt, elementsIn, elementsOf } from "../asn1/scan.ts";
import { TrustError } from "../codes.ts";
import type { Certificate } from "../x509/certificate.ts";
import { type CertIdHash, type CertIdParts, encodeCertId, readCertId } from "./cert-id.ts";

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
  readonly ids: readonly CertIdParts[];
  readonly nonce: Buffer | undefined;
}

/** A request asks for few certificates; more is a way to make us sign long answers. */
const maxQuestions = 16;
const maxBytes = 16 * 1024;
const malformed = "ocsp.malformed";
const [sequenceTag, octetsTag, oidTag, extensionsTag] = [0x30, 0x04, 0x06, 0xa2];
const nonceOid = oid(OID.ocspNonce);

/** Reads a request, without a general parser: a responder reads one for each signature that it makes. Throws `ocsp.malformed`. */
export function parseOcspRequest(bytes: Uint8Array): OcspRequestParts {
  if (bytes.length > maxBytes) throw new TrustError(malformed, "too large");
  const der = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const whole = elementAt(der, malformed);
  if (whole.der.length !== der.length) throw new TrustError(malformed, "bytes after the end");
  const tbs = elementsOf(elementsOf(whole, sequenceTag, malformed)[0], sequenceTag, malformed);
  // version [0] and the name of the requestor [1] may stand before the list
  const list = elementsOf(
    tbs.find(({ tag }) => tag === sequenceTag),
    sequenceTag,
    malformed,
  );
  if (list.length === 0 || list.length > maxQuestions) throw new TrustError(malformed, `${list.length} questions`);
  const ids = list.map((question) => readCertId(elementsOf(question, sequenceTag, malformed)[0]));
  return { ids, nonce: nonceIn(tbs.find(({ tag }) => tag === extensionsTag)) };
}

function nonceIn(extensions: Element | undefined): Buffer | undefined {
  if (!extensions) return undefined;
  for (const extension of elementsOf(elementsIn(extensions.content, malformed)[0], sequenceTag, malformed)) {
    const parts = elementsOf(extension, sequenceTag, malformed);
    if (parts[0]?.tag !== oidTag || !parts[0].der.equals(nonceOid)) continue;
    const value = parts.at(-1)!;
    if (value.tag !== octetsTag) throw new TrustError(malformed, "nonce");
    const inner = elementAt(value.content, malformed);
    return checkedNonce(inner.tag === octetsTag ? inner.content : Buffer.alloc(0));
  }
  return undefined;
}

/** The nonce of a request or an answer: 1 to 128 bytes (RFC 9654 §2.1). Throws `ocsp.malformed` for other lengths. */
export function readNonce(extensions: readonly pkijs.Extension[] | undefined): Buffer | undefined {
  const value = extensions?.find((extension) => extension.extnID === OID.ocspNonce)?.extnValue.valueBlock.valueHexView;
  if (value === undefined) return undefined;
  const inner = readAsn1(value, "ocsp.malformed");
  const nonce = "valueHexView" in inner.valueBlock ? Buffer.from(inner.valueBlock.valueHexView as Uint8Array) : Buffer.alloc(0);
  return checkedNonce(nonce);
}

function checkedNonce(nonce: Buffer): Buffer {
  if (nonce.length < 1 || nonce.length > 128) throw new TrustError("ocsp.malformed", `nonce of ${nonce.length} bytes`);
  return nonce;
}
