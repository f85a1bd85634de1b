import type * as asn1js from "asn1js";
import type * as pkijs from "pkijs";
import { OID } from "../asn1/oids.ts";
import { TrustError } from "../codes.ts";

/** KeyUsage bits by their names in RFC 5280 §4.2.1.3, in bit order. */
export const keyUsageBits = [
  "digitalSignature",
  "nonRepudiation",
  "keyEncipherment",
  "dataEncipherment",
  "keyAgreement",
  "keyCertSign",
  "cRLSign",
] as const;
export type KeyUsage = (typeof keyUsageBits)[number];

export interface SubjectAltName {
  readonly dns?: readonly string[];
  readonly ip?: readonly string[];
  readonly uri?: readonly string[];
  readonly email?: readonly string[];
}

export interface CertificateExtensions {
  readonly ca: boolean;
  readonly pathLength: number | undefined;
  /** Undefined: the certificate does not restrict its key. */
  readonly keyUsage: ReadonlySet<KeyUsage> | undefined;
  readonly extendedKeyUsage: readonly string[] | undefined;
  readonly extendedKeyUsageCritical: boolean;
  readonly policies: readonly string[];
  readonly subjectKeyId: string | undefined;
  readonly authorityKeyId: string | undefined;
  readonly san: Required<SubjectAltName>;
  readonly ocspUrls: readonly string[];
  readonly issuerUrls: readonly string[];
  readonly crlUrls: readonly string[];
  /** Critical extensions that we do not process: such a certificate must be refused (RFC 5280 §4.2). */
  readonly unknownCritical: readonly string[];
  /** All extensions by their identifier, with the bytes of their value. */
  readonly extensions: ReadonlyMap<string, Buffer>;
}

const processed = new Set<string>([
  OID.basicConstraints,
  OID.keyUsage,
  OID.extendedKeyUsage,
  OID.certificatePolicies,
  OID.subjectKeyIdentifier,
  OID.authorityKeyIdentifier,
  OID.subjectAltName,
  OID.qcStatements,
]);

/** Reads the extensions of a certificate or of a request. Throws `certificate.malformed` when one occurs twice (RFC 5280 §4.2). */
export function readExtensions(list: readonly pkijs.Extension[]): CertificateExtensions {
  const byOid = new Map(list.map((extension) => [extension.extnID, extension]));
  if (byOid.size !== list.length) throw new TrustError("certificate.malformed", "an extension occurs twice");
  const basic = parsed<pkijs.BasicConstraints>(byOid, OID.basicConstraints);
  const purposes = parsed<pkijs.ExtKeyUsage>(byOid, OID.extendedKeyUsage);
  const access = parsed<pkijs.InfoAccess>(byOid, OID.authorityInfoAccess)?.accessDescriptions ?? [];
  const urlsOf = (method: string): string[] =>
    access
      .filter((item) => item.accessMethod === method && item.accessLocation.type === 6)
      .map((item) => String(item.accessLocation.value));
  return {
    ca: basic?.cA ?? false,
    pathLength: basic?.pathLenConstraint === undefined ? undefined : Number(basic.pathLenConstraint),
    keyUsage: readKeyUsage(parsed<asn1js.BitString>(byOid, OID.keyUsage)),
    extendedKeyUsage: purposes?.keyPurposes,
    extendedKeyUsageCritical: byOid.get(OID.extendedKeyUsage)?.critical ?? false,
    policies: (parsed<pkijs.CertificatePolicies>(byOid, OID.certificatePolicies)?.certificatePolicies ?? []).map(
      (policy) => policy.policyIdentifier,
    ),
    subjectKeyId: hexOf(parsed<asn1js.OctetString>(byOid, OID.subjectKeyIdentifier)),
    authorityKeyId: hexOf(parsed<pkijs.AuthorityKeyIdentifier>(byOid, OID.authorityKeyIdentifier)?.keyIdentifier),
    san: readAltNames(parsed<pkijs.AltName>(byOid, OID.subjectAltName)?.altNames ?? []),
    ocspUrls: urlsOf(OID.accessOcsp),
    issuerUrls: urlsOf(OID.accessCaIssuers),
    crlUrls: (parsed<pkijs.CRLDistributionPoints>(byOid, OID.crlDistributionPoints)?.distributionPoints ?? []).flatMap((point) =>
      Array.isArray(point.distributionPoint)
        ? point.distributionPoint.filter((name) => name.type === 6).map((name) => String(name.value))
        : [],
    ),
    unknownCritical: list
      .filter((extension) => extension.critical && !processed.has(extension.extnID))
      .map((extension) => extension.extnID),
    extensions: new Map(list.map((extension) => [extension.extnID, Buffer.from(extension.extnValue.valueBlock.valueHexView)])),
  };
}

/** pkijs types the value of an extension as a union of all; which one it is follows from the identifier. */
function parsed<T>(byOid: ReadonlyMap<string, pkijs.Extension>, id: string): T | undefined {
  const value: unknown = byOid.get(id)?.parsedValue;
  if (value !== undefined && value !== null && typeof value === "object" && "parsingError" in value) {
    throw new TrustError("certificate.malformed", `extension ${id}`);
  }
  return (value ?? undefined) as T | undefined;
}

const hexOf = (value: asn1js.OctetString | undefined): string | undefined =>
  value && Buffer.from(value.valueBlock.valueHexView).toString("hex");

function readKeyUsage(bits: asn1js.BitString | undefined): ReadonlySet<KeyUsage> | undefined {
  if (bits === undefined) return undefined;
  const first = bits.valueBlock.valueHexView[0] ?? 0;
  return new Set(keyUsageBits.filter((_, bit) => (first & (0x80 >> bit)) !== 0));
}

function readAltNames(names: readonly pkijs.GeneralName[]): Required<SubjectAltName> {
  const textsOf = (type: number): string[] => names.filter((name) => name.type === type).map((name) => String(name.value));
  const ips = names.filter((name) => name.type === 7).map((name) => ipText(name.value as asn1js.OctetString));
  return { email: textsOf(1), dns: textsOf(2), uri: textsOf(6), ip: ips };
}

function ipText(value: asn1js.OctetString): string {
  const bytes = value.valueBlock.valueHexView;
  if (bytes.length === 4) return bytes.join(".");
  return (Buffer.from(bytes).toString("hex").match(/.{4}/g) ?? []).map((group) => group.replace(/^0{1,3}/, "")).join(":");
}
