import { type Certificate, formatName, type HashName, type Signer } from "@troad/trust";
import { digest, digestUris, hashOfAlgorithm, signatureUris } from "../crypto/algorithms.ts";
import { escapeXml } from "../xml/write.ts";
import { rawEcdsa } from "./ecdsa.ts";

/** A file by its address, `/message.xml`, `/attachment1` or `/sig-hashchainresult.xml`, and its digest. */
export interface SignedFile {
  readonly uri: string;
  readonly digest: Uint8Array;
}

export interface XroadSignatureRequest {
  readonly files: readonly SignedFile[];
  readonly signer: Signer;
  readonly certificate: Certificate;
  readonly signingTime: Date;
  /** Status answers for the certificate and those below the approved authority, fetched before signing as X-Road does. */
  readonly ocspResponses: readonly Uint8Array[];
  readonly intermediates?: readonly Certificate[];
  /**
   * Algorithm of the files' digests; default that of the signature. In messages it has to be the one that `x-hash-algorithm` names:
   * a receiver hashes a body as it comes, by that one alone.
   */
  readonly digest?: HashName;
}

export interface XroadSignature {
  readonly xml: string;
  /** What a time stamp of its own is over: the bytes of the value, not its element. */
  readonly signatureValue: Buffer;
}

/** The signature policy that X-Road names: profile for high-performance digital signatures 1.2, and the SHA-512 of its text. */
const policy = {
  id: "urn:oid:1.3.6.1.4.1.3516.16.2",
  address: "https://repo.cyber.ee/dsig-profile-1.2.pdf",
  sha512: "BuO0EDNfkxSVlUbxCzmQPzX1AUF1/xx9ytWHk3/6SAOePxQiniEfDYk+90QeYb3lWpV3Izhuz9fKaYyE+lTcXw==",
};

const inclusiveC14n = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315";
/** In the order of canonical XML, by prefix: signed parts are written in the form in which they are hashed. */
const scope =
  ' xmlns:asic="http://uri.etsi.org/02918/v1.2.1#" xmlns:ds="http://www.w3.org/2000/09/xmldsig#" xmlns:xades="http://uri.etsi.org/01903/v1.3.2#"';

const tag = (name: string, content: string, attributes = ""): string => `<${name}${attributes}>${content}</${name}>`;
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");
const method = (name: string, uri: string): string => tag(name, "", ` Algorithm="${uri}"`);
const digestOf = (hash: HashName, value: string): string =>
  method("ds:DigestMethod", digestUris[hash]) + tag("ds:DigestValue", value);

/** The same element as it is hashed: with the namespaces that it inherits. */
const canonical = (element: string): Buffer =>
  Buffer.from(
    element.replace(/^<[\w:]+/, (start) => start + scope),
    "utf8",
  );

/**
 * Signs a message or a batch in X-Road's form of XAdES, for receivers that are X-Road (direct references to attachments need 7.6).
 * Throws RangeError without `/message.xml` and without a chain's result.
 */
