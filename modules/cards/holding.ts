import { timingSafeEqual } from "node:crypto";
import type { EidApi } from "@troad/eid/api";
import { defineJob, instant, type ModuleContext, type Tx } from "@troad/kernel";
import type { PkiApi } from "@troad/pki/api";
import Type from "typebox";
import type { Production } from "./centre/produce.ts";
import { fail } from "./errors.ts";
import { moveBlanks, recordBlanks } from "./store/blanks.ts";
import {
  type CardRow,
  type CardStateName,
  cardsOfOrder,
  cardsOfPerson,
  countTry,
  dropLetters,
  findCard,
  lockCard,
  recordCard,
  setCard,
} from "./store/cards.ts";
import { findOrder, lockOrder, type OrderRow, openOrdersOf, setOrder } from "./store/orders.ts";

export const activateJob = defineJob("cards.activate", {
  payload: Type.Object({ card: Type.String({ maxLength: 40 }) }),
  retry: { attempts: 50 },
});

type Parts = {
  ctx: Pick<ModuleContext, "db" | "clock" | "log">;
  eid: Pick<EidApi, "addCard" | "cardsOf" | "personOfNumber" | "suspendCard" | "resumeCard" | "revokeCard">;
  pki: Pick<PkiApi, "statusOf" | "revoke" | "endCardRequest">;
  production: Pick<Production, "codeHash">;
};
export type Holding = ReturnType<typeof openHolding>;
const beforeHandover: readonly CardStateName[] = [
  "planned",
  "personalising",
  "personalised",
  "printing",
  "printed",
  "passed",
  "packed",
  "sent",
  "arrived",
];

const changes: Readonly<Record<"active" | "suspended" | "revoked", readonly CardStateName[]>> = {
  active: ["suspended"],
  suspended: ["active"],
  revoked: ["active", "suspended"],
};

