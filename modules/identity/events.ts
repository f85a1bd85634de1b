import { defineEvent } from "@troad/kernel";
import Type, { type Static } from "typebox";

const text = Type.String({ maxLength: 10_000 });

const schema = Type.Object({
  /** INSTANCE/CLASS/MEMBER/SUBSYSTEM/SERVICE that answered, and INSTANCE/CLASS/MEMBER/SUBSYSTEM that asked. */
  provider: text,
  consumer: text,
  exchangeId: text,
  /** The person who was asked about. The subscriber keeps only a keyed hash of it. */
  nationalId: Type.String({ maxLength: 20 }),
  agreement: Type.Union([text, Type.Null()]),
  legalBasis: Type.Union([text, Type.Null()]),
  purpose: Type.Union([text, Type.Null()]),
  /** Whether the certificate belongs to the person. */
  found: Type.Boolean(),
  at: Type.String({ maxLength: 30 }),
});

/** An agency asked whether a certificate belongs to a person: told in the transaction of the answer, for the person's list of uses. */
export const certificateChecked = defineEvent("identity.certificate-checked.v1", schema);
export type CertificateChecked = Static<typeof schema>;
