import { defineApi, textUpTo } from "@troad/kernel";

/** A role of content/roles, and the agency for which it is held. */
export type Role = { role: string; agency: string | null };

/** A person who can sign in. `subject` is opaque and stable; the national id stays with those who need it. */
export type Person = { subject: string; name: string; nationalId: string; roles: Role[] };

export type CardState = { serial: string; state: "active" | "suspended" | "revoked"; issuedAt: string; pinTriesLeft: number };

export type EidApi = {
  person(subject: string): Promise<Person | null>;
  /**
   * The people of the demo who can sign in with one click, one or more a role. `label` tells kinds apart: `low`, `mid-low` or `none`
   * (the household's status) for citizens, the role's name for officers.
   */
  demoPeople(): Promise<{ subject: string; name: string; role: Role; label: string }[]>;
  cardsOf(subject: string): Promise<CardState[]>;
  suspendCard(serial: string): Promise<void>;
  resumeCard(serial: string): Promise<void>;
  revokeCard(serial: string): Promise<void>;
  /** The person of a sign-in and the roles of now; null when it was ended, or when what proved it proves nothing any more. */
  signIn(id: string): Promise<{ subject: string; roles: Role[] } | null>;
  /** Ends one sign-in with every session that stands on it. */
  endSignIn(id: string): Promise<void>;
  /** Gives a card that locked after wrong PINs its tries back. */
  unlockPin(serial: string): Promise<void>;
};

/** A subject, the serial number of a card, or the id of a sign-in. */
const id = textUpTo(100);

export const eidApi = defineApi<EidApi>("eid", {
  person: [id],
  demoPeople: [],
  cardsOf: [id],
  suspendCard: [id],
  resumeCard: [id],
  revokeCard: [id],
  signIn: [id],
  endSignIn: [id],
  unlockPin: [id],
});
