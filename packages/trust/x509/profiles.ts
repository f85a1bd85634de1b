import type { KeyObject } from "node:crypto";
import { OID } from "../asn1/oids.ts";
import type { SubjectAltName } from "./extensions-read.ts";
import {
  basicConstraints,
  certificatePolicies,
  citizenAttributes,
  extendedKeyUsage,
  keyUsage,
  ocspNoCheck,
  qcStatements,
  subjectAltName,
} from "./extensions-write.ts";
import type { DistinguishedName } from "./name.ts";

/** The purpose of a certificate; each profile fixes its extensions, so no caller can request a key with two purposes. */
export type Profile = "root" | "issuing" | "seal" | "tls" | "encryption" | "ocsp" | "tsa" | "eid-auth" | "eid-sign";

/** Where a private key is: policies and statements of the certificate say so. */
export type KeyPlace = "chip" | "file";

export interface ProfileInput {
  readonly subject: DistinguishedName;
  readonly publicKey: KeyObject;
  readonly san?: SubjectAltName;
  /** Certificate policies; the default is the profile's. */
  readonly policies?: readonly string[];
  /** Citizens only: the last four characters of the national id. */
  readonly tailOfCitizenId?: string;
  /** Citizens and organisations: whether the key is in a chip that it never leaves; the default is that it is in a file. */
  readonly key?: KeyPlace;
  /** Authorities only: how many authorities may be below; the default is the profile's. */
  readonly pathLength?: number;
}

/** The country whose law governs seals and citizen signatures. */
const country = "TW";

/** The profile's own extensions; key identifiers and status addresses are the same for all and added by the issuer. */
export function profileExtensions(profile: Profile, input: ProfileInput): Buffer[] {
  const alt = subjectAltName(input.san ?? {});
  return [...required[profile](input), ...(alt ? [alt] : [])];
}

const policiesOf = (input: ProfileInput, ...defaults: readonly string[]): Buffer[] => {
  const policies = input.policies ?? defaults;
  return policies.length > 0 ? [certificatePolicies(policies)] : [];
};

const required: Readonly<Record<Profile, (input: ProfileInput) => Buffer[]>> = {
  root: (input) => [basicConstraints(input.pathLength), keyUsage("keyCertSign", "cRLSign")],
  issuing: (input) => [
    basicConstraints(input.pathLength ?? 0),
    keyUsage("keyCertSign", "cRLSign"),
    ...policiesOf(input, OID.anyPolicy),
  ],
  // A member's seal: content commitment only, so that a login challenge can never become a sealed document.
  seal: (input) => {
    if (!input.subject.serialNumber) throw new RangeError("a seal needs the member id as serialNumber of its subject");
    return [
      keyUsage("nonRepudiation"),
      ...policiesOf(input, ...organisation(input)),
      qcStatements("seal", country, isInChip(input)),
    ];
  },
  tls: (input) => {
    const usages =
      input.publicKey.asymmetricKeyType === "rsa"
        ? (["digitalSignature", "keyEncipherment"] as const)
        : (["digitalSignature"] as const);
    if (!input.san?.dns?.length && !input.san?.ip?.length)
      throw new RangeError("a gateway certificate needs a DNS name or an address");
    return [
      keyUsage(...usages),
      extendedKeyUsage(false, OID.serverAuth, OID.clientAuth),
      ...policiesOf(input, OID.policyGateway),
    ];
  },
  // Other gateways use this one for key agreement only; it signs nothing.
  encryption: (input) => {
    if (!input.subject.serialNumber)
      throw new RangeError("an encryption certificate needs the member id as serialNumber of its subject");
    return [
      keyUsage(input.publicKey.asymmetricKeyType === "rsa" ? "keyEncipherment" : "keyAgreement"),
      ...policiesOf(input, OID.policyGateway),
    ];
  },
  // RFC 6960 §4.2.2.2.1: nobody asks for the status of the responder itself, so these certificates are short-lived.
  ocsp: (input) => [
    keyUsage("digitalSignature"),
    extendedKeyUsage(false, OID.ocspSigning),
    ocspNoCheck(),
    ...policiesOf(input, OID.policyOcsp),
  ],
  // RFC 3161 §2.3: the one purpose, critical.
  tsa: (input) => [keyUsage("digitalSignature"), extendedKeyUsage(true, OID.timeStamping), ...policiesOf(input, OID.policyTsa)],
  "eid-auth": (input) => [
    keyUsage("digitalSignature"),
    extendedKeyUsage(false, OID.clientAuth),
    ...citizen(input),
    // ETSI names policies of signatures and seals only
    ...policiesOf(input, natural(input)[0]!),
  ],
  "eid-sign": (input) => [
    keyUsage("nonRepudiation"),
    ...citizen(input),
    ...policiesOf(input, ...natural(input)),
    qcStatements("sign", country, isInChip(input)),
  ],
};

const isInChip = ({ key }: ProfileInput): boolean => key === "chip";
/** Our own policy first, then ETSI's (EN 319 411-2 section 5.3): both say where the key is. */
const natural = (input: ProfileInput): string[] =>
  isInChip(input) ? [OID.policyCitizenChip, OID.qcpNaturalChip] : [OID.policyCitizenFile, OID.qcpNatural];
const organisation = (input: ProfileInput): string[] =>
  isInChip(input) ? [OID.policyOrganisationChip, OID.qcpLegalChip] : [OID.policyOrganisationFile, OID.qcpLegal];

function citizen(input: ProfileInput): Buffer[] {
  if (!/^[0-9]{4}$/.test(input.tailOfCitizenId ?? ""))
    throw new RangeError("a citizen's certificate needs the last four of the id");
  if (!input.subject.serialNumber) throw new RangeError("a citizen's certificate needs a subscriber number");
  return [citizenAttributes(input.tailOfCitizenId ?? "")];
}
