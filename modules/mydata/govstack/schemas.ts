import { exactly, orNull } from "@troad/kernel";
import Type, { type Static, type TProperties } from "typebox";
import { standingTerms, wantedFields, webhookPattern } from "../recipients/terms.ts";

const text = (most: number, least = 0) => Type.String({ minLength: least, maxLength: most });
/** What a caller got from us comes back with members that it may not change; these are not read. */
const open = <P extends TProperties>(properties: P) => Type.Object(properties, { additionalProperties: true, maxProperties: 60 });
const both = exactly({ en: text(200, 1), "zh-Hant": text(200, 1) });

const policy = open({
  ...{ id: Type.Optional(text(60)), name: text(200, 1), version: text(60, 1) },
  url: Type.String({ pattern: "^https://[^\\s#]{1,480}$" }),
  ...{ jurisdiction: Type.Optional(text(100)), industrySector: Type.Optional(text(100)) },
  dataRetentionPeriodDays: Type.Optional(Type.Integer({ minimum: 0, maximum: 3_650 })),
  ...{ geographicRestriction: Type.Optional(text(100)), storageLocation: Type.Optional(text(100)) },
});
const agreement = open({
  ...{ id: Type.Optional(text(100)), version: Type.Optional(text(60)), purpose: text(200, 1) },
  lawfulBasis: Type.Literal("consent"),
  dataUse: Type.Optional(Type.Union([Type.Literal("data_using_service"), Type.Null()])),
  dpia: text(500),
  policy: Type.Optional(open({ id: text(60, 1) })),
  /** Which data: the specification has no place for it. A set without a purpose of its own is for the agreement's. */
  sets: Type.Array(exactly({ set: text(60, 1), purpose: Type.Optional(both), fields: wantedFields }), {
    minItems: 1,
    maxItems: 30,
  }),
  standing: Type.Optional(orNull(standingTerms)),
  retentionDays: Type.Optional(Type.Integer({ minimum: 0, maximum: 3_650 })),
});
const individual = open({ id: text(100), externalId: Type.Optional(text(200)), externalIdType: Type.Optional(text(60)) });
const webhook = open({
  payloadUrl: Type.String({ pattern: webhookPattern }),
  contentType: Type.Literal("application/json"),
  disabled: Type.Literal(false),
});
const record = open({
  dataAgreement: Type.Optional(open({ id: text(100, 1) })),
  dataAgreementRevisionHash: text(100),
  optIn: Type.Optional(Type.Boolean()),
  attributes: Type.Optional(Type.Array(text(130, 1), { maxItems: 1_800 })),
});
const signature = open({
  payload: text(60_000, 1),
  signature: text(2_000, 1),
  /** The certificate by which it is checked, as PEM. */
  verificationArtifact: text(8_000, 1),
});
const draftSignature = open({ verificationMethod: Type.Optional(text(60)) });

export const bodies = {
  policy: exactly({ policy }),
  agreement: exactly({ dataAgreement: agreement }),
  individual: exactly({ individual }),
  webhook: exactly({ webhook }),
  signedRecord: exactly({ consentRecord: record, signature }),
  record: exactly({ consentRecord: record }),
  signature: exactly({ signature }),
  draftSignature: exactly({ signature: draftSignature }),
};
export type PolicyBodyIn = Static<typeof policy>;
export type AgreementIn = Static<typeof agreement>;
export type IndividualIn = Static<typeof individual>;
export type WebhookIn = Static<typeof webhook>;
export type RecordIn = Static<typeof record>;
export type SignatureIn = Static<typeof signature>;

const mostOffset = 10_000;
/** Parts of a list. */
export const slice = {
  offset: Type.Integer({ minimum: 0, maximum: mostOffset, default: 0 }),
  limit: Type.Integer({ minimum: 1, maximum: 100, default: 25 }),
};
export const idText = text(120, 1);
