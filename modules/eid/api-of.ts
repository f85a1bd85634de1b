import type { CardState, EidApi, Role } from "./api.ts";
import type { Eid } from "./eid.ts";
import { findPerson, findPersonOfNumber } from "./store/people.ts";

/** The part of this module that other modules may call. */
export function apiOf({ ctx, cards, demo, signIns }: Eid): EidApi {
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
    unlockPin: (serial) => cards.unlockPin(serial, "office"),
  };
}
