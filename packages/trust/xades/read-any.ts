import type { Element } from "@xmldom/xmldom";
import { TrustError } from "../codes.ts";
import { type Certificate, parseCertificate } from "../x509/certificate.ts";
import { hashOfDigestMethod, inclusiveC14n, NS } from "./algorithms.ts";
import { canonicalize, isCanonicalization } from "./canonicalize.ts";
import {
  base64Of,
  childElements,
  childrenNamed,
  optionalChild,
  type ParsedXml,
  parseXml,
  requiredAttribute,
  requiredChild,
} from "./dom.ts";
import type { ReadReference, ReadSignature } from "./signature.ts";

const maxReferences = 2000;

/**
 * Reads a XAdES signature of anybody's making: a real parser, canonicalisation by a library. The document must hold exactly one
 * ds:Signature, at the root or right below it, and each part is taken from its one place in the structure, never by searching for
 * a name: a second copy elsewhere (signature wrapping) is never looked at. Throws `xml.*`, `xades.*`, `certificate.malformed`.
 */
export function readAnyForm(bytes: Uint8Array): ReadSignature {
  const xml = parseXml(bytes);
  const signature = findSignature(xml.root);
  const info = requiredChild(signature, NS.ds, "SignedInfo");
  const method = requiredChild(info, NS.ds, "CanonicalizationMethod");
  const value = requiredChild(signature, NS.ds, "SignatureValue");
  const qualifying = findQualifyingProperties(signature);
  const signed = requiredChild(qualifying, NS.xades, "SignedProperties");
  const signedSignature = requiredChild(signed, NS.xades, "SignedSignatureProperties");
  const unsigned = optionalChild(
    optionalChild(qualifying, NS.xades, "UnsignedProperties"),
    NS.xades,
    "UnsignedSignatureProperties",
  );
  const [certificate, ...others] = readKeyInfo(signature);
  if (certificate === undefined) throw new TrustError("xades.structure", "no certificate in KeyInfo");
  const time = new Date(optionalChild(signedSignature, NS.xades, "SigningTime")?.textContent?.trim() ?? "");
  return {
    signedInfo: canonicalizeBy(info, method),
    signatureMethod: requiredAttribute(requiredChild(info, NS.ds, "SignatureMethod"), "Algorithm"),
    signatureValue: base64Of(value),
    canonicalValue: canonicalize(value, inclusiveC14n),
    references: readReferences(info, xml),
    signedPropertiesId: requiredAttribute(signed, "Id"),
    signingTime: Number.isNaN(time.getTime()) ? undefined : time,
    certificate,
    certificateDigests: readCertificateDigests(signedSignature),
    mimes: readMimes(signed),
    timestamps: readTimestamps(unsigned, value),
    certificates: [...others, ...readCertificateValues(unsigned)],
    ocspResponses: readOcspValues(unsigned),
  };
}

function findSignature(root: Element): Element {
  if (root.namespaceURI === NS.ds && root.localName === "Signature") return requireAlone(root, root);
  const [signature, ...others] = childrenNamed(root, NS.ds, "Signature");
  if (signature === undefined) throw new TrustError("xades.structure", "no Signature");
  if (others.length > 0) throw new TrustError("xades.several-signatures");
  return requireAlone(root, signature);
}

/** A Signature hidden deeper (counter-signatures, wrapped copies) would be shown as covered although nobody verified it. */
function requireAlone(root: Element, signature: Element): Element {
  const all = root.getElementsByTagNameNS(NS.ds, "Signature").length + (root === signature ? 1 : 0);
  if (all > 1) throw new TrustError("xades.several-signatures", `${all}`);
  return signature;
}

function findQualifyingProperties(signature: Element): Element {
  const found = childrenNamed(signature, NS.ds, "Object").flatMap((object) =>
    childrenNamed(object, NS.xades, "QualifyingProperties"),
  );
  const [qualifying, ...others] = found;
  if (qualifying === undefined || others.length > 0)
    throw new TrustError("xades.structure", `${found.length} QualifyingProperties`);
  // EN 319 132-1 §4.3: Target is the Id of the signature that the properties qualify.
  const target = requiredAttribute(qualifying, "Target");
  if (target !== `#${signature.getAttribute("Id") ?? ""}`) throw new TrustError("xades.structure", `Target ${target}`);
  return qualifying;
}

const exclusiveNs = "http://www.w3.org/2001/10/xml-exc-c14n#";

/** Canonicalises as a CanonicalizationMethod or a Transform says. */
function canonicalizeBy(element: Element, method: Element): Buffer {
  const prefixes = optionalChild(method, exclusiveNs, "InclusiveNamespaces")?.getAttribute("PrefixList") ?? "";
  return canonicalize(element, requiredAttribute(method, "Algorithm"), prefixes.split(/\s+/).filter(Boolean));
}

