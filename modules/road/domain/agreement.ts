import type { Content } from "@troad/kernel";
import Type from "typebox";

const id = Type.String({ pattern: "^[A-Za-z0-9-]{1,40}$" });
const path = Type.String({ pattern: "^[A-Z0-9-]+(/[A-Za-z0-9-]+){2,4}$" });

/** `content/services/<id>/agreements.json`: the data agreements on file between consumers and providers. */
export const agreementsSchema = Type.Array(
  Type.Object(
    {
      id,
      /** CLASS/MEMBER/SUBSYSTEM */
      consumer: path,
      /** CLASS/MEMBER/SUBSYSTEM/SERVICE */
      provider: path,
      fields: Type.Array(Type.String({ pattern: "^[A-Za-z][A-Za-z0-9]{0,40}$" }), { minItems: 1, maxItems: 60 }),
      purpose: Type.String({ maxLength: 200 }),
      legalBasis: Type.String({ maxLength: 400 }),
      consentRequired: Type.Boolean(),
      validUntil: Type.Union([Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}$" }), Type.Null()]),
    },
    { additionalProperties: false },
  ),
  { maxItems: 50 },
);

export type StoredAgreement = {
  id: string;
  consumer: string;
  provider: string;
  fields: string[];
  purpose: string;
  legalBasis: string;
  consentRequired: boolean;
  validUntil: string | null;
};

/** All agreements, with the instance in front of the identifiers. */
export function readAgreements(content: Content, instance: string): StoredAgreement[] {
  return content
    .read("services", "agreements.json", agreementsSchema)
    .flatMap(({ value }) => value)
    .map((agreement) => ({
      ...agreement,
      consumer: `${instance}/${agreement.consumer}`,
      provider: `${instance}/${agreement.provider}`,
    }));
}
