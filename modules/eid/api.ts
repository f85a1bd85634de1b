import { defineApi, exactly, oneOf, orNull, pageLimit, textUpTo, uuidSchema } from "@troad/kernel";
import Type from "typebox";
import { type ClientRegistration, registrationSchema } from "./clients/registration.ts";

export type { ClaimName, ClientRegistration } from "./clients/registration.ts";

/** A role of content/roles, and the agency for which it is held. */
export type Role = { role: string; agency: string | null };

/** A person who can sign in. `subject` is opaque and stable; the national id stays with those who need it. */
export type Person = { subject: string; name: string; nationalId: string; roles: Role[] };

export type CardState = {
  serial: string;
  state: "active" | "suspended" | "revoked";
  issuedAt: string;
  notAfter: string;
  pinTriesLeft: number;
};

/** A certificate of a card, in PEM. */
type OnCard = { serial: string; certificate: string };
/** A card with a chip that its holder has activated. */
export type ChipCard = { nationalId: string; name: string; auth: OnCard; sign: OnCard; notAfter: string };

/** PEM. */
export type SigningCertificate = { certificate: string };
/** base64; ECDSA in DER. */
export type CardSignature = { signature: string };
/** A version of a relying party as it was applied for, with what was decided about it. */
export type ClientRecord = {
  client: string;
  version: number;
  sector: string;
  registration: ClientRegistration;
  appliedBy: string;
  at: string;
  state: "submitted" | "approved" | "refused" | "closed";
  reason: string | null;
};

/** A sign-in that waits for its person to say for whom they act. */
export type MandateQuestion = {
  subject: string;
  service: string | null;
  client: { en: string; "zh-Hant": string };
  purpose: { en: string; "zh-Hant": string };
};
/** The mandate by which someone acts; `subject` is the represented. */
export type ActingMandate = { id: string; kind: string; subject: string; name: string; until: string | null };

export type EidApi = {
  person(subject: string): Promise<Person | null>;
  /** The person with this national id; reserved to modules that give people something, or tell them of it. */
  personOfNumber(nationalId: string): Promise<Person | null>;
  /**
   * The people of the demonstration who can sign in with one click, one or more per role. `label` tells kinds apart: `low`, `mid-low` or
   * `none` (the household's status), `mother`, `father`, `grandmother`, `car-owner`, `car-owners-spouse`,
   * `teenager`, `teenagers-parent`, `founder`, `farmer`, `medic`, `veteran`, `starter`, `host` or `driver` for citizens, the role's name for officers.
   */
  demoPeople(): Promise<{ subject: string; name: string; role: Role; label: string }[]>;
  cardsOf(subject: string): Promise<CardState[]>;
  /** Lets a person in with a card that was made and activated, and revokes their other cards; they need not be known before. Safe to repeat. Reserved. */
  addCard(card: ChipCard): Promise<{ subject: string }>;
  /**
   * Cards whose state changed after a place in the row of all changes, and how they stand now; a change that was still being written when the last place
   * was given is told again. Reserved to the module that keeps copies of cards.
   */
  cardChanges(query: { after: number; limit: number }): Promise<{ place: number; cards: Pick<CardState, "serial" | "state">[] }>;
  suspendCard(serial: string): Promise<void>;
  resumeCard(serial: string): Promise<void>;
  revokeCard(serial: string): Promise<void>;
  /** Revokes all cards of the person with this national id, who has died, say; gives how many. */
  revokeCardsOf(nationalId: string): Promise<number>;
  /** Suspends the active cards of the person with this national id, whose identity card is lost, that were issued before a time; gives how many. */
  suspendCardsOf(request: { nationalId: string; before: string | null }): Promise<number>;
  /** The person behind a sign-in and their current roles; null once the sign-in has ended or its credential is no longer valid. */
  signIn(id: string): Promise<{ subject: string; roles: Role[]; proof: number } | null>;
  /** Ends one sign-in and every session that depends on it. */
  endSignIn(id: string): Promise<void>;
  /** Restores the PIN attempts of a card that locked after wrong PINs. */
  unlockPin(serial: string): Promise<void>;
  /** Whether a certificate (PEM) is of a card in force of the person with this national id; reserved to the module that answers agencies. */
  ownsCertificate(request: { nationalId: string; certificate: string }): Promise<boolean>;
  /** The certificate for signatures of a person's card; null where cards are not read here. Reserved to the module that shows what is signed. */
  signingCertificate(subject: string): Promise<SigningCertificate | null>;
  /** Signs bytes (base64) with a person's card of the demonstration; reserved likewise. */
  signWithCard(request: { subject: string; pin: string; data: string }): Promise<CardSignature>;
  /** A new relying party, or the next version of one; it counts once it is approved. */
  applyForClient(request: {
    client: string | null;
    by: string;
    registration: ClientRegistration;
  }): Promise<{ client: string; version: number }>;
  decideClient(request: {
    client: string;
    version: number;
    decision: "approved" | "refused" | "closed";
    by: string;
    reason: string;
  }): Promise<void>;
  /** Versions of relying parties: of one applicant, or those that wait for a decision; newest first, a place in the list is an instant. */
  clients(which: { by?: string; waiting?: boolean; before?: string; limit: number }): Promise<ClientRecord[]>;
  client(id: string): Promise<ClientRecord | null>;
  /** The version of a relying party that counts now: approved and not closed. */
  clientInForce(id: string): Promise<ClientRecord | null>;
  /** The client whose key signed this assertion (RFC 7523), made out to `audience`; null for every other text, and the second time. Reserved likewise. */
  provenClient(request: { assertion: string; audience: string }): Promise<ClientRecord | null>;
  /** The subject by which a relying party knows a person. */
  subjectFor(request: { client: string; subject: string }): Promise<string | null>;
  /** The person whom a relying party knows by this subject; null for every other text. Reserved likewise. */
  personOfSubject(request: { client: string; subject: string }): Promise<string | null>;
  /** The secret of an approved client that has no key, for its applicant alone. */
  clientSecret(request: { client: string; by: string }): Promise<string | null>;
  /** For whom someone may act is asked on a page of the module that knows mandates: the question behind a ticket, while it is open. */
  mandateQuestion(ticket: string): Promise<MandateQuestion | null>;
  /** Answers it, with a mandate or for themselves; gives the address where the browser goes on. */
  answerMandate(request: { ticket: string; mandate: ActingMandate | null }): Promise<{ location: string }>;
  /** A mandate has ended: so does everything that was issued by it. */
  endMandate(mandate: string): Promise<void>;
  /** Whether documents may be looked up for this sign-in and person now; each time counts as a guess about that person. */
  tryDocuments(request: { ticket: string; nationalId: string }): Promise<boolean>;
  /** What the registers say of them; gives the address where the browser goes on, or null where they are not right. */
  answerDocuments(request: { ticket: string; nationalId: string; right: boolean }): Promise<{ location: string } | null>;
  /** A code for a person who stands at the counter; shown once. */
  officeCode(request: { subject: string; by: string }): Promise<{ code: string; expiresAt: string }>;
  /** Whether a person's identity is locked. */
  isLocked(subject: string): Promise<boolean>;
  /** Unlocks an identity at the counter. */
  unlockIdentity(request: { subject: string; by: string }): Promise<void>;
  /** Ends everything at once, and nothing proves who the person is until it is unlocked. */
  lockIdentity(request: { subject: string; by: string }): Promise<void>;
};

