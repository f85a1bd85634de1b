import { taipeiDate } from "@troad/kernel";
import { parseCertificate } from "@troad/trust";
import type { CardState, ClientRecord, EidApi, MandateQuestion, Role } from "./api.ts";
import { addCard } from "./card/add.ts";
import { provenClient } from "./clients/assertion.ts";
import { stateAfter } from "./domain/card-state.ts";
import { fail } from "./domain/errors.ts";
import type { Eid } from "./eid.ts";
import { sectorSecret } from "./oidc/configuration.ts";
import { pairwiseSubject, subjectOfPairwise } from "./oidc/pairwise.ts";
import { cardsOf, changedCards, signCertificateOf } from "./store/cards.ts";
import { answerChallenge } from "./store/challenges.ts";
import { countGuess, uncountGuess } from "./store/codes.ts";
import { endDelegations, markEnded } from "./store/delegations.ts";
import { findPerson, findPersonOfNumber } from "./store/people.ts";
import { mostGuesses } from "./ways/codes.ts";

const dayMs = 86_400_000;

/** The part of this module that other modules may call. */
export function apiOf(eid: Eid): EidApi {
  const { ctx, cards, demo, isInForce, signIns, clients, codes, locks } = eid;
  const citizen: Role = { role: "citizen", agency: null };
  /** Changes those cards of a person that the change concerns; gives how many. */
  const changeAll = async (
    nationalId: string,
    action: "revoke" | "suspend",
    concerns: (card: CardState) => boolean,
  ): Promise<number> => {
    const person = await findPersonOfNumber(ctx.db, nationalId);
    const concerned = person ? (await cards.of(person.subject)).filter(concerns) : [];
    for (const { serial } of concerned) await cards.change(serial, action, "office");
    return concerned.length;
  };
  return {
    person: async (subject) => (await findPerson(ctx.db, subject)) ?? null,
    personOfNumber: async (nationalId) => (await findPersonOfNumber(ctx.db, nationalId)) ?? null,
    demoPeople: async () =>
      ((await demo?.people()) ?? []).map(({ subject, name, roles, label }) => ({
        subject,
        name,
        role: roles[0] ?? citizen,
        label,
      })),
    cardsOf: (subject) => cards.of(subject),
    cardChanges: async ({ after, limit }) => {
      const { place, cards: changed } = await changedCards(ctx.db, after, limit);
      return { place, cards: changed.map(({ serial, action }) => ({ serial, state: stateAfter(action) })) };
    },
    addCard: (card) => addCard(eid, card),
    suspendCard: (serial) => cards.change(serial, "suspend", "office"),
    resumeCard: (serial) => cards.change(serial, "resume", "office"),
    revokeCard: (serial) => cards.change(serial, "revoke", "office"),
    revokeCardsOf: (nationalId) => changeAll(nationalId, "revoke", ({ state }) => state !== "revoked"),
    suspendCardsOf: ({ nationalId, before }) =>
      changeAll(
        nationalId,
        "suspend",
        ({ state, issuedAt }) => state === "active" && (before === null || Date.parse(issuedAt) <= Date.parse(before)),
      ),
    signIn: (id) => signIns.standing(id),
    endSignIn: async (id) => {
      const standing = await signIns.standing(id);
      if (standing) await signIns.end({ subject: standing.subject, id }, "signed-out");
    },
    ownsCertificate: async ({ nationalId, certificate }) => {
      const person = await findPersonOfNumber(ctx.db, nationalId);
      const asked = person && fingerprintOf(certificate);
      if (!asked) return false;
      for (const card of await cardsOf(ctx.db, person.subject)) {
        const own = [card.certificate, await signCertificateOf(ctx.db, card.serial)];
        if (own.some((pem) => pem !== undefined && fingerprintOf(pem) === asked)) return isInForce(card);
      }
      return false;
    },
    signingCertificate: async (subject) => (await demo?.signing.certificate(subject)) ?? null,
    signWithCard: async (request) => {
      if (!demo) throw fail("eid.card-unknown");
      return demo.signing.sign(request);
    },
    unlockPin: (serial) => cards.unlockPin(serial, "office"),
    applyForClient: (request) => clients.apply(request),
    decideClient: (request) => clients.decide(request),
    clients: (which) => clients.list(which),
    client: (id) => clients.one(id),
    clientInForce: (id) => clients.standing(id),
    provenClient: (request) => provenClient(ctx, clients, request),
    subjectFor: async ({ client, subject }) => {
      const row = await clients.inForce(client);
      return row ? pairwiseSubject(sectorSecret(ctx.folder), row.sector, subject) : null;
    },
    personOfSubject: async ({ client, subject }) => {
      const row = await clients.inForce(client);
      return row ? (subjectOfPairwise(sectorSecret(ctx.folder), row.sector, subject) ?? null) : null;
    },
    clientSecret: async ({ client, by }) => {
      const record: ClientRecord | null = await clients.one(client);
      const isTheirs = record?.appliedBy === by && (await clients.inForce(client)) !== undefined;
      return isTheirs && record.registration.auth !== "private_key_jwt" ? clients.secretOf(client) : null;
    },
    isLocked: (subject) => locks.isLocked(subject),
    officeCode: ({ subject, by }) => codes.handOut(subject, by),
    lockIdentity: ({ subject, by }) => locks.lock(subject, by),
    unlockIdentity: ({ subject, by }) => locks.unlock(subject, by),
    ...questionsOf(eid),
  };
}

