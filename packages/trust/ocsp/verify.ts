import { createHash } from "node:crypto";
import * as asn1js from "asn1js";
import * as pkijs from "pkijs";
import { OID } from "../asn1/oids.ts";
import { childrenOf, octetsOf, oidOf, readAsn1, smallIntegerOf } from "../asn1/read.ts";
import { attempt, type Outcome, TrustError } from "../codes.ts";
import { verifySignature } from "../keys/algorithms.ts";
import { type Certificate, parseCertificateNodes } from "../x509/certificate.ts";
import { verifyChain } from "../x509/chain.ts";
import { type RevocationReason, revocationReasons } from "../x509/crl.ts";
import type { CertificateStatus } from "./answer.ts";
import { partsOf, serialUnder } from "./cert-id.ts";
import { readNonce } from "./request.ts";

export interface OcspCheck {
  readonly certificate: Certificate;
  readonly issuer: Certificate;
  /** The moment for which the answer must be fresh; for an archived answer its own production time is the right one: leave it out. */
  readonly now?: Date;
  /** Oldest acceptable thisUpdate; default 24 hours. Only with `now`. */
  readonly maxAgeSeconds?: number;
  /** Tolerated difference of clocks; default 60 s. */
  readonly skewSeconds?: number;
  /** The nonce of the request, if there was one. */
  readonly nonce?: Uint8Array;
}

export interface OcspAnswer {
  readonly status: CertificateStatus;
  readonly producedAt: Date;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date | undefined;
  readonly responder: Certificate;
}

/**
 * Verifies an OCSPResponse in DER: signature, the responder's right to answer for the issuer, that it is about this certificate,
 * freshness, nonce. `revoked` and `unknown` are answers, not errors: `requireGood` turns them into codes. Codes: `ocsp.*`.
 */
export const verifyOcsp = (response: Uint8Array, check: OcspCheck): Outcome<OcspAnswer> =>
  attempt(() => readVerified(response, check), "ocsp.malformed");

/** The answer if it says good; otherwise `ocsp.revoked` or `ocsp.unknown`. With `at`, a later revocation does not count. */
export function requireGood(answer: OcspAnswer, at?: Date): OcspAnswer {
  const { status } = answer;
  if (status.status === "unknown") throw new TrustError("ocsp.unknown");
  if (status.status === "revoked" && !(at && status.at > at)) throw new TrustError("ocsp.revoked", status.at.toISOString());
  return answer;
}

const maxBytes = 64 * 1024;

function readVerified(response: Uint8Array, check: OcspCheck): OcspAnswer {
  const basicNode = basicResponseOf(response);
  const basic = new pkijs.BasicOCSPResponse({ schema: basicNode });
  const data = basic.tbsResponseData;
  const [, , , certificates] = childrenOf(basicNode, "ocsp.malformed");
  const carried = certificates
    ? parseCertificateNodes(childrenOf(childrenOf(certificates, "ocsp.malformed")[0], "ocsp.malformed"))
    : [];
  const responder = findResponder(data, carried, check.issuer);
  const signature = new Uint8Array(basic.signature.valueBlock.valueHexView);
  if (!verifySignature(basic.signatureAlgorithm.algorithmId, responder.publicKey, data.tbsView, signature)) {
    throw new TrustError("ocsp.bad-signature");
  }
  authorise(responder, check.issuer, data.producedAt);
  const single = data.responses.find((item) => serialUnder(check.issuer, partsOf(item.certID)) === check.certificate.serialHex);
  if (single === undefined) throw new TrustError("ocsp.other-certificate");
  if (check.nonce && !readNonce(data.responseExtensions)?.equals(check.nonce)) throw new TrustError("ocsp.nonce");
  checkFreshness(single, data.producedAt, check);
  return {
    status: readStatus(single.certStatus as unknown),
    producedAt: data.producedAt,
    thisUpdate: single.thisUpdate,
    nextUpdate: single.nextUpdate,
    responder,
  };
}

