import { parseCertificate } from "@troad/trust";
import type { CardState, EidApi, Role } from "./api.ts";
import { fail } from "./domain/errors.ts";
import type { Eid } from "./eid.ts";
import { cardsOf, signCertificateOf } from "./store/cards.ts";
import { findPerson, findPersonOfNumber } from "./store/people.ts";

/** The part of this module that other modules may call. */
export function apiOf({ ctx, cards, demo, isInForce, signIns }: Eid): EidApi {
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
    suspendCard: (serial) => cards.change(serial, "suspend", "office"),
    resumeCard: (serial) => cards.change(serial, "resume", "office"),
    revokeCard: (serial) => cards.change(serial, "revoke", "office"),
    revokeCardsOf: (nationalId) => changeAll(nationalId, "revoke", ({ state }) => state !== "revoked"),
    suspendCardsOf: (nationalId) => changeAll(nationalId, "suspend", ({ state }) => state === "active"),
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
