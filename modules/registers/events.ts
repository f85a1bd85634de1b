import { defineEvent } from "@troad/kernel";
import Type, { type Static } from "typebox";

/** Names, articles and ids in the form of content and of the road's headers. */
const text = Type.String({ maxLength: 10_000 });
const words = Type.Union([text, Type.Null()]);

const schema = Type.Object({
  /** INSTANCE/CLASS/MEMBER/SUBSYSTEM/SERVICE of the register. */
  provider: text,
  /** INSTANCE/CLASS/MEMBER/SUBSYSTEM of the consumer. */
  consumer: text,
  /** The id of the exchange on the road. */
  exchangeId: text,
  /** The person whose data was read. The subscriber keeps only a keyed hash of it. */
  nationalId: Type.String({ maxLength: 20 }),
  /** The access right that allowed the read, and its terms. */
  agreement: words,
  legalBasis: words,
  purpose: words,
  fields: Type.Array(text, { maxItems: 1_000 }),
  /** False if the register answered that it has no record of this person, which also says something about the person. */
  found: Type.Boolean(),
  /** The consumer's own number of the matter (X-Road-Issue); absent in what former releases wrote. */
  issue: Type.Optional(words),
  at: Type.String({ maxLength: 30 }),
  /** Days before the person may be told, if a law says so (during an investigation, say); otherwise 0. */
  noticeAfterDays: Type.Integer({ minimum: 0, maximum: 100_000 }),
});

/** One answer that a register gave by law, without the person's consent, for the person's list of uses. */
export type ReadByLaw = Static<typeof schema>;

const keySchema = Type.Object({
  /** INSTANCE/CLASS/MEMBER/SUBSYSTEM/SERVICE of the register. */
  provider: text,
  /** X25519, base64url. */
  publicKey: Type.String({ pattern: "^[A-Za-z0-9_-]{43}$" }),
  at: Type.String({ maxLength: 30 }),
});

/** The key by which a register recognises people in consents: who issues them names people to it so that nobody else can tell who it is. */
export const subjectKeyPublished = defineEvent("registers.subject-key.v1", keySchema);

/** A register answered by law. The event is written in the transaction of the read: if it cannot be written, nothing is answered. */
export const readByLaw = defineEvent("registers.read-by-law.v1", schema);