function basicResponseOf(response: Uint8Array): asn1js.AsnType {
  if (response.length > maxBytes) throw new TrustError("ocsp.malformed", "too large");
  const [status, body] = childrenOf(readAsn1(response, "ocsp.malformed"), "ocsp.malformed");
  const code = smallIntegerOf(status, "ocsp.malformed");
  if (code !== 0) throw new TrustError("ocsp.refused", `response status ${code}`);
  const [type, bytes] = childrenOf(childrenOf(body, "ocsp.malformed")[0], "ocsp.malformed");
  if (oidOf(type, "ocsp.malformed") !== OID.ocspBasic) throw new TrustError("ocsp.malformed", "not a basic response");
  return readAsn1(octetsOf(bytes, "ocsp.malformed"), "ocsp.malformed");
}

/** The certificate that the ResponderID names, by key hash or by name, among those carried along and the issuer's own. */
function findResponder(data: pkijs.ResponseData, carried: readonly Certificate[], issuer: Certificate): Certificate {
  const id: unknown = data.responderID;
  const named = [issuer, ...carried].find((certificate) =>
    id instanceof asn1js.OctetString
      ? createHash("sha1").update(certificate.publicKeyBits).digest().equals(octetsOf(id, "ocsp.malformed"))
      : id instanceof pkijs.RelativeDistinguishedNames && certificate.subjectDer.equals(Buffer.from(id.valueBeforeDecode)),
  );
  if (named === undefined) throw new TrustError("ocsp.responder-not-authorised", "no certificate of the responder");
  return named;
}

/** RFC 6960 §4.2.2.2: the issuer itself, or a delegate whose certificate the issuer signed directly for OCSP signing. */
function authorise(responder: Certificate, issuer: Certificate, at: Date): void {
  if (responder.fingerprint === issuer.fingerprint) return;
  const chain = verifyChain(responder, { roots: [issuer], at, use: "ocsp" });
  if (!chain.ok) throw new TrustError("ocsp.responder-not-authorised", chain.code);
  if (chain.value.length !== 2) throw new TrustError("ocsp.responder-not-authorised", "not issued by the issuer itself");
}

/** RFC 6960 §3.2 items 5 and 6. */
function checkFreshness(single: pkijs.SingleResponse, producedAt: Date, check: OcspCheck): void {
  const skew = (check.skewSeconds ?? 60) * 1000;
  const at = (check.now ?? producedAt).getTime();
  if (single.thisUpdate.getTime() > at + skew) throw new TrustError("ocsp.not-fresh", "thisUpdate is in the future");
  if (single.nextUpdate && single.nextUpdate.getTime() < at - skew)
    throw new TrustError("ocsp.not-fresh", "nextUpdate has passed");
  if (check.now && single.thisUpdate.getTime() < at - skew - (check.maxAgeSeconds ?? 86_400) * 1000) {
    throw new TrustError("ocsp.not-fresh", "thisUpdate is too old");
  }
}

const reasonNames = new Map<number, RevocationReason>(
  (Object.keys(revocationReasons) as RevocationReason[]).map((name) => [revocationReasons[name], name]),
);

function readStatus(node: unknown): CertificateStatus {
  if (!(node instanceof asn1js.BaseBlock)) throw new TrustError("ocsp.malformed", "status");
  const tag = node.idBlock.tagNumber;
  if (tag === 0) return { status: "good" };
  if (tag !== 1) return { status: "unknown" };
  const [time, reason] = childrenOf(node as asn1js.AsnType, "ocsp.malformed");
  if (!(time instanceof asn1js.GeneralizedTime)) throw new TrustError("ocsp.malformed", "time of revocation");
  const number = reason ? smallIntegerOf(childrenOf(reason, "ocsp.malformed")[0], "ocsp.malformed") : undefined;
  const name = number === undefined ? undefined : reasonNames.get(number);
  return { status: "revoked", at: time.toDate(), ...(name ? { reason: name } : {}) };
}
