import { instant, type ModuleContext } from "@troad/kernel";
import { pkiApi } from "@troad/pki/api";
import type { CardState } from "../api.ts";
import { type CardAction, isChange, reasonOf, stateAfter, triesLeft } from "../domain/card-state.ts";
import { fail } from "../domain/errors.ts";
import { type CardRow, cardsOf, findCard, insertAction, lockCard, resetPinTries } from "../store/cards.ts";
import { endProviderState, endSignIns } from "../store/sign-ins.ts";

export type Cards = {
  of(subject: string): Promise<CardState[]>;
  change(serial: string, action: CardAction, actor: string): Promise<void>;
  /** Gives a card its tries back, as the office does for somebody who forgot the PIN. */
  unlockPin(serial: string, actor: string): Promise<void>;
};

export function cardDesk(ctx: ModuleContext): Cards {
  const pki = ctx.use(pkiApi);
  const viewOf = (card: CardRow): CardState => ({
    serial: card.serial,
    state: stateAfter(card.action),
    issuedAt: card.issued_at,
    pinTriesLeft: triesLeft(card, ctx.demo ? ctx.clock.now() : undefined),
  });
  return {
    of: async (subject) => (await cardsOf(ctx.db, subject)).map(viewOf),
    /**
     * The authority is told before our own entry is committed. Whichever of the two fails, the card stays unusable rather than
     * usable, and the same call brings both in step.
     */
    change: (serial, action, actor) =>
      ctx.db.tx(async (tx) => {
        await lockCard(tx, serial);
        const card = await findCard(tx, serial);
        if (!card) throw fail("eid.card-unknown");
        if (!isChange(stateAfter(card.action), action)) return;
        for (const certificate of [card.serial, card.sign_serial]) await publish(certificate, action);
        await insertAction(tx, serial, action, actor, instant(ctx.clock));
        await tx.audit({ actor, action: `eid.card-${action}`, target: serial });
        if (action === "resume") return;
        // whoever holds the card or has seen its PIN may be signed in; passkeys stop with the card
        await endSignIns(
          tx,
          { subject: card.subject },
          `card-${action === "suspend" ? "suspended" : "revoked"}`,
          instant(ctx.clock),
        );
        await endProviderState(tx, card.subject);
      }),
    unlockPin: async (serial, actor) => {
      if (!(await findCard(ctx.db, serial))) throw fail("eid.card-unknown");
      await ctx.db.tx(async (tx) => {
        await resetPinTries(tx, serial);
        await tx.audit({ actor, action: "eid.pin-unlock", target: serial });
      });
    },
  };

  async function publish(serial: string, action: CardAction): Promise<void> {
    const { status, reason } = await pki.statusOf(serial);
    const known = status === "good" ? "removeFromCRL" : reason;
    if (known !== reasonOf[action]) await pki.revoke(serial, reasonOf[action]);
  }
}
