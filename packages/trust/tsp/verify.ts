import { createHash } from "node:crypto";
import * as asn1js from "asn1js";
import * as pkijs from "pkijs";
import { integer } from "../asn1/der.ts";
import { OID } from "../asn1/oids.ts";
import { type AsnNode, childrenOf, encodingOf, octetsOf, oidOf, readAsn1, serialHexOf, smallIntegerOf } from "../asn1/read.ts";
import { attempt, type Outcome, TrustError } from "../codes.ts";
import { hashByOid, verifySignature } from "../keys/algorithms.ts";
import { type Certificate, parseCertificate } from "../x509/certificate.ts";
import { verifyChain } from "../x509/chain.ts";
import { type Imprint, requireSameImprint } from "./request.ts";

export interface TimestampCheck {
  /** Digest of what was stamped, or the bytes themselves, which are then hashed as the token says. */
  readonly imprint?: Imprint;
  readonly bytes?: Uint8Array;
  readonly roots: readonly Certificate[];
  readonly intermediates?: readonly Certificate[];
  readonly nonce?: Uint8Array;
}

export interface Timestamp {
  readonly genTime: Date;
  readonly serialHex: string;
  readonly policy: string;
  readonly accuracySeconds: number | undefined;
  readonly tsa: Certificate;
}

const malformed = "timestamp.malformed";
const maxBytes = 64 * 1024;

/** The token of a TimeStampResp (RFC 3161 §2.4.2). Codes: `timestamp.refused` with the authority's words, `timestamp.malformed`. */
export const tokenOfResponse = (response: Uint8Array): Outcome<Buffer> =>
  attempt(() => {
    const [status, token] = childrenOf(readAsn1(response, malformed), malformed);
    const code = smallIntegerOf(childrenOf(status, malformed)[0], malformed);
    if (code > 1) throw new TrustError("timestamp.refused", `status ${code}`);
    if (token === undefined) throw new TrustError(malformed, "granted without a token");
    return encodingOf(token);
  }, malformed);

/**
 * Verifies a time-stamp token: imprint, signature, that the signer's certificate is the one signed over (ESS) and is for time
 * stamping only, and its chain at the time in the token. Codes: `timestamp.*`; a broken chain shows as its own `chain.*` code.
 */
export const verifyTimestamp = (token: Uint8Array, check: TimestampCheck): Outcome<Timestamp> =>
  attempt(() => readVerified(token, check), malformed);

function readVerified(token: Uint8Array, check: TimestampCheck): Timestamp {
  const { signed, certificates } = openToken(token);
  const content = octetsOf(signed.encapContentInfo.eContent, malformed);
  const info = new pkijs.TSTInfo({ schema: readAsn1(content, malformed) });
  const hash = hashByOid(info.messageImprint.hashAlgorithm.algorithmId);
  if (hash === undefined) throw new TrustError("timestamp.imprint", "digest algorithm");
  const digest = check.bytes ? createHash(hash).update(check.bytes).digest() : check.imprint?.digest;
  if (digest === undefined) throw new RangeError("verifyTimestamp needs the imprint or the bytes");
  const found = { hash, digest: octetsOf(info.messageImprint.hashedMessage, malformed) };
  requireSameImprint({ hash: check.bytes ? hash : (check.imprint?.hash ?? hash), digest }, found);
  if (check.nonce && !(info.nonce && encodingOf(info.nonce).equals(integer(check.nonce))))
    throw new TrustError("timestamp.nonce");
  const tsa = verifySigner(signed, content, [...certificates, ...(check.intermediates ?? [])]);
  const intermediates = [...certificates, ...(check.intermediates ?? [])];
  const chain = verifyChain(tsa, { roots: check.roots, intermediates, at: info.genTime, use: "tsa" });
  if (!chain.ok) throw new TrustError(chain.code === "chain.wrong-usage" ? "timestamp.not-a-tsa" : chain.code, chain.detail);
  return {
    genTime: info.genTime,
    serialHex: serialHexOf(info.serialNumber),
    policy: info.policy,
    accuracySeconds: info.accuracy?.seconds,
    tsa,
  };
}

