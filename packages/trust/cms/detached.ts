import { OID } from "../asn1/oids.ts";
import { encodingOf } from "../asn1/read.ts";
import { attempt, type Outcome } from "../codes.ts";
import type { HashName } from "../keys/algorithms.ts";
import type { Certificate } from "../x509/certificate.ts";
import { type CmsCodes, type CmsSigner, openSignedData, verifySigner } from "./signed-data.ts";

/** A detached CAdES signature that holds: who signed, with which certificates along, and the token over the signature, if there is one. */
export type DetachedSignature = CmsSigner & { certificates: Certificate[]; timestampToken: Buffer | undefined };

const codes: CmsCodes = { malformed: "cms.malformed", badSignature: "cms.bad-signature" };

/**
 * Verifies a detached CMS signature of the kind CAdES (ETSI EN 319 122-1), as PDF files carry it: one signer, the digest of the content,
 * the certificate named by its hash. Chain, time and status are for the caller. Codes: `cms.malformed`, `cms.bad-signature`.
 */
export const verifyDetached = (cms: Uint8Array, digestOf: (hash: HashName) => Buffer): Outcome<DetachedSignature> =>
  attempt(() => {
    const { signed, certificates } = openSignedData(cms, OID.cmsData, codes);
    const signer = verifySigner(signed, { contentType: OID.cmsData, digestOf, candidates: certificates, codes });
    const tokens = (signed.signerInfos[0]?.unsignedAttrs?.attributes ?? []).filter(({ type }) => type === OID.timestampToken);
    const token = tokens.length === 1 ? tokens[0]?.values[0] : undefined;
    return { ...signer, certificates, timestampToken: token && encodingOf(token) };
  }, "cms.malformed");