/** A subject, the serial number of a card, or the id of a sign-in. */
const id = textUpTo(100);

const onCard = exactly({ serial: id, certificate: textUpTo(20_000) });

export const eidApi = defineApi<EidApi>("eid", {
  person: [id],
  personOfNumber: [textUpTo(20)],
  demoPeople: [],
  cardsOf: [id],
  cardChanges: [exactly({ after: Type.Integer({ minimum: 0 }), limit: Type.Integer({ minimum: 1, maximum: 1_000 }) })],
  addCard: [exactly({ nationalId: textUpTo(20), name: textUpTo(300), auth: onCard, sign: onCard, notAfter: textUpTo(40) })],
  suspendCard: [id],
  resumeCard: [id],
  revokeCard: [id],
  revokeCardsOf: [textUpTo(20)],
  suspendCardsOf: [exactly({ nationalId: textUpTo(20), before: orNull(textUpTo(40)) })],
  signIn: [id],
  endSignIn: [id],
  unlockPin: [id],
  ownsCertificate: [exactly({ nationalId: textUpTo(20), certificate: textUpTo(20_000) })],
  signingCertificate: [id],
  signWithCard: [exactly({ subject: id, pin: textUpTo(20), data: textUpTo(100_000) })],
  applyForClient: [exactly({ client: orNull(id), by: id, registration: registrationSchema })],
  decideClient: [
    exactly({
      ...{ client: id, version: Type.Integer({ minimum: 1 }), by: id },
      decision: oneOf("approved", "refused", "closed"),
      reason: textUpTo(500),
    }),
  ],
  clients: [
    exactly({
      by: Type.Optional(id),
      waiting: Type.Optional(Type.Boolean()),
      before: Type.Optional(textUpTo(60)),
      limit: pageLimit,
    }),
  ],
  client: [id],
  clientInForce: [id],
  provenClient: [exactly({ assertion: textUpTo(8_000), audience: textUpTo(500) })],
  subjectFor: [exactly({ client: id, subject: id })],
  personOfSubject: [exactly({ client: id, subject: id })],
  clientSecret: [exactly({ client: id, by: id })],
  mandateQuestion: [id],
  answerMandate: [
    exactly({
      ticket: id,
      mandate: orNull(
        exactly({ id: uuidSchema(), kind: textUpTo(30), subject: id, name: textUpTo(300), until: orNull(textUpTo(60)) }),
      ),
    }),
  ],
  endMandate: [uuidSchema()],
  tryDocuments: [exactly({ ticket: id, nationalId: textUpTo(20) })],
  answerDocuments: [exactly({ ticket: id, nationalId: textUpTo(20), right: Type.Boolean() })],
  officeCode: [exactly({ subject: id, by: id })],
  isLocked: [id],
  unlockIdentity: [exactly({ subject: id, by: id })],
  lockIdentity: [exactly({ subject: id, by: id })],
});
