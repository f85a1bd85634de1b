import { createHash } from "node:crypto";
import { defineApi, exactly, orNull, pageSchema, textUpTo } from "@troad/kernel";
import type { LogProof } from "@troad/road/api";
import Type from "typebox";

/** One data set asked of one provider. */
export type DataRequest = { source: string; provider: string; fields: string[]; agreement: string };

export type Consent = {
  id: string;
  subject: string;
  /** The consumer's subsystem that may use the consent. */
  consumer: string;
  purpose: string;
  requests: DataRequest[];
  grantedAt: string;
  expiresAt: string;
  withdrawnAt: string | null;
  /** For whom the consumer gets the data, where that is someone else: `counter:<id>`. */
  recipient?: string | null;
  /** In whose name its representatives acted, where it is no person. */
  principal?: Principal | null;
  /** Everything it allows has been fetched. */
  usedUp: boolean;
};

/** The consumer of an exchange: an id is unique for one consumer only. */
export type UseKey = { exchangeId: string; consumer: string; provider: string };

/** Identifies a use within one list. */
export const useMark = ({ consumer, provider }: Omit<UseKey, "exchangeId">): string =>
  createHash("sha256").update(`${consumer} ${provider}`).digest("base64url").slice(0, 22);

/** A use as page addresses name it. */
export const useAddress = (key: UseKey): string => `${key.exchangeId}~${useMark(key)}`;

export type DataUse = {
  exchangeId: string;
  /** Names this use in `checkUse` and `downloadEvidence`. */
  address: string;
  /** Cursor that continues the list after this entry. */
  cursor: string;
  at: string;
  consumer: string;
  provider: string;
  purpose: string | null;
  agreement: string | null;
  consent: string | null;
  /** For whom the consumer got it, where the consent names someone else: `counter:<id>`. */
  recipient?: string | null;
  /** The article that allowed the use without consent; null if the person consented. */
  legalBasis: string | null;
  /** The consumer's own number of the matter for which it read by law; null where it named none. */
  issue?: string | null;
  /** False if the register answered that it has no record of the person. */
  found: boolean;
  fields: string[];
  /** `unknown`: nobody knows whether the provider carried out the request. */
  outcome: "answered" | "refused" | "failed" | "unknown";
  code: string | null;
  sides: ("consumer" | "provider")[];
};

/** One step of a check, as packages/trust and packages/tlog name them. */
export type CheckStep = { step: string; ok: boolean; code?: string; detail?: Record<string, string | number> };

export type UseEvidence = {
  use: DataUse;
  state: "sealing" | "sealed" | "none" | "unreadable";
  fileName: string | null;
  /** Result of checking the container: signature, certificate, time stamp, revocation. */
  container: { valid: boolean; steps: CheckStep[]; signer: string | null; signedAt: string | null } | null;
  log: { valid: boolean; steps: CheckStep[]; proof: LogProof } | null;
};

/** A business, and those who represent it and acted. */
export type Principal = { business: string; name: string; representatives: string[] };

/** An answer under a standing consent that comes in pages. */
export type AgreedReading = { reading: string; subject: string; fields: string[]; until: string };

export type MyDataApi = {
  /** Records the citizen's consent; idempotent by `key`. The token is a signed JWT that providers check (header X-Troad-Consent). */
  grant(request: {
    key: string;
    subject: string;
    nationalId: string;
    consumer: string;
    purpose: string;
    requests: DataRequest[];
    minutes?: number;
    recipient?: string;
    principal?: Principal;
  }): Promise<{ consent: Consent; token: string }>;
  withdraw(subject: string, consentId: string): Promise<void>;
  consentsOf(subject: string, page: { before?: string; limit: number }): Promise<Consent[]>;
  /**
   * Who used my data, newest first: under consents and, given the national id, by law once the person may know. Reads by law are stored
   * under a keyed hash of the national id.
   */
  usesOf(subject: string, page: { before?: string; limit: number }, nationalId?: string | null): Promise<DataUse[]>;
  /**
   * Checks the proof of the use with an address; a bare exchange id, the form of former addresses, means the newest use. `tamper`
   * alters one bit of the container first, to show that the check fails.
   */
  checkUse(subject: string, address: string, options?: { tamper?: boolean; nationalId?: string | null }): Promise<UseEvidence>;
  /**
   * Reads a person's own sets for a part of the platform that they let look: each under a consent of its own, which names that part; idempotent by
   * `key`. `code`: 200, 204 for nothing, 403 or 504 for what could not be had.
   */
  lookInto(request: {
    key: string;
    subject: string;
    nationalId: string;
    sets: string[];
  }): Promise<{ set: string; code: number; records: Record<string, unknown>[] }[]>;
  /**
   * Lets a module answer a recipient by pages of its own, under a standing consent: `reading` null begins one of the answers that were agreed to, and
   * its id goes on with it for an hour. `subject` is whose data it is, `fields` what was agreed to.
   */
  readUnder(request: { client: string; consent: string; set: string; reading: string | null }): Promise<AgreedReading>;
  /** How many reads of each agency (`INSTANCE/CLASS/MEMBER`) their people are not shown yet, by an article that delays it. */
  hiddenReads(): Promise<{ agency: string; reads: number }[]>;
  /** The evidence container (base64), or null while it is being sealed. */
  downloadEvidence(
    subject: string,
    address: string,
    nationalId?: string | null,
  ): Promise<{ fileName: string; container: string } | null>;
};

const subject = textUpTo(100);
const address = textUpTo(1_000);
const nationalId = orNull(textUpTo(20));
const request = exactly({
  source: textUpTo(100),
  provider: textUpTo(1_000),
  fields: Type.Array(textUpTo(100), { maxItems: 200 }),
  agreement: textUpTo(200),
});

export const mydataApi = defineApi<MyDataApi>("mydata", {
  lookInto: [
    exactly({
      key: textUpTo(300),
      subject,
      nationalId: textUpTo(20),
      sets: Type.Array(textUpTo(100), { maxItems: 30, uniqueItems: true }),
    }),
  ],
  grant: [
    exactly({
      key: textUpTo(300),
      subject,
      nationalId: textUpTo(20),
      consumer: textUpTo(1_000),
      purpose: textUpTo(1_000),
      requests: Type.Array(request, { maxItems: 100 }),
      minutes: Type.Optional(Type.Integer()),
      recipient: Type.Optional(textUpTo(200)),
      principal: Type.Optional(
        exactly({
          business: Type.String({ pattern: "^[0-9]{8}$" }),
          name: textUpTo(300),
          representatives: Type.Array(textUpTo(300), { minItems: 1, maxItems: 2 }),
        }),
      ),
    }),
  ],
  withdraw: [subject, textUpTo(60)],
  consentsOf: [subject, pageSchema],
  usesOf: [subject, pageSchema, Type.Optional(nationalId)],
  checkUse: [
    subject,
    address,
    Type.Optional(exactly({ tamper: Type.Optional(Type.Boolean()), nationalId: Type.Optional(nationalId) })),
  ],
  readUnder: [exactly({ client: textUpTo(100), consent: textUpTo(60), set: textUpTo(60), reading: orNull(textUpTo(60)) })],
  hiddenReads: [],
  downloadEvidence: [subject, address, Type.Optional(nationalId)],
});