function openToken(token: Uint8Array): { signed: pkijs.SignedData; certificates: Certificate[] } {
  if (token.length > maxBytes) throw new TrustError(malformed, "too large");
  const [type, content] = childrenOf(readAsn1(token, malformed), malformed);
  if (oidOf(type, malformed) !== OID.cmsSignedData) throw new TrustError(malformed, "not signed data");
  const node = childrenOf(content, malformed)[0];
  if (node === undefined) throw new TrustError(malformed, "no content");
  const signed = new pkijs.SignedData({ schema: node });
  if (signed.encapContentInfo.eContentType !== OID.tstInfo) throw new TrustError(malformed, "not a TSTInfo");
  // [0] IMPLICIT CertificateSet; other kinds of certificates than X.509 have their own tags and are passed over.
  const set = childrenOf(node, malformed).find((child) => child.idBlock.tagClass === 3 && child.idBlock.tagNumber === 0);
  const members = set ? childrenOf(set, malformed) : [];
  if (members.length > 16) throw new TrustError(malformed, "too many certificates");
  return {
    signed,
    certificates: members
      .filter((member) => member instanceof asn1js.Sequence)
      .map((member) => parseCertificate(encodingOf(member))),
  };
}

/** CMS §5.4-5.6 for the one signer that RFC 3161 allows. */
function verifySigner(signed: pkijs.SignedData, content: Buffer, candidates: readonly Certificate[]): Certificate {
  const [signer, ...others] = signed.signerInfos;
  if (signer === undefined || others.length > 0 || !signer.signedAttrs)
    throw new TrustError(malformed, "needs one signer with attributes");
  const digestName = hashByOid(signer.digestAlgorithm.algorithmId);
  if (digestName === undefined) throw new TrustError("timestamp.bad-signature", "digest algorithm");
  const attributeValue = (type: string): AsnNode | undefined => {
    const found = signer.signedAttrs?.attributes.filter((attribute) => attribute.type === type) ?? [];
    const values: readonly AsnNode[] = found.length === 1 ? (found[0]?.values ?? []) : [];
    return values[0];
  };
  const contentType = attributeValue(OID.contentType);
  if (!contentType || oidOf(contentType, malformed) !== OID.tstInfo)
    throw new TrustError("timestamp.bad-signature", "content type");
  const messageDigest = attributeValue(OID.messageDigest);
  const actual = createHash(digestName).update(content).digest();
  if (!messageDigest || !octetsOf(messageDigest, malformed).equals(actual))
    throw new TrustError("timestamp.bad-signature", "message digest");
  const tsa = certificateSignedOver(attributeValue(OID.signingCertificateV2), attributeValue(OID.signingCertificate), candidates);
  const attributes = Buffer.from(signer.signedAttrs.encodedValue);
  const signature = octetsOf(signer.signature, malformed);
  if (!verifySignature(signer.signatureAlgorithm.algorithmId, tsa.publicKey, attributes, signature, digestName)) {
    throw new TrustError("timestamp.bad-signature");
  }
  return tsa;
}

/** The certificate whose hash the ESS attribute holds: v2 (RFC 5035, default SHA-256) or the older SHA-1 form (RFC 2634). */
function certificateSignedOver(
  v2: AsnNode | undefined,
  v1: AsnNode | undefined,
  candidates: readonly Certificate[],
): Certificate {
  const attribute = v2 ?? v1;
  if (attribute === undefined) throw new TrustError("timestamp.bad-signature", "no signing certificate attribute");
  const parts = childrenOf(childrenOf(childrenOf(attribute, malformed)[0], malformed)[0], malformed);
  const named = v2 && parts[0] instanceof asn1js.Sequence;
  const hash = v2 ? (named ? hashByOid(oidOf(childrenOf(parts[0], malformed)[0], malformed)) : "sha256") : "sha1";
  const digest = octetsOf(parts[named ? 1 : 0], malformed);
  const tsa = hash && candidates.find((certificate) => createHash(hash).update(certificate.der).digest().equals(digest));
  if (!tsa) throw new TrustError("timestamp.bad-signature", "the signing certificate is not there");
  return tsa;
}
