import { defineApi, exactly, oneOf, pageLimit, textUpTo } from "@troad/kernel";
import Type from "typebox";

/** A PEM certificate and the chain above it, leaf first, root excluded. */
export type Issued = { certificate: string; chain: string[]; serial: string; notAfter: string };

/** PEM, with the time in which it may be trusted (RFC 3339). */
export type Anchor = { certificate: string; notBefore: string; notAfter: string };

/** Whom the installation trusts. The list changes when keys rotate, so it is read again. */
export type TrustAnchors = {
  /** Oldest first; at first, and most of the time, one. */
  roots: Anchor[];
  /** Issuing authorities, newest first, then the roots as certified by each other (RFC 4210 section 4.4). */
  intermediates: Anchor[];
  /** Time-stamping units, oldest first. */
  tsas: Anchor[];
  urls: { ocsp: string; crl: string; tsa: string };
  /** For how long a reader may hold the list; a new key is used after more than that. */
  holdSeconds: number;
};

export type CardHolder = {
  /** Name on the certificate (CN). */
  name: string;
  /** The subscriber number: stable, and reveals nothing about the person (serialNumber attribute). */
  subscriberNo: string;
  /** Last four characters of the national id (subject directory attribute tailOfCitizenID). */
  nationalIdTail: string;
};

/** What someone applied for, by a request that proves possession of the key. */
export type CertificateApplication = {
  id: string;
  at: string;
  profile: "seal" | "tls" | "encryption";
  /** CLASS/CODE. */
  member: string;
  organization: string;
  hosts: string[];
  key: "chip" | "file";
  contact: string;
  /** SHA-256 of the public key, for the applicant to confirm. */
  publicKey: string;
  state: "pending" | "issued" | "refused";
  reason: string | null;
};

export type PkiApi = {
  trustAnchors(): Promise<TrustAnchors>;
  /** Certifies a member's key from a PKCS#10 request: its e-seal, or the TLS identity of its gateway. */
  enrolMember(request: {
    csr: string;
    profile: "seal" | "tls" | "encryption";
    instance: string;
    member: string;
    organization: string;
    hosts?: string[];
    /** Whether the key is in a chip that it never leaves. */
    key?: "chip" | "file";
  }): Promise<Issued>;
  /**
   * Allows the process of an agency that content does not name to have keys certified for this member (CLASS/CODE), or ends that.
   * Idempotent.
   */
  admitMember(admission: { agency: string; member: string; present: boolean }): Promise<void>;
  /** Certifies a citizen's card key (SubjectPublicKeyInfo, PEM). */
  issueCard(request: {
    publicKey: string;
    profile: "eid-auth" | "eid-sign";
    holder: CardHolder;
    notAfter: string;
    /** Whether the key is in a chip that it never leaves; the certificate's policies say so. */
    key?: "chip" | "file";
  }): Promise<Issued>;
  /**
   * Certifies a key of a blank card by a PKCS#10 request, which proves possession; once for each request (the number of the blank) and profile. The
   * certificate is on hold until the card is activated. Reserved to the module that makes cards.
   */
  certifyCard(request: {
    request: string;
    csr: string;
    profile: "eid-auth" | "eid-sign";
    holder: CardHolder;
    notAfter: string;
  }): Promise<Issued>;
  /** Ends all certificates of a request for good: its blank is void. Safe to repeat. Reserved likewise. */
  endCardRequest(request: string): Promise<void>;
  /** good, revoked or unknown, as the OCSP responder answers. */
  statusOf(serial: string): Promise<{ status: "good" | "revoked" | "unknown"; at?: string; reason?: string }>;
  /** Applications for certificates that wait for a decision, oldest first; a place in the list is an id. Reserved to the module that shows them. */
  applications(query: { after?: string; limit: number }): Promise<CertificateApplication[]>;
  application(id: string): Promise<CertificateApplication | null>;
  /** Has the certificate issued, or refuses with a reason that the applicant is told; once. */
  decideApplication(decision: { id: string; approve: boolean; reason: string; by: string }): Promise<{ serial: string | null }>;
  /** `certificateHold` suspends; `removeFromCRL` resumes (RFC 5280 section 5.3.1). */
  revoke(
    serial: string,
    reason: "unspecified" | "keyCompromise" | "cessationOfOperation" | "certificateHold" | "removeFromCRL" | "superseded",
  ): Promise<void>;
};

export const pkiApi = defineApi<PkiApi>("pki", {
  trustAnchors: [],
  enrolMember: [
    exactly({
      csr: textUpTo(20_000),
      profile: oneOf("seal", "tls", "encryption"),
      instance: textUpTo(60),
      member: textUpTo(200),
      organization: textUpTo(300),
      hosts: Type.Optional(Type.Array(textUpTo(300), { maxItems: 50 })),
      key: Type.Optional(oneOf("chip", "file")),
    }),
  ],
  admitMember: [exactly({ agency: textUpTo(100), member: textUpTo(200), present: Type.Boolean() })],
  issueCard: [
    exactly({
      publicKey: textUpTo(10_000),
      profile: oneOf("eid-auth", "eid-sign"),
      holder: exactly({ name: textUpTo(300), subscriberNo: textUpTo(100), nationalIdTail: textUpTo(20) }),
      notAfter: textUpTo(40),
      key: Type.Optional(oneOf("chip", "file")),
    }),
  ],
  certifyCard: [
    exactly({
      request: textUpTo(60),
      csr: textUpTo(20_000),
      profile: oneOf("eid-auth", "eid-sign"),
      holder: exactly({ name: textUpTo(300), subscriberNo: textUpTo(100), nationalIdTail: textUpTo(20) }),
      notAfter: textUpTo(40),
    }),
  ],
  endCardRequest: [textUpTo(60)],
  statusOf: [textUpTo(100)],
  applications: [exactly({ after: Type.Optional(textUpTo(60)), limit: pageLimit })],
  application: [textUpTo(60)],
  decideApplication: [
    exactly({
      ...{ id: textUpTo(60), approve: Type.Boolean() },
      ...{ reason: Type.String({ minLength: 1, maxLength: 500 }), by: textUpTo(300) },
    }),
  ],
  revoke: [
    textUpTo(100),
    oneOf("unspecified", "keyCompromise", "cessationOfOperation", "certificateHold", "removeFromCRL", "superseded"),
  ],
});
