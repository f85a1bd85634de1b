import { createHash } from "node:crypto";
import { bitString, enumerated, generalizedTime, octetString, oid, sequence, tagged, taggedPrimitive } from "../asn1/der.ts";
import { OID } from "../asn1/oids.ts";
import { TrustError } from "../codes.ts";
import { signatureAlgorithms } from "../keys/algorithms.ts";
import type { Certificate } from "../x509/certificate.ts";
import { type RevocationReason, revocationReasons } from "../x509/crl.ts";
import type { Identity } from "../x509/issue.ts";
import { encodeCertId, serialUnder } from "./cert-id.ts";
import { nonceExtension, type OcspRequestParts, parseOcspRequest } from "./request.ts";

/** What an authority knows about a serial number. */
export type CertificateStatus =
  | { readonly status: "good" }
  | { readonly status: "unknown" }
  | { readonly status: "revoked"; readonly at: Date; readonly reason?: RevocationReason };

export interface Responder {
  readonly issuer: Certificate;
  /** The issuer itself or one to whom it delegated with a certificate of profile `ocsp`. */
  readonly responder: Identity;
  readonly now: Date;
  /** Maximum age of a cached answer; default 10 minutes. */
  readonly validSeconds?: number;
}

export interface OcspResponder extends Responder {
  /** Looks up a serial number of this issuer (lower-case hex without leading zeros). */
  readonly lookup: (serialHex: string) => CertificateStatus | Promise<CertificateStatus>;
  /** Told of an answer to one question without a nonce: it may be given again to all who ask the same (RFC 5019). */
  readonly reusable?: (serialHex: string, answer: Buffer) => void;
}

/** OCSPResponseStatus of requests that get no signed answer (RFC 6960 §4.2.1). */
const malformedRequest = (): Buffer => sequence(enumerated(1));

/**
 * Answers a request in DER. Unreadable requests get the unsigned answer `malformedRequest`, other issuers' certificates `unknown`. Of
 * several services the one answers whose issuer the request names; a request about two issuers is answered for the first.
 */
export async function answerOcsp(request: Uint8Array, services: OcspResponder | readonly OcspResponder[]): Promise<Buffer> {
  let parts: OcspRequestParts;
  try {
    parts = parseOcspRequest(request);
  } catch (error) {
    if (error instanceof TrustError) return malformedRequest();
    throw error;
  }
  const all = [services].flat() as OcspResponder[];
  const service = all.find(({ issuer }) => parts.ids.some((id) => serialUnder(issuer, id) !== undefined)) ?? all[0];
  if (!service) throw new RangeError("no service answers");
  const singles = await Promise.all(
    parts.ids.map(async (id) => {
      const serialHex = serialUnder(service.issuer, id);
      const status: CertificateStatus = serialHex === undefined ? { status: "unknown" } : await service.lookup(serialHex);
      return singleResponse(id.der, status, service);
    }),
  );
  const answer = await signAnswer(singles, service, parts.nonce);
  const serialHex = parts.ids.length === 1 && !parts.nonce ? serialUnder(service.issuer, parts.ids[0]!) : undefined;
  if (serialHex !== undefined) service.reusable?.(serialHex, answer);
  return answer;
}

/** Signs an answer for one serial number without a request and without a nonce: for stapling and for caches (RFC 5019). */
export const presignOcsp = (serialHex: string, status: CertificateStatus, responder: Responder): Promise<Buffer> =>
  signAnswer([singleResponse(encodeCertId(responder.issuer, serialHex), status, responder)], responder);

function singleResponse(certId: Buffer, status: CertificateStatus, { now, validSeconds = 600 }: Responder): Buffer {
  const nextUpdate = new Date(now.getTime() + validSeconds * 1000);
  return sequence(certId, encodeStatus(status), generalizedTime(now), tagged(0, generalizedTime(nextUpdate)));
}

function encodeStatus(status: CertificateStatus): Buffer {
  switch (status.status) {
    case "good":
      return taggedPrimitive(0);
    case "unknown":
      return taggedPrimitive(2);
    case "revoked":
      return status.reason === undefined
        ? tagged(1, generalizedTime(status.at))
        : tagged(1, generalizedTime(status.at), tagged(0, enumerated(revocationReasons[status.reason])));
  }
}

/** What every answer of a responder has in common: its name, and its certificate where it is a delegate. */
const ownParts = new WeakMap<Certificate, { name: Buffer; certificates: Buffer }>();
function partsOf(certificate: Certificate): { name: Buffer; certificates: Buffer } {
  const known = ownParts.get(certificate);
  if (known) return known;
  const keyHash = createHash("sha1").update(certificate.publicKeyBits).digest();
  const parts = { name: tagged(2, octetString(keyHash)), certificates: tagged(0, sequence(certificate.der)) };
  ownParts.set(certificate, parts);
  return parts;
}

/** BasicOCSPResponse: responder named by the SHA-1 of its key as §4.2.1 prescribes; a delegate's certificate travels along. */
async function signAnswer(
  singles: readonly Buffer[],
  { responder, issuer, now }: Responder,
  nonce?: Uint8Array,
): Promise<Buffer> {
  const { certificate, signer } = responder;
  const { name, certificates } = partsOf(certificate);
  const parts = [name, generalizedTime(now), sequence(...singles)];
  const tbs = nonce ? sequence(...parts, tagged(1, sequence(nonceExtension(nonce)))) : sequence(...parts);
  const delegated = certificate.fingerprint !== issuer.fingerprint;
  const basic = sequence(
    tbs,
    signatureAlgorithms[signer.algorithm].identifier,
    bitString(await signer.sign(tbs)),
    ...(delegated ? [certificates] : []),
  );
  return sequence(enumerated(0), tagged(0, sequence(oid(OID.ocspBasic), octetString(basic))));
}
