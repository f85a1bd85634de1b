import { defineEvent } from "@troad/kernel";
import Type, { type Static } from "typebox";

/** Names, articles and ids as content and headers of the road have them. */
const text = Type.String({ maxLength: 10_000 });
const words = Type.Union([text, Type.Null()]);

const schema = Type.Object({
  /** INSTANCE/CLASS/MEMBER/SUBSYSTEM/SERVICE of the register. */
  provider: text,
  /** INSTANCE/CLASS/MEMBER/SUBSYSTEM that asked. */
  consumer: text,
  /** The id of the exchange on the road. */
  exchangeId: text,
  /** Whose data were read. The subscriber keeps a keyed hash of it alone. */
  nationalId: Type.String({ maxLength: 20 }),
  /** The access right that allowed it, and what it names. */
  agreement: words,
  legalBasis: words,
  purpose: words,
  fields: Type.Array(text, { maxItems: 1_000 }),
  /** False where the register said that it knows nothing of this person, which is an answer about the person too. */
  found: Type.Boolean(),
  at: Type.String({ maxLength: 30 }),
  /** Days that a law lets pass before the person is told (an investigation, say); 0 without such a rule. */
  noticeAfterDays: Type.Integer({ minimum: 0, maximum: 100_000 }),
});

/** One answer of a register that the law opened without the person's consent, for the person's list of uses. */
export type ReadByLaw = Static<typeof schema>;

/** A register answered by law. The event is written in the transaction that reads: without it nothing is answered. */
export const readByLaw = defineEvent("registers.read-by-law.v1", schema);