export async function signXroad(request: XroadSignatureRequest): Promise<XroadSignature> {
  const { files, signer } = request;
  if (!files.some(({ uri }) => uri === "/message.xml" || uri === "/sig-hashchainresult.xml"))
    throw new RangeError("neither a message nor the result of a hash chain is signed");
  const hash = request.digest ?? hashOfAlgorithm(signer.algorithm);
  const properties = signedProperties(request, hash);
  const reference = (index: number, attributes: string, value: string): string =>
    tag("ds:Reference", digestOf(hash, value), ` Id="signature-reference-${index}"${attributes}`);
  const info = tag(
    "ds:SignedInfo",
    method("ds:CanonicalizationMethod", inclusiveC14n) +
      method("ds:SignatureMethod", signatureUris[signer.algorithm]) +
      files.map(({ uri, digest: value }, index) => reference(index + 1, ` URI="${escapeXml(uri)}"`, base64(value))).join("") +
      reference(
        0,
        ' Type="http://uri.etsi.org/01903#SignedProperties" URI="#signed-properties"',
        base64(digest(hash, canonical(properties))),
      ),
  );
  const der = await signer.sign(canonical(info));
  const signatureValue = signer.algorithm.startsWith("ES") ? rawEcdsa(der, signer.publicKey) : Buffer.from(der);
  const qualifying = tag("xades:QualifyingProperties", properties + unsignedProperties(request), ' Target="#signature"');
  const signature =
    info +
    tag("ds:SignatureValue", base64(signatureValue), ' Id="signature-value"') +
    tag("ds:KeyInfo", tag("ds:X509Data", tag("ds:X509Certificate", base64(request.certificate.der)))) +
    tag("ds:Object", qualifying);
  const root = tag("asic:XAdESSignatures", tag("ds:Signature", signature, ' Id="signature"'), scope);
  return { xml: `<?xml version="1.0" encoding="UTF-8"?>\n${root}\n`, signatureValue };
}

/** SigningTime, the certificate by digest and serial, the policy; each file as text/xml, which X-Road writes whatever it is. */
function signedProperties({ certificate, signingTime, files }: XroadSignatureRequest, hash: HashName): string {
  const certDigest = tag("xades:CertDigest", digestOf(hash, digest(hash, certificate.der).toString("base64")));
  const issuer =
    tag("ds:X509IssuerName", escapeXml(formatName(certificate.issuer))) +
    tag("ds:X509SerialNumber", BigInt(`0x${certificate.serialHex}`).toString());
  const policyId = tag("xades:SigPolicyId", tag("xades:Identifier", policy.id, ' Qualifier="OIDAsURN"'));
  const qualifier = tag("xades:SigPolicyQualifier", tag("xades:SPURI", policy.address));
  const policyProperty = tag(
    "xades:SignaturePolicyId",
    policyId + tag("xades:SigPolicyHash", digestOf("sha512", policy.sha512)) + tag("xades:SigPolicyQualifiers", qualifier),
  );
  const signature =
    tag("xades:SigningTime", signingTime.toISOString()) +
    tag("xades:SigningCertificate", tag("xades:Cert", certDigest + tag("xades:IssuerSerial", issuer))) +
    tag("xades:SignaturePolicyIdentifier", policyProperty);
  const formats = files.map((_, index) =>
    tag("xades:DataObjectFormat", tag("xades:MimeType", "text/xml"), ` ObjectReference="#signature-reference-${index + 1}"`),
  );
  return tag(
    "xades:SignedProperties",
    tag("xades:SignedSignatureProperties", signature) + tag("xades:SignedDataObjectProperties", formats.join("")),
    ' Id="signed-properties"',
  );
}

const unsignedStart = "<xades:UnsignedSignatureProperties>";

function unsignedProperties({ intermediates = [], ocspResponses }: XroadSignatureRequest): string {
  const certificates = intermediates.map(({ der }) => tag("xades:EncapsulatedX509Certificate", base64(der))).join("");
  const answers = ocspResponses.map((der) => tag("xades:EncapsulatedOCSPValue", base64(der))).join("");
  const values =
    (certificates && tag("xades:CertificateValues", certificates)) +
    (answers && tag("xades:RevocationValues", tag("xades:OCSPValues", answers)));
  return tag("xades:UnsignedProperties", tag("xades:UnsignedSignatureProperties", values));
}

/** Puts a time stamp of its own into a signature of `signXroad`. */
export function addTimestamp(xml: string, token: Uint8Array): string {
  const parts = xml.split(unsignedStart);
  if (parts.length !== 2) throw new RangeError("not a signature of this form");
  const stamp = tag("xades:SignatureTimeStamp", tag("xades:EncapsulatedTimeStamp", base64(token)));
  return parts.join(unsignedStart + stamp);
}