/** What happens to a card from the day it is handed over: activation, suspension, the end; and orders that end before. */
export function openHolding({ ctx: { db, clock, log }, eid, pki, production }: Parts) {
  /** The own entry first, which counts at once; the eID and the authority follow, by a job if that fails. */
  async function move(
    id: string,
    from: readonly CardStateName[],
    to: CardStateName,
    by: string,
    reason: string | null = null,
  ): Promise<CardRow> {
    return db.tx(async (tx) => {
      const card = await lockCard(tx, id);
      if (!card) throw fail("cards.card-unknown");
      if (!from.includes(card.state)) throw fail("cards.card-state", { state: card.state });
      await setCard(tx, id, to, reason);
      await recordCard(tx, { card: id, state: to, actor: by, blank: card.blank, reason, at: instant(clock) });
      await tx.audit({ actor: by, action: `cards.${to}`, target: id, detail: reason === null ? {} : { reason } });
      if (to === "activating") await tx.enqueue(activateJob, { card: id });
      return card;
    });
  }
  /** Each part may be repeated: a kill between them is made good by the job. */
  async function activate(id: string): Promise<void> {
    const card = await findCard(db, id);
    const order = card && (await findOrder(db, card.card_order));
    if (card?.state !== "activating" || !order?.holder) return;
    for (const serial of [card.auth_serial!, card.sign_serial!])
      if ((await pki.statusOf(serial)).reason === "certificateHold") await pki.revoke(serial, "removeFromCRL");
    await eid.addCard({
      ...{ nationalId: order.national_id, name: order.holder.name ?? "" },
      auth: { serial: card.auth_serial!, certificate: card.auth_certificate! },
      sign: { serial: card.sign_serial!, certificate: card.sign_certificate! },
      notAfter: new Date(card.not_after!).toISOString(),
    });
    const earlier = (await cardsOfPerson(db, order.national_id)).filter(
      (one) => one.id !== id && (one.state === "active" || one.state === "suspended"),
    );
    await db.tx(async (tx) => {
      if ((await lockCard(tx, id))?.state !== "activating") return;
      const at = instant(clock);
      await setCard(tx, id, "active");
      await recordCard(tx, { card: id, state: "active", actor: "cards", blank: card.blank, at });
      for (const one of earlier) {
        await setCard(tx, one.id, "revoked", "replaced");
        await recordCard(tx, { card: one.id, state: "revoked", actor: "cards", blank: one.blank, reason: "replaced", at });
      }
      await setOrder(tx, order.id, "issued");
    });
  }
  /** Where a card stands: once it is active the eID says it, where its holder, the household office and a loss change it too. */
  async function standing(card: CardRow): Promise<CardStateName> {
    if (card.state !== "active" && card.state !== "suspended") return card.state;
    const order = await findOrder(db, card.card_order);
    const person = order && (await eid.personOfNumber(order.national_id));
    const known = person && (await eid.cardsOf(person.subject)).find(({ serial }) => serial === card.auth_serial);
    return known?.state ?? card.state;
  }
  const begin = async (id: string, by: string): Promise<void> => {
    await move(id, ["handed-over"], "activating", by);
    await activate(id).catch((error: unknown) => log.warn({ err: error, card: id }, "a job activates the card"));
  };
  /** Ends an order and whatever was made for it. */
  async function endOrder(tx: Tx, order: OrderRow, reason: string, by: string): Promise<string[]> {
    const at = instant(clock);
    const cards = (await cardsOfOrder(tx, order.id)).filter(
      ({ state }) => beforeHandover.includes(state) || state === "handed-over",
    );
    for (const { id, blank } of cards) {
      await setCard(tx, id, "void", reason);
      await recordCard(tx, { card: id, state: "void", actor: by, blank, reason, at });
      if (blank === null) continue;
      await moveBlanks(tx, [blank], { from: ["allotted", "used"], to: "spoiled", reason });
      await recordBlanks(tx, [blank], { action: "spoiled", actor: by, reason, at });
    }
    await dropLetters(
      tx,
      cards.map(({ id }) => id),
    );
    await setOrder(tx, order.id, "cancelled", reason);
    await tx.audit({ actor: by, action: "cards.order-ended", target: order.id, detail: { reason } });
    return cards.flatMap(({ blank }) => (blank === null ? [] : [blank]));
  }
  const end = async (order: string, reason: string, by: string): Promise<void> => {
    const found = await findOrder(db, order);
    if (!found) throw fail("cards.order-unknown");
    // the certificates first: broken off after this, the order is still open and is ended again
    for (const { blank } of await cardsOfOrder(db, order))
      if (blank !== null && found.state === "production") await pki.endCardRequest(blank);
    const blanks = await db.tx(async (tx) => {
      const now = await lockOrder(tx, order);
      if (!now || !["photo", "ready", "production"].includes(now.state)) throw fail("cards.order-ended");
      return endOrder(tx, now, reason, by);
    });
    for (const blank of blanks) await pki.endCardRequest(blank);
  };
  return {
    job: activate,
    end,
    ofPerson: (nationalId: string) => cardsOfPerson(db, nationalId),
    /** The officer compared the face and gave the card away. */
    handOver: (id: string, by: string) => move(id, ["arrived"], "handed-over", by),
    activateAtOffice: begin,
    /** The holder, who is signed in, has the code of the letter; it is counted before it is looked at. */
    activateOnline: async (request: { id: string; nationalId: string; code: string; by: string }): Promise<void> => {
      const card = await findCard(db, request.id);
      const order = card && (await findOrder(db, card.card_order));
      if (!card || order?.national_id !== request.nationalId) throw fail("cards.card-unknown");
      if (card.state !== "handed-over") throw fail("cards.card-state", { state: card.state });
      if (!(await countTry(db, card.id))) throw fail("cards.code-used-up");
      const [given, kept] = [Buffer.from(production.codeHash(card.id, request.code)), Buffer.from(card.code_hash ?? "")];
      if (given.length !== kept.length || !timingSafeEqual(given, kept)) throw fail("cards.code-wrong");
      await begin(card.id, request.by);
    },
    standing,
    /** Suspends a card that is active, lets a suspended one go on, or ends one for good; the eID and the authority know it before this returns. */
    change: async (id: string, to: "active" | "suspended" | "revoked", reason: string, by: string): Promise<void> => {
      const card = await findCard(db, id);
      if (!card) throw fail("cards.card-unknown");
      const state = await standing(card);
      if (!changes[to].includes(state)) throw fail("cards.card-state", { state });
      const serial = card.auth_serial!;
      if (to === "suspended") await eid.suspendCard(serial);
      else await (to === "active" ? eid.resumeCard(serial) : eid.revokeCard(serial));
      await move(id, ["active", "suspended", "revoked"], to, by, reason);
    },
    /** A person has died: nothing is made for them any more. Gives how many orders ended. */
    died: async (nationalId: string): Promise<number> => {
      const orders = await openOrdersOf(db, nationalId);
      for (const { id } of orders) await end(id, "holder-died", "household");
      return orders.length;
    },
  };
}
