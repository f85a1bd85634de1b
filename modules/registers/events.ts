import { defineEvent } from "@troad/kernel";

/** One answer of a register that the law opened without the person's consent, for the person's list of uses. */
export type ReadByLaw = {
  /** INSTANCE/CLASS/MEMBER/SUBSYSTEM/SERVICE of the register. */
  provider: string;
  /** INSTANCE/CLASS/MEMBER/SUBSYSTEM that asked. */
  consumer: string;
  /** The id of the exchange on the road. */
  exchangeId: string;
  /** Whose data were read. The subscriber keeps a keyed hash of it alone. */
  nationalId: string;
  /** The access right that allowed it, and what it names. */
  agreement: string | null;
  legalBasis: string | null;
  purpose: string | null;
  fields: string[];
  /** False where the register said that it knows nothing of this person, which is an answer about the person too. */
  found: boolean;
  at: string;
  /** Days that a law lets pass before the person is told (an investigation, say); 0 without such a rule. */
  noticeAfterDays: number;
};

/** A register answered by law. The event is written in the transaction that reads: without it nothing is answered. */
export const readByLaw = defineEvent<ReadByLaw>("registers.read-by-law.v1");
