import { createHash } from "node:crypto";
import type { DataRequest } from "../api.ts";

/** Media type of the token that a consumer sends with its request (header X-Troad-Consent). */
export const consentType = "troad-consent+jwt";

/** Identifies the person to parties that already know the national id; to reverse it, one would have to try ids. */
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
  requests: { provider: string; fields: string[]; agreement: string }[];
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
};

/** The claims of a consent: who may ask whom for which fields, until when (RFC 7519 names). */
export function consentClaims(facts: Facts): ConsentClaims {
  const seconds = (at: Date): number => Math.floor(at.getTime() / 1000);
  return {
    iss: facts.issuer,
    jti: facts.id,
    sub: consentSubject(facts.nationalId),
    aud: facts.consumer,
    iat: seconds(facts.from),
    nbf: seconds(facts.from) - 5,
    exp: seconds(facts.until),
    purpose: facts.purpose,
    requests: facts.requests.map(({ provider, fields, agreement }) => ({ provider, fields, agreement })),
    status: { status_list: { idx: facts.index, uri: facts.statusUri } },
  };
}
