import { instant, type ModuleContext } from "@troad/kernel";
import { pkiApi } from "@troad/pki/api";
import type { CardState } from "../api.ts";
import { type CardAction, isChange, reasonOf, stateAfter, triesLeft } from "../domain/card-state.ts";
import { fail } from "../domain/errors.ts";
import { type CardRow, cardsOf, findCard, insertAction, lockCard, resetPinTries } from "../store/cards.ts";
import { endProviderState, endSignIns } from "../store/sign-ins.ts";
import { publishCard } from "./publish-job.ts";

export type Cards = {
  of(subject: string): Promise<CardState[]>;
  change(serial: string, action: CardAction, actor: string): Promise<void>;
  /** Brings the published status of a card in line with our record; safe to repeat. */
  publish(serial: string): Promise<void>;
  /** Restores a card's PIN attempts, as the office does for someone who forgot the PIN. */
  unlockPin(serial: string, actor: string): Promise<void>;
};

const maxTries = 10;

export function cardService(ctx: ModuleContext): Cards {
  const pki = ctx.use(pkiApi);
  const viewOf = (card: CardRow): CardState => ({
    serial: card.serial,
    state: stateAfter(card.action),
    issuedAt: card.issued_at,
    notAfter: new Date(card.not_after).toISOString(),
    pinTriesLeft: triesLeft(card, ctx.demo ? ctx.clock.now() : undefined),
  });
  return {
    of: async (subject) => (await cardsOf(ctx.db, subject)).map(viewOf),
    /**
     * Our own entry is committed first and takes effect at once; the authority is notified afterwards, by a job if that fails. In between,
     * the card errs on the side of being unusable: a proof needs both to accept it.
     */
    change: async (serial, action, actor) => {
      const isChanged = await ctx.db.tx(async (tx) => {
        await lockCard(tx, serial);
        const card = await findCard(tx, serial);
        if (!card) throw fail("eid.card-unknown");
        if (!isChange(stateAfter(card.action), action)) return false;
        await insertAction(tx, serial, action, actor, instant(ctx.clock));
        await tx.audit({ actor, action: `eid.card-${action}`, target: serial });
        await tx.enqueue(publishCard, { serial });
        if (action === "resume") return true;
        // someone who holds the card or has seen its PIN may be signed in; passkeys stop with the card
        await endSignIns(
          tx,
          { subject: card.subject },
          `card-${action === "suspend" ? "suspended" : "revoked"}`,
          instant(ctx.clock),
        );
        await endProviderState(tx, card.subject);
        return true;
      });
      if (isChanged)
        await publish(serial).catch((error: unknown) =>
          ctx.log.warn({ err: error, serial }, "a job tells the authority of a card"),
        );
    },
    publish,
    unlockPin: async (serial, actor) => {
      if (!(await findCard(ctx.db, serial))) throw fail("eid.card-unknown");
      await ctx.db.tx(async (tx) => {
        await resetPinTries(tx, serial);
        await tx.audit({ actor, action: "eid.pin-unlock", target: serial });
      });
    },
  };

  async function publish(serial: string): Promise<void> {
    for (let tries = 0; tries < maxTries; tries++) {
      const card = await findCard(ctx.db, serial);
      if (!card?.action) return;
      for (const certificate of [card.serial, card.sign_serial]) await publishStatus(certificate, card.action);
      // another change may have been made and published in the meantime
      if ((await findCard(ctx.db, serial))?.action === card.action) return;
    }
    throw new Error(`card ${serial} changes faster than it is published`);
  }

  async function publishStatus(serial: string, action: CardAction): Promise<void> {
    const { status, reason } = await pki.statusOf(serial);
    const published = status === "good" ? "removeFromCRL" : reason;
    if (published !== reasonOf[action]) await pki.revoke(serial, reasonOf[action]);
  }
}
