import { createHash, type KeyObject } from "node:crypto";
import * as asn1js from "asn1js";
import * as pkijs from "pkijs";

/**
 * Packages as CMS SignedData with their content inside (RFC 5652), as shops have always signed what they send. The registered certificate
 * identifies the signer; a chain adds nothing to that.
 */
export type SignedPackage = { readonly content: Buffer; readonly certificateSha256: string };

const dataType = "1.2.840.113549.1.7.1";
const signedType = "1.2.840.113549.1.7.2";

/** The content and the signer's certificate of a package with a valid signature; undefined for any other bytes. */
export async function openSignedPackage(bytes: Uint8Array, now: Date): Promise<SignedPackage | undefined> {
  try {
    const info = pkijs.ContentInfo.fromBER(Uint8Array.from(bytes).buffer);
    if (info.contentType !== signedType) return undefined;
    const signed = new pkijs.SignedData({ schema: info.content });
    const certificates = signed.certificates ?? [];
    if (signed.signerInfos.length !== 1 || certificates.length === 0 || signed.encapContentInfo.eContentType !== dataType)
      return undefined;
    const { signerCertificate, signatureVerified } = await signed.verify({ signer: 0, checkChain: false, extendedMode: true });
    if (!signatureVerified || !signerCertificate) return undefined;
    if (now < signerCertificate.notBefore.value || now > signerCertificate.notAfter.value) return undefined;
    const content = signed.encapContentInfo.eContent;
    if (!content) return undefined;
    const der = Buffer.from(signerCertificate.toSchema(true).toBER(false));
    return { content: Buffer.from(content.getValue()), certificateSha256: sha256(der) };
  } catch {
    return undefined; // not a signed package, for whatever reason
  }
}

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** Signs a package with an ECDSA P-256 or RSA key. */
export async function signPackage(content: Uint8Array, certificateDer: Uint8Array, key: KeyObject): Promise<Buffer> {
  const certificate = pkijs.Certificate.fromBER(Uint8Array.from(certificateDer).buffer);
  const digest = createHash("sha256").update(content).digest();
  const attributes = [
    new pkijs.Attribute({ type: "1.2.840.113549.1.9.3", values: [new asn1js.ObjectIdentifier({ value: dataType })] }),
    new pkijs.Attribute({
      type: "1.2.840.113549.1.9.4",
      values: [new asn1js.OctetString({ valueHex: Uint8Array.from(digest).buffer })],
    }),
  ];
  const signed = new pkijs.SignedData({
    version: 1,
    encapContentInfo: new pkijs.EncapsulatedContentInfo({
      eContentType: dataType,
      eContent: new asn1js.OctetString({ valueHex: Uint8Array.from(content).buffer }),
    }),
    signerInfos: [
      new pkijs.SignerInfo({
        version: 1,
        sid: new pkijs.IssuerAndSerialNumber({ issuer: certificate.issuer, serialNumber: certificate.serialNumber }),
        signedAttrs: new pkijs.SignedAndUnsignedAttributes({ type: 0, attributes }),
      }),
    ],
    certificates: [certificate],
  });
  const algorithm =
    key.asymmetricKeyType === "rsa" ? { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" } : { name: "ECDSA", namedCurve: "P-256" };
  const pkcs8 = Uint8Array.from(key.export({ type: "pkcs8", format: "der" })).buffer;
  const webKey = await crypto.subtle.importKey("pkcs8", pkcs8, algorithm, false, ["sign"]);
  await signed.sign(webKey, 0, "SHA-256", undefined as never);
  const info = new pkijs.ContentInfo({ contentType: signedType, content: signed.toSchema(true) });
  return Buffer.from(info.toSchema().toBER(false));
}
