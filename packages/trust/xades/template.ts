import { inclusiveC14n, NS, signedPropertiesType } from "./algorithms.ts";

/**
 * Our signatures are written in canonical form from the start: attributes sorted, no empty-element tags, no white space, all
 * namespaces declared at the root. So the canonical bytes of a part (inclusive C14N 1.0, §2.3 for document subsets) are the same text
 * with the namespaces in scope put on its first element, and nothing has to be canonicalised, neither to sign nor to verify.
 */

const scope = ` xmlns:asic="${NS.asic}" xmlns:ds="${NS.ds}" xmlns:xades="${NS.xades}"`;

export interface TemplateFile {
  /** Percent-encoded name relative to the container's root. */
  readonly uri: string;
  readonly mime: string;
  readonly digestBase64: string;
}

/** Everything variable in one of our signatures; no text contains `<`, `>`, `&` or quotes (callers guarantee it). */
export interface TemplateFields {
  readonly digestMethod: string;
  readonly signatureMethod: string;
  readonly files: readonly TemplateFile[];
  readonly signedPropertiesDigest: string;
  readonly signatureValue: string;
  readonly certificateBase64: string;
  readonly certificateDigest: string;
  /** `2026-11-22T02:41:00Z` */
  readonly signingTime: string;
}

const digestMethod = (uri: string): string => `<ds:DigestMethod Algorithm="${uri}"></ds:DigestMethod>`;
const digestValue = (base64: string): string => `<ds:DigestValue>${base64}</ds:DigestValue>`;

/** SignedProperties of XAdES-B-B: time, certificate, and the media type of each file (EN 319 132-1 §6.3). */
function signedProperties(fields: TemplateFields, namespaces: string): string {
  const formats = fields.files.map(
    ({ mime }, index) =>
      `<xades:DataObjectFormat ObjectReference="#r${index}"><xades:MimeType>${mime}</xades:MimeType></xades:DataObjectFormat>`,
  );
  return (
    `<xades:SignedProperties${namespaces} Id="signed-properties"><xades:SignedSignatureProperties>` +
    `<xades:SigningTime>${fields.signingTime}</xades:SigningTime><xades:SigningCertificateV2><xades:Cert><xades:CertDigest>` +
    `${digestMethod(fields.digestMethod)}${digestValue(fields.certificateDigest)}` +
    `</xades:CertDigest></xades:Cert></xades:SigningCertificateV2></xades:SignedSignatureProperties>` +
    `<xades:SignedDataObjectProperties>${formats.join("")}</xades:SignedDataObjectProperties></xades:SignedProperties>`
  );
}

function signedInfo(fields: TemplateFields, namespaces: string): string {
  const references = fields.files.map(
    ({ uri, digestBase64 }, index) =>
      `<ds:Reference Id="r${index}" URI="${uri}">${digestMethod(fields.digestMethod)}${digestValue(digestBase64)}</ds:Reference>`,
  );
  return (
    `<ds:SignedInfo${namespaces}><ds:CanonicalizationMethod Algorithm="${inclusiveC14n}"></ds:CanonicalizationMethod>` +
    `<ds:SignatureMethod Algorithm="${fields.signatureMethod}"></ds:SignatureMethod>${references.join("")}` +
    `<ds:Reference Type="${signedPropertiesType}" URI="#signed-properties">` +
    // Named although it is the default for a part of the document: verifiers differ on the default.
    `<ds:Transforms><ds:Transform Algorithm="${inclusiveC14n}"></ds:Transform></ds:Transforms>` +
    `${digestMethod(fields.digestMethod)}${digestValue(fields.signedPropertiesDigest)}</ds:Reference></ds:SignedInfo>`
  );
}

const signatureValue = (base64: string, namespaces: string): string =>
  `<ds:SignatureValue${namespaces} Id="signature-value">${base64}</ds:SignatureValue>`;

export const canonicalSignedProperties = (fields: TemplateFields): string => signedProperties(fields, scope);
export const canonicalSignedInfo = (fields: TemplateFields): string => signedInfo(fields, scope);
/** What a signature time stamp covers (EN 319 132-1 §5.3). */
export const canonicalSignatureValue = (base64: string): string => signatureValue(base64, scope);

export const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
/** Where the unsigned properties of XAdES-B-LT go. */
export const afterSignedProperties = "</xades:QualifyingProperties>";

/** The whole document. */
export const signatureDocument = (fields: TemplateFields): string =>
  `${declaration}<asic:XAdESSignatures${scope}><ds:Signature Id="signature">${signedInfo(fields, "")}` +
  `${signatureValue(fields.signatureValue, "")}<ds:KeyInfo><ds:X509Data>` +
  `<ds:X509Certificate>${fields.certificateBase64}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>` +
  `<ds:Object><xades:QualifyingProperties Target="#signature">${signedProperties(fields, "")}` +
  `${afterSignedProperties}</ds:Object></ds:Signature></asic:XAdESSignatures>`;
