import { instant } from "@troad/kernel";
import type { ChipCard } from "../api.ts";
import { stateAfter } from "../domain/card-state.ts";
import type { Eid } from "../eid.ts";
import { cardsOf, findCard, insertCard, lockCard } from "../store/cards.ts";
import { findPersonOfNumber, insertPerson } from "../store/people.ts";

/** Takes in a card that the production centre made; the person's other cards are revoked, as a new card makes the old one void. */
export async function addCard({ ctx, cards }: Pick<Eid, "ctx" | "cards">, card: ChipCard): Promise<{ subject: string }> {
  const subject = await ctx.db.tx(async (tx) => {
    await lockCard(tx, card.nationalId);
    const known = await findPersonOfNumber(tx, card.nationalId);
    const person = known?.subject ?? ctx.ids.opaque();
    if (!known)
      await insertPerson(tx, {
        ...{ subject: person, name: card.name, national_id: card.nationalId },
        ...{ roles: [{ role: "citizen", agency: null }], label: "" },
      });
    if (await findCard(tx, card.auth.serial)) return person;
    await insertCard(tx, {
      ...{ serial: card.auth.serial, subject: person, certificate: card.auth.certificate },
      ...{ signSerial: card.sign.serial, signCertificate: card.sign.certificate },
      ...{ medium: "chip", at: instant(ctx.clock), notAfter: card.notAfter },
    });
    await tx.audit({ actor: "cards", action: "eid.card-issue", target: card.auth.serial, detail: { subject: person } });
    return person;
  });
  for (const { serial, action } of await cardsOf(ctx.db, subject))
    if (serial !== card.auth.serial && stateAfter(action) !== "revoked") await cards.change(serial, "revoke", "cards");
  return { subject };
}
