import Type, { type Static } from "typebox";
import { pathPattern } from "./codes.ts";
import { type Endpoint, endpointPattern } from "./endpoints.ts";

const id = Type.String({ pattern: "^[A-Za-z0-9-]{1,40}$" });
const path = (parts: number) => Type.String({ pattern: pathPattern(parts) });

const endpoint = Type.Object(
  { method: Type.String({ pattern: "^([A-Z]{3,7}|\\*)$" }), path: Type.String({ pattern: endpointPattern, maxLength: 200 }) },
  { additionalProperties: false },
);
/** Endpoints of a right; none is the whole service. */
export const endpointsSchema = Type.Array(endpoint, { maxItems: 30 });

/** `content/services/<id>/agreements.json`: the data agreements on file between consumers and providers. */
export const agreementsSchema = Type.Array(
  Type.Object(
    {
      id,
      /** CLASS/MEMBER/SUBSYSTEM */
      consumer: path(3),
      /** CLASS/MEMBER/SUBSYSTEM/SERVICE */
      provider: path(4),
      /** Method and path; without them the whole service. */
      endpoints: Type.Optional(endpointsSchema),
      fields: Type.Array(Type.String({ pattern: "^[A-Za-z][A-Za-z0-9]{0,40}$" }), { maxItems: 60 }),
      purpose: Type.String({ maxLength: 200 }),
      legalBasis: Type.String({ maxLength: 400 }),
      consentRequired: Type.Boolean(),
      validUntil: Type.Union([Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}$" }), Type.Null()]),
      /** Calls a month at most; without it as many as come. */
      volume: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000_000 })),
      /** Days that a law lets pass before the person is told of a read without consent, with the article that says so. */
      notice: Type.Optional(
        Type.Object(
          { afterDays: Type.Integer({ minimum: 1, maximum: 3650 }), basis: Type.String({ minLength: 1, maxLength: 400 }) },
          { additionalProperties: false },
        ),
      ),
    },
    { additionalProperties: false },
  ),
  { maxItems: 50 },
);

/** An access right: what its agreement allows a consumer at a service. */
export type StoredAgreement = {
  id: string;
  /** INSTANCE/CLASS/MEMBER/SUBSYSTEM, or INSTANCE/group/CODE. */
  consumer: string;
  provider: string;
  endpoints: Endpoint[];
  fields: string[];
  purpose: string;
  legalBasis: string;
  consentRequired: boolean;
  validUntil: string | null;
  /** Calls a calendar month (Taipei) at most; absent where nothing was agreed. */
  volume?: number;
  /** Days before the person is told of a read without consent; absent for none. */
  noticeAfterDays?: number;
};

/** Agreements as files have them, with the instance in front of the identifiers. */
export const storedAgreements = (agreements: Static<typeof agreementsSchema>, instance: string): StoredAgreement[] =>
  agreements.map(({ notice, ...agreement }) => ({
    ...agreement,
    ...(notice ? { noticeAfterDays: notice.afterDays } : {}),
    endpoints: agreement.endpoints ?? [],
    consumer: `${instance}/${agreement.consumer}`,
    provider: `${instance}/${agreement.provider}`,
  }));
