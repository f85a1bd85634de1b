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

export interface ProfileInput {
  readonly subject: DistinguishedName;
  readonly publicKey: KeyObject;
  readonly san?: SubjectAltName;
  /** Certificate policies; the default is the profile's. */
  readonly policies?: readonly string[];
  /** Citizens only: the last four characters of the national id. */
  readonly tailOfCitizenId?: string;
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
    return [keyUsage("nonRepudiation"), ...policiesOf(input, OID.sealPolicy), qcStatements("seal", country)];
  },
  tls: (input) => {
    const usages =
      input.publicKey.asymmetricKeyType === "rsa"
        ? (["digitalSignature", "keyEncipherment"] as const)
        : (["digitalSignature"] as const);
    if (!input.san?.dns?.length && !input.san?.ip?.length)
      throw new RangeError("a gateway certificate needs a DNS name or an address");
    return [keyUsage(...usages), extendedKeyUsage(false, OID.serverAuth, OID.clientAuth), ...policiesOf(input)];
  },
  // Other gateways use this one for key agreement only; it signs nothing.
  encryption: (input) => {
    if (!input.subject.serialNumber)
      throw new RangeError("an encryption certificate needs the member id as serialNumber of its subject");
    return [keyUsage(input.publicKey.asymmetricKeyType === "rsa" ? "keyEncipherment" : "keyAgreement"), ...policiesOf(input)];
  },
  // RFC 6960 §4.2.2.2.1: nobody asks for the status of the responder itself, so these certificates are short-lived.
  ocsp: (input) => [keyUsage("digitalSignature"), extendedKeyUsage(false, OID.ocspSigning), ocspNoCheck(), ...policiesOf(input)],
  // RFC 3161 §2.3: the one purpose, critical.
  tsa: (input) => [keyUsage("digitalSignature"), extendedKeyUsage(true, OID.timeStamping), ...policiesOf(input)],
  "eid-auth": (input) => [
    keyUsage("digitalSignature"),
    extendedKeyUsage(false, OID.clientAuth),
    ...citizen(input),
    ...policiesOf(input),
  ],
  "eid-sign": (input) => [keyUsage("nonRepudiation"), ...citizen(input), ...policiesOf(input), qcStatements("sign", country)],
};

function citizen(input: ProfileInput): Buffer[] {
  if (!/^[0-9]{4}$/.test(input.tailOfCitizenId ?? ""))
    throw new RangeError("a citizen's certificate needs the last four of the id");
  if (!input.subject.serialNumber) throw new RangeError("a citizen's certificate needs a subscriber number");
  return [citizenAttributes(input.tailOfCitizenId ?? "")];
}
