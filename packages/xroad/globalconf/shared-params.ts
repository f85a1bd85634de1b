import type { Certificate } from "@troad/trust";
import type { ClientId, MemberId } from "./identifiers.ts";

/** What all members and federated instances are told (shared-parameters.xsd, versions 3 to 6), as typed values. */
export interface SharedParams {
  readonly instance: string;
  /** Central servers, with the keys of both distributions: how clients learn of a new signing key before it is used. */
  readonly sources: readonly ConfSource[];
  readonly approvedCas: readonly ApprovedCa[];
  readonly approvedTsas: readonly ApprovedTsa[];
  readonly members: readonly Member[];
  readonly servers: readonly SecurityServer[];
  readonly groups: readonly GlobalGroup[];
  readonly memberClasses: readonly MemberClass[];
  /** Status answers older than this are not accepted, in seconds. */
  readonly ocspFreshnessSeconds: number;
}

export interface ConfSource {
  readonly address: string;
  readonly internalCertificates: readonly Certificate[];
  readonly externalCertificates: readonly Certificate[];
}

export const costTypes = ["FREE", "PAID", "UNDEFINED"] as const;
export type CostType = (typeof costTypes)[number];

export interface ApprovedCa {
  readonly name: string;
  /** True if its certificates are for TLS only and seal nothing. */
  readonly authenticationOnly: boolean;
  readonly top: CaInfo;
  readonly intermediates: readonly CaInfo[];
  /** Name of the rules for subject names, a Java class in X-Road's own implementation. */
  readonly profile: string;
  readonly csrFormat?: "PEM" | "DER";
  readonly acme?: AcmeServer;
}

export interface CaInfo {
  readonly certificate: Certificate;
  readonly ocsp: readonly OcspService[];
}

export interface OcspService {
  readonly url: string;
  readonly certificate?: Certificate;
  readonly cost?: CostType;
}

export interface AcmeServer {
  readonly directoryUrl: string;
  readonly ipAddress?: string;
  readonly authenticationProfileId?: string;
  readonly signingProfileId?: string;
}

export interface ApprovedTsa {
  readonly name: string;
  readonly url: string;
  readonly certificate: Certificate;
  readonly cost?: CostType;
}

export interface MemberClass {
  readonly code: string;
  readonly description: string;
}

export interface Member {
  readonly id: MemberId;
  /** The class as the member's entry describes it. */
  readonly classDescription: string;
  readonly name: string;
  readonly subsystems: readonly { readonly code: string; readonly name?: string }[];
}

export interface SecurityServer {
  readonly owner: MemberId;
  readonly code: string;
  readonly address?: string;
  /** SHA-256 of the TLS certificates by which the server may show itself; a hash of another length matches none. */
  readonly authCertHashes: readonly Buffer[];
  readonly clients: readonly ClientId[];
  /** There while the server is in maintenance and not to be called (version 5). */
  readonly maintenance?: { readonly message?: string };
}

export interface GlobalGroup {
  readonly code: string;
  readonly description: string;
  readonly members: readonly ClientId[];
}