function readReferences(info: Element, xml: ParsedXml): ReadReference[] {
  const references = childrenNamed(info, NS.ds, "Reference");
  if (references.length > maxReferences) throw new TrustError("xml.too-large", `${references.length} references`);
  return references.map((reference) => {
    const uri = requiredAttribute(reference, "URI");
    const transforms = childElements(optionalChild(reference, NS.ds, "Transforms") ?? reference).filter(
      (child) => child.localName === "Transform",
    );
    return {
      id: reference.getAttribute("Id") ?? undefined,
      uri,
      type: reference.getAttribute("Type") ?? undefined,
      hash: hashOfDigestMethod(requiredAttribute(requiredChild(reference, NS.ds, "DigestMethod"), "Algorithm")),
      digest: base64Of(requiredChild(reference, NS.ds, "DigestValue")),
      transformed: transforms.length > 0,
      content: uri.startsWith("#") ? readPart(uri.slice(1), transforms, xml) : undefined,
    };
  });
}

/** A part of the document: a node-set becomes bytes by inclusive C14N unless one canonicalisation is named (XMLDSig §4.4.3.2). */
function readPart(id: string, transforms: readonly Element[], xml: ParsedXml): Buffer {
  const element = xml.byId.get(id);
  if (element === undefined) throw new TrustError("xades.reference-missing", `#${id}`);
  const [transform, ...others] = transforms;
  if (transform === undefined) return canonicalize(element, inclusiveC14n);
  if (others.length > 0 || !isCanonicalization(requiredAttribute(transform, "Algorithm"))) {
    throw new TrustError("xades.transform", transforms.map((item) => item.getAttribute("Algorithm")).join(" "));
  }
  return canonicalizeBy(element, transform);
}

function readKeyInfo(signature: Element): Certificate[] {
  const info = requiredChild(signature, NS.ds, "KeyInfo");
  return childrenNamed(info, NS.ds, "X509Data")
    .flatMap((group) => childrenNamed(group, NS.ds, "X509Certificate"))
    .slice(0, 16)
    .map((element) => parseCertificate(base64Of(element)));
}

/** SigningCertificateV2, or the older SigningCertificate: both name certificates by digest (EN 319 132-1 §5.2.2). */
function readCertificateDigests(properties: Element): ReadSignature["certificateDigests"] {
  const list =
    optionalChild(properties, NS.xades, "SigningCertificateV2") ?? requiredChild(properties, NS.xades, "SigningCertificate");
  return childrenNamed(list, NS.xades, "Cert").map((entry) => {
    const digest = requiredChild(entry, NS.xades, "CertDigest");
    return {
      hash: hashOfDigestMethod(requiredAttribute(requiredChild(digest, NS.ds, "DigestMethod"), "Algorithm")),
      digest: base64Of(requiredChild(digest, NS.ds, "DigestValue")),
    };
  });
}

function readMimes(signed: Element): Map<string, string> {
  const properties = optionalChild(signed, NS.xades, "SignedDataObjectProperties");
  const formats = properties ? childrenNamed(properties, NS.xades, "DataObjectFormat") : [];
  return new Map(
    formats.map((format) => [
      requiredAttribute(format, "ObjectReference").replace(/^#/, ""),
      optionalChild(format, NS.xades, "MimeType")?.textContent?.trim() ?? "",
    ]),
  );
}

/** What a signature time stamp is over: the canonical SignatureValue element, by the method named in the stamp (§5.3). */
function readTimestamps(unsigned: Element | undefined, value: Element): ReadSignature["timestamps"] {
  const stamps = unsigned ? childrenNamed(unsigned, NS.xades, "SignatureTimeStamp") : [];
  return stamps.map((stamp) => {
    const method = optionalChild(stamp, NS.ds, "CanonicalizationMethod");
    // X-Road writes the token without its wrapper: read it, so that the time stamp is what fails and not the whole document.
    const token = base64Of(optionalChild(stamp, NS.xades, "EncapsulatedTimeStamp") ?? stamp);
    return { token, bytes: method ? canonicalizeBy(value, method) : canonicalize(value, inclusiveC14n) };
  });
}

function readCertificateValues(unsigned: Element | undefined): Certificate[] {
  const values = optionalChild(unsigned, NS.xades, "CertificateValues");
  const list = values ? childrenNamed(values, NS.xades, "EncapsulatedX509Certificate") : [];
  return list.slice(0, 32).map((element) => parseCertificate(base64Of(element)));
}

function readOcspValues(unsigned: Element | undefined): Buffer[] {
  const values = optionalChild(optionalChild(unsigned, NS.xades, "RevocationValues"), NS.xades, "OCSPValues");
  return values ? childrenNamed(values, NS.xades, "EncapsulatedOCSPValue").slice(0, 16).map(base64Of) : [];
}
