import { createHash } from "node:crypto";
import * as asn1js from "asn1js";
import * as pkijs from "pkijs";
import { OID } from "../asn1/oids.ts";
import { type AsnNode, childrenOf, encodingOf, octetsOf, oidOf, readAsn1 } from "../asn1/read.ts";
import { type TrustCode, TrustError } from "../codes.ts";
import { type HashName, hashByOid, verifySignature } from "../keys/algorithms.ts";
import { type Certificate, parseCertificate } from "../x509/certificate.ts";

/** What unreadable and what untrue structures are called by the standard that uses CMS. */
export type CmsCodes = { malformed: TrustCode; badSignature: TrustCode };
export type OpenedCms = { signed: pkijs.SignedData; certificates: Certificate[] };

const maxCertificates = 16;

/** Reads SignedData (RFC 5652 section 5) of one kind of content. */
export function openSignedData(der: Uint8Array, contentType: string, { malformed }: CmsCodes): OpenedCms {
  const [type, content] = childrenOf(readAsn1(der, malformed), malformed);
  if (oidOf(type, malformed) !== OID.cmsSignedData) throw new TrustError(malformed, "not signed data");
  const node = childrenOf(content, malformed)[0];
  if (node === undefined) throw new TrustError(malformed, "no content");
  const signed = new pkijs.SignedData({ schema: node });
  if (signed.encapContentInfo.eContentType !== contentType) throw new TrustError(malformed, "another kind of content");
  // [0] IMPLICIT CertificateSet; other kinds of certificates than X.509 have their own tags and are passed over.
  const set = childrenOf(node, malformed).find((child) => child.idBlock.tagClass === 3 && child.idBlock.tagNumber === 0);
  const members = set ? childrenOf(set, malformed) : [];
  if (members.length > maxCertificates) throw new TrustError(malformed, "too many certificates");
  return {
    signed,
    certificates: members
      .filter((member) => member instanceof asn1js.Sequence)
      .map((member) => parseCertificate(encodingOf(member))),
  };
}

export type CmsSigner = { certificate: Certificate; signature: Buffer; signingTime: Date | undefined };
type SignerCheck = { contentType: string; digestOf(hash: HashName): Buffer; candidates: readonly Certificate[]; codes: CmsCodes };

/** CMS sections 5.4 to 5.6 for exactly one signer, who names their certificate by its hash (RFC 5035). */
export function verifySigner(signed: pkijs.SignedData, { contentType, digestOf, candidates, codes }: SignerCheck): CmsSigner {
  const { malformed, badSignature } = codes;
  const [signer, ...others] = signed.signerInfos;
  if (signer === undefined || others.length > 0 || !signer.signedAttrs)
    throw new TrustError(malformed, "needs one signer with attributes");
  const digestName = hashByOid(signer.digestAlgorithm.algorithmId);
  if (digestName === undefined) throw new TrustError(badSignature, "digest algorithm");
  const attributeValue = (type: string): AsnNode | undefined => {
    const found = signer.signedAttrs?.attributes.filter((attribute) => attribute.type === type) ?? [];
    const values: readonly AsnNode[] = found.length === 1 ? (found[0]?.values ?? []) : [];
    return values[0];
  };
  const named = attributeValue(OID.contentType);
  if (!named || oidOf(named, malformed) !== contentType) throw new TrustError(badSignature, "content type");
  const messageDigest = attributeValue(OID.messageDigest);
  if (!messageDigest || !octetsOf(messageDigest, malformed).equals(digestOf(digestName)))
    throw new TrustError(badSignature, "message digest");
  const ess = [attributeValue(OID.signingCertificateV2), attributeValue(OID.signingCertificate)] as const;
  const certificate = certificateSignedOver(ess, candidates, codes);
  const attributes = Buffer.from(signer.signedAttrs.encodedValue);
  const signature = octetsOf(signer.signature, malformed);
  if (!verifySignature(signer.signatureAlgorithm.algorithmId, certificate.publicKey, attributes, signature, digestName))
    throw new TrustError(badSignature);
  const time = attributeValue(OID.signingTime);
  const signingTime = time instanceof asn1js.UTCTime || time instanceof asn1js.GeneralizedTime ? time.toDate() : undefined;
  return { certificate, signature, signingTime };
}

/** The certificate whose hash the ESS attribute holds: v2 (RFC 5035, default SHA-256) or the older SHA-1 form (RFC 2634). */
function certificateSignedOver(
  [v2, v1]: readonly [AsnNode | undefined, AsnNode | undefined],
  candidates: readonly Certificate[],
  { malformed, badSignature }: CmsCodes,
): Certificate {
  const attribute = v2 ?? v1;
  if (attribute === undefined) throw new TrustError(badSignature, "no signing certificate attribute");
  const parts = childrenOf(childrenOf(childrenOf(attribute, malformed)[0], malformed)[0], malformed);
  const named = v2 && parts[0] instanceof asn1js.Sequence;
  const hash = v2 ? (named ? hashByOid(oidOf(childrenOf(parts[0], malformed)[0], malformed)) : "sha256") : "sha1";
  const digest = octetsOf(parts[named ? 1 : 0], malformed);
  const found = hash && candidates.find((certificate) => createHash(hash).update(certificate.der).digest().equals(digest));
  if (!found) throw new TrustError(badSignature, "the signing certificate is not there");
  return found;
}