type Questions = Pick<EidApi, "mandateQuestion" | "answerMandate" | "endMandate" | "tryDocuments" | "answerDocuments">;

/** Questions of a sign-in that pages of other modules answer. */
function questionsOf({ ctx, tickets, locks }: Eid): Questions {
  const today = (): string => taipeiDate(ctx.clock.now());
  return {
    mandateQuestion: async (ticket) => {
      const row = await tickets.find("mandate", ticket);
      if (!row?.subject) return null;
      const { service, client, purpose } = row.about as Omit<MandateQuestion, "subject">;
      return { subject: row.subject, service, client, purpose };
    },
    answerMandate: async ({ ticket, mandate }) => {
      const row = await tickets.find("mandate", ticket);
      if (!row) throw fail("eid.ticket-over");
      return tickets.answer("mandate", ticket, { acting: mandate });
    },
    endMandate: (mandate) =>
      ctx.db.tx(async (tx) => {
        const now = ctx.clock.now();
        await markEnded(tx, mandate, new Date(now.getTime() + dayMs).toISOString());
        await endDelegations(tx, { mandate }, now.toISOString());
      }),
    tryDocuments: async ({ ticket, nationalId }) => {
      if (!(await tickets.find("documents", ticket))) throw fail("eid.ticket-over");
      const person = await findPersonOfNumber(ctx.db, nationalId);
      // one count for every number that nobody has, so that the answer takes the same way
      const guesses = await countGuess(ctx.db, person?.subject ?? "", "documents", today());
      return person !== undefined && guesses <= mostGuesses && !(await locks.isLocked(person.subject));
    },
    answerDocuments: async ({ ticket, nationalId, right }) => {
      const person = await findPersonOfNumber(ctx.db, nationalId);
      if (!right || !person) return null;
      await uncountGuess(ctx.db, person.subject, "documents", today());
      const row = await tickets.find("documents", ticket);
      if (!row) throw fail("eid.ticket-over");
      const { interaction } = row.about as { interaction: string };
      await tickets.answer("documents", ticket, {});
      await answerChallenge(ctx.db, row.id, { subject: person.subject, method: "documents", credential: row.id }, interaction);
      const way = `${ctx.origin("eid")}/eid/interaction/${encodeURIComponent(interaction)}/continue`;
      return { location: `${way}?challenge=${encodeURIComponent(row.id)}` };
    },
  };
}

/** Of a certificate in PEM; undefined for what is none. */
function fingerprintOf(pem: string): string | undefined {
  try {
    return parseCertificate(pem).fingerprint;
  } catch {
    return undefined;
  }
}
