import { createHash } from "node:crypto";
import type { SubjectKey } from "@troad/credential";
import type { DataRequest, Principal } from "../api.ts";

/** Media type of the token that a consumer sends with its request (header X-Troad-Consent). */
export const consentType = "troad-consent+jwt";

/** Names the person to providers that have told no key: who tries all national ids can reverse it. */
export const consentSubject = (nationalId: string): string =>
  createHash("sha256").update(`troad-subject:${nationalId}`).digest("hex");

export type ConsentClaims = {
  iss: string;
  jti: string;
  sub: string;
  aud: string;
  iat: number;
  nbf: number;
  exp: number;
  purpose: string;
  requests: { provider: string; fields: string[]; agreement: string; subject?: string }[];
  /** For whom the consumer gets it, where that is not the consumer. */
  recipient?: string;
  /** The business whose consent it is, and those who acted for it. */
  principal?: Principal;
  /** The key with which the subjects of requests are made. */
  subject_key?: string;
  status: { status_list: { idx: number; uri: string } };
};

type Facts = {
  issuer: string;
  id: string;
  nationalId: string;
  consumer: string;
  purpose: string;
  requests: DataRequest[];
  from: Date;
  until: Date;
  index: number;
  statusUri: string;
  recipient?: string;
  principal?: Principal;
  /** How this issuer names people to providers, and the keys of the providers that have told one. */
  subjects: SubjectKey;
  providerKeys: ReadonlyMap<string, string>;
};

/** What stands for the person where each provider has a name of its own for them. */
export const pairwise = "pairwise";

/** The claims of a consent: who may ask whom for which fields, until when (RFC 7519 names). */
export function consentClaims(facts: Facts): ConsentClaims {
  const subjectOf = (provider: string): string | undefined => {
    const key = facts.providerKeys.get(provider);
    return key === undefined ? undefined : facts.subjects.subjectOf(key, facts.nationalId);
  };
  const requests = facts.requests.map(({ provider, fields, agreement }) => {
    const subject = subjectOf(provider);
    return { provider, fields, agreement, ...(subject === undefined ? {} : { subject }) };
  });
  const everyone = requests.every(({ subject }) => subject !== undefined);
  const seconds = (at: Date): number => Math.floor(at.getTime() / 1000);
  return {
    iss: facts.issuer,
    jti: facts.id,
    sub: everyone ? pairwise : consentSubject(facts.nationalId),
    aud: facts.consumer,
    iat: seconds(facts.from),
    nbf: seconds(facts.from) - 5,
    exp: seconds(facts.until),
    purpose: facts.purpose,
    requests,
    ...(facts.recipient === undefined ? {} : { recipient: facts.recipient }),
    ...(facts.principal === undefined ? {} : { principal: facts.principal }),
    subject_key: facts.subjects.publicKey,
    status: { status_list: { idx: facts.index, uri: facts.statusUri } },
  };
}
