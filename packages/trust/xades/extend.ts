import { TrustError } from "../codes.ts";
import type { Certificate } from "../x509/certificate.ts";
import { inclusiveC14n } from "./algorithms.ts";
import { afterSignedProperties } from "./template.ts";

export interface LongTermMaterial {
  /** RFC 3161 token over `canonicalValue`; none where a time stamp that many share stands beside the signature. */
  readonly timestampToken?: Uint8Array;
  /** OCSP answer for the signer, produced after the time stamp: it must speak of a moment when the signature existed. */
  readonly ocspResponse: Uint8Array;
  /** Certificates that a verifier needs besides its roots: issuing authority, time stamper, OCSP responder. */
  readonly certificates: readonly Certificate[];
}

/**
 * Adds time stamp, certificates and revocation answer to a XAdES-B-B signature made by `signXades`, which makes it XAdES-B-LT
 * (EN 319 132-1 §6.3): it stays verifiable when the responders and authorities of today are gone. The signed bytes do not change.
 * Throws `xades.structure` when the document is not such a signature or is extended already.
 */
export function extendToLT(xml: string, material: LongTermMaterial): string {
  const at = xml.indexOf(afterSignedProperties);
  if (at < 0 || !xml.slice(0, at).endsWith("</xades:SignedProperties>"))
    throw new TrustError("xades.structure", "not a plain B-B signature");
  return xml.slice(0, at) + unsignedProperties(material) + xml.slice(at);
}

function unsignedProperties({ timestampToken, ocspResponse, certificates }: LongTermMaterial): string {
  const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");
  const values = certificates.map(
    (certificate) => `<xades:EncapsulatedX509Certificate>${base64(certificate.der)}</xades:EncapsulatedX509Certificate>`,
  );
  const stamp =
    timestampToken &&
    `<xades:SignatureTimeStamp Id="signature-time-stamp">` +
      `<ds:CanonicalizationMethod Algorithm="${inclusiveC14n}"></ds:CanonicalizationMethod>` +
      `<xades:EncapsulatedTimeStamp>${base64(timestampToken)}</xades:EncapsulatedTimeStamp></xades:SignatureTimeStamp>`;
  return (
    `<xades:UnsignedProperties><xades:UnsignedSignatureProperties>${stamp ?? ""}` +
    `<xades:CertificateValues>${values.join("")}</xades:CertificateValues>` +
    `<xades:RevocationValues><xades:OCSPValues><xades:EncapsulatedOCSPValue>${base64(ocspResponse)}</xades:EncapsulatedOCSPValue>` +
    `</xades:OCSPValues></xades:RevocationValues></xades:UnsignedSignatureProperties></xades:UnsignedProperties>`
  );
}
