import { defineApi, textUpTo } from "@troad/kernel";

/** A role of content/roles, and the agency for which it is held. */
export type Role = { role: string; agency: string | null };

/** A person who can sign in. `subject` is opaque and stable; the national id stays with those who need it. */
export type Person = { subject: string; name: string; nationalId: string; roles: Role[] };

export type CardState = { serial: string; state: "active" | "suspended" | "revoked"; issuedAt: string; pinTriesLeft: number };

export type EidApi = {
  person(subject: string): Promise<Person | null>;
  /** The person with this national id; reserved to the module that gives people something to act as. */
  personOfNumber(nationalId: string): Promise<Person | null>;
  /**
   * The people of the demonstration who can sign in with one click, one or more per role. `label` tells kinds apart: `low`, `mid-low` or
   * `none` (the household's status), `mother`, `father` or `grandmother` for citizens, the role's name for officers.
   */
  demoPeople(): Promise<{ subject: string; name: string; role: Role; label: string }[]>;
  cardsOf(subject: string): Promise<CardState[]>;
  suspendCard(serial: string): Promise<void>;
  resumeCard(serial: string): Promise<void>;
  revokeCard(serial: string): Promise<void>;
  /** Revokes all cards of the person with this national id, who has died, say; gives how many. */
  revokeCardsOf(nationalId: string): Promise<number>;
  /** Suspends all active cards of the person with this national id, whose identity card is lost; gives how many. */
  suspendCardsOf(nationalId: string): Promise<number>;
  /** The person behind a sign-in and their current roles; null once the sign-in has ended or its credential is no longer valid. */
  signIn(id: string): Promise<{ subject: string; roles: Role[] } | null>;
  /** Ends one sign-in and every session that depends on it. */
  endSignIn(id: string): Promise<void>;
  /** Restores the PIN attempts of a card that locked after wrong PINs. */
  unlockPin(serial: string): Promise<void>;
};

/** A subject, the serial number of a card, or the id of a sign-in. */
const id = textUpTo(100);

export const eidApi = defineApi<EidApi>("eid", {
  person: [id],
  personOfNumber: [textUpTo(20)],
  demoPeople: [],
  cardsOf: [id],
  suspendCard: [id],
  resumeCard: [id],
  revokeCard: [id],
  revokeCardsOf: [textUpTo(20)],
  suspendCardsOf: [textUpTo(20)],
  signIn: [id],
  endSignIn: [id],
  unlockPin: [id],
});
