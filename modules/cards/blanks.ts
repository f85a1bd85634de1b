import { instant, type ModuleContext } from "@troad/kernel";
import { agreed, type Counted, numbersFrom } from "./domain/two-people.ts";
import { fail } from "./errors.ts";
import {
  countsOf,
  findDestruction,
  insertBlanks,
  insertDelivery,
  insertDestruction,
  listBlanks,
  listDeliveries,
  lockDelivery,
  moveBlanks,
  openDestructions,
  putCount,
  recordBlanks,
  setDelivery,
  setDestroyed,
  stockOf,
} from "./store/blanks.ts";

export type Blanks = ReturnType<typeof openBlanks>;

/** The stock of blank cards: each has a number, and is received, used, spoiled and destroyed before witnesses. */
export function openBlanks({ db, clock, ids }: Pick<ModuleContext, "db" | "clock" | "ids">) {
  return {
    stock: () => stockOf(db),
    list: (query: Parameters<typeof listBlanks>[1]) => listBlanks(db, query),
    deliveries: () => listDeliveries(db, 50),
    destructions: () => openDestructions(db, 50),
    /** A box is expected: from which number, and how many. */
    announce: async (first: string, count: number, by: string): Promise<string> => {
      if (!numbersFrom(first, count)) throw fail("cards.numbers-wrong");
      const id = ids.uuid();
      await db.tx(async (tx) => {
        await insertDelivery(tx, { id, first_number: first, announced: count, announced_by: by, at: instant(clock) });
        await tx.audit({ actor: by, action: "cards.delivery", target: id, detail: { first, count } });
      });
      return id;
    },
    /** One person's count of a box. The second one that agrees with the note brings its blanks into the stock. */
    countDelivery: (id: string, counted: number, by: string): Promise<Counted["state"] | "received"> =>
      db.tx(async (tx) => {
        const delivery = await lockDelivery(tx, id);
        if (!delivery) throw fail("cards.delivery-unknown");
        if (delivery.state === "received") throw fail("cards.delivery-received");
        const at = instant(clock);
        await putCount(tx, { what: "delivery", id, person: by, counted, at });
        const result = agreed(await countsOf(tx, "delivery", id));
        await tx.audit({ actor: by, action: "cards.delivery-counted", target: id, detail: { counted } });
        if (result.state !== "agree") return result.state;
        if (result.counted !== delivery.announced) {
          await setDelivery(tx, id, "differs");
          return "differ";
        }
        const numbers = numbersFrom(delivery.first_number, delivery.announced)!;
        if (!(await insertBlanks(tx, id, numbers))) throw fail("cards.blanks-known");
        const [actor, witness] = result.people;
        await recordBlanks(tx, numbers, { action: "received", actor, witness, at });
        await setDelivery(tx, id, "received");
        return "received";
      }),
    /** A blank that is damaged in the stock. */
    spoil: (number: string, reason: string, by: string): Promise<void> =>
      db.tx(async (tx) => {
        if (reason.trim() === "") throw fail("cards.reason-missing");
        if ((await moveBlanks(tx, [number], { from: ["stocked"], to: "spoiled", reason })) !== 1) throw fail("cards.blank-state");
        await recordBlanks(tx, [number], { action: "spoiled", actor: by, reason, at: instant(clock) });
        await tx.audit({ actor: by, action: "cards.blank-spoiled", target: number, detail: { reason } });
      }),
    /** One person brings spoiled blanks to the shredder. */
    proposeDestruction: async (numbers: readonly string[], by: string): Promise<string> => {
      const id = ids.uuid();
      if (numbers.length === 0) throw fail("cards.blank-state");
      await db.tx(async (tx) => {
        if ((await insertDestruction(tx, { id, by, at: instant(clock) }, numbers)) !== numbers.length)
          throw fail("cards.blank-state");
        await tx.audit({ actor: by, action: "cards.destruction-proposed", target: id, detail: { count: numbers.length } });
      });
      return id;
    },
    /** Another person sees them shredded. */
    destroy: (id: string, by: string): Promise<void> =>
      db.tx(async (tx) => {
        const found = await findDestruction(tx, id);
        if (!found || found.destroyed_by !== null) throw fail("cards.destruction-unknown");
        if (found.proposed_by === by) throw fail("cards.same-person");
        await setDestroyed(tx, id, by);
        if ((await moveBlanks(tx, found.numbers, { from: ["spoiled"], to: "destroyed" })) !== found.numbers.length)
          throw fail("cards.blank-state");
        await recordBlanks(tx, found.numbers, { action: "destroyed", actor: found.proposed_by, witness: by, at: instant(clock) });
        await tx.audit({ actor: by, action: "cards.destroyed", target: id, detail: { count: found.numbers.length } });
      }),
  };
}
