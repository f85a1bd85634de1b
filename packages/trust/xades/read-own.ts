import { type TrustCode, TrustError } from "../codes.ts";
import { parseCertificate } from "../x509/certificate.ts";
import { hashOfDigestMethod, signedPropertiesType } from "./algorithms.ts";
import type { ReadReference, ReadSignature } from "./signature.ts";
import {
  canonicalSignatureValue,
  canonicalSignedInfo,
  canonicalSignedProperties,
  signatureDocument,
  type TemplateFields,
  type TemplateFile,
} from "./template.ts";

/**
 * The fast way for signatures in our own form. The varying texts are picked out loosely, the document is built again from them and
 * must come out identical to the last character. Since no picked text can hold a `<`, `>`, `&` or quote, there is exactly one way to
 * read a document that passes: the template's. What does not pass takes the general way.
 */
export function readOwnForm(xml: string): ReadSignature | undefined {
  const fields = pickFields(xml);
  if (fields === undefined || signatureDocument(fields) !== xml) return undefined;
  const time = new Date(fields.signingTime);
  const hash = hashOfDigestMethod(fields.digestMethod);
  const properties: ReadReference = {
    id: undefined,
    uri: "#signed-properties",
    type: signedPropertiesType,
    hash,
    digest: bytesOf(fields.signedPropertiesDigest, "xades.signed-properties"),
    transformed: false,
    content: Buffer.from(canonicalSignedProperties(fields), "utf8"),
  };
  const files = fields.files.map(
    (file, index): ReadReference => ({
      id: `r${index}`,
      uri: file.uri,
      type: undefined,
      hash,
      digest: bytesOf(file.digestBase64, "xades.digest"),
      transformed: false,
      content: undefined,
    }),
  );
  return {
    signedInfo: Buffer.from(canonicalSignedInfo(fields), "utf8"),
    signatureMethod: fields.signatureMethod,
    signatureValue: bytesOf(fields.signatureValue, "xades.bad-signature"),
    canonicalValue: Buffer.from(canonicalSignatureValue(fields.signatureValue), "utf8"),
    references: [...files, properties],
    signedPropertiesId: "signed-properties",
    signingTime: Number.isNaN(time.getTime()) ? undefined : time,
    certificate: parseCertificate(bytesOf(fields.certificateBase64, "xades.structure")),
    certificateDigests: [{ hash, digest: bytesOf(fields.certificateDigest, "xades.signing-certificate") }],
    mimes: new Map(fields.files.map((file, index) => [`r${index}`, file.mime])),
    timestamps: [],
    certificates: [],
    ocspResponses: [],
  };
}

function bytesOf(base64: string, code: TrustCode): Buffer {
  const bytes = Buffer.from(base64, "base64");
  // Node skips what is not base64; two spellings of one value would be two documents with one meaning.
  if (bytes.toString("base64") !== base64) throw new TrustError(code, "base64");
  return bytes;
}

const text = "([^<>&\"']+)";
const filePattern = new RegExp(
  `<ds:Reference Id="r\\d+" URI="${text}"><ds:DigestMethod Algorithm="[^"]+"></ds:DigestMethod><ds:DigestValue>${text}</ds:DigestValue>`,
  "g",
);
const mimePattern = new RegExp(`<xades:MimeType>${text}</xades:MimeType>`, "g");
const patterns = {
  digestMethod: new RegExp(`<ds:DigestMethod Algorithm="${text}">`),
  signatureMethod: new RegExp(`<ds:SignatureMethod Algorithm="${text}">`),
  signedPropertiesDigest: new RegExp(
    `</ds:Transforms><ds:DigestMethod Algorithm="[^"]+"></ds:DigestMethod><ds:DigestValue>${text}<`,
  ),
  signatureValue: new RegExp(`<ds:SignatureValue Id="signature-value">${text}<`),
  certificateBase64: new RegExp(`<ds:X509Certificate>${text}<`),
  certificateDigest: new RegExp(
    `<xades:CertDigest><ds:DigestMethod Algorithm="[^"]+"></ds:DigestMethod><ds:DigestValue>${text}<`,
  ),
  signingTime: new RegExp(`<xades:SigningTime>${text}<`),
} as const;

function pickFields(xml: string): TemplateFields | undefined {
  const pick = (name: keyof typeof patterns): string => patterns[name].exec(xml)?.[1] ?? "";
  const mimes = Array.from(xml.matchAll(mimePattern), ([, mime = ""]) => mime);
  const files = Array.from(
    xml.matchAll(filePattern),
    ([, uri = "", digestBase64 = ""], index): TemplateFile => ({ uri, digestBase64, mime: mimes[index] ?? "" }),
  );
  if (files.length === 0 || files.length !== mimes.length) return undefined;
  return {
    files,
    digestMethod: pick("digestMethod"),
    signatureMethod: pick("signatureMethod"),
    signedPropertiesDigest: pick("signedPropertiesDigest"),
    signatureValue: pick("signatureValue"),
    certificateBase64: pick("certificateBase64"),
    certificateDigest: pick("certificateDigest"),
    signingTime: pick("signingTime"),
  };
}
