import { defineJob, instant, type ModuleContext, RetryLater } from "@troad/kernel";
import Type from "typebox";
import { fail } from "../errors.ts";
import {
  actionsOf,
  cardsOfBatch,
  dropLetters,
  findBatch,
  findCard,
  insertBatch,
  insertCard,
  lettersOf,
  listBatches,
  lockCard,
  recordCard,
  setBatch,
  setCard,
} from "../store/cards.ts";
import { officeWaiting, setOrder, takeReady } from "../store/orders.ts";
import type { PrintFiles } from "./print-file.ts";
import type { Line, Production } from "./produce.ts";

export type { CardRow as MadeCard } from "../store/cards.ts";

/** Why a card does not pass. */
export const rejectReasons = ["print", "photo", "chip", "data", "surface"] as const;
export type RejectReason = (typeof rejectReasons)[number];

export const produceJob = defineJob("cards.produce", {
  payload: Type.Object({ batch: Type.String({ maxLength: 40 }) }),
  retry: { attempts: 100 },
  concurrency: 1,
});

type Parts = {
  ctx: Pick<ModuleContext, "db" | "clock" | "ids">;
  size: number;
  production: Production;
  files: PrintFiles;
  /** Undefined where no reader and no printer of letters is set up. */
  line: Line | undefined;
};
export type Batches = ReturnType<typeof openBatches>;

/** Batches of cards for one office each: planned, produced by a job, checked card by card. */
export function openBatches({ ctx, size, production, files, line }: Parts) {
  const { db, clock, ids } = ctx;
  return {
    isReady: line !== undefined,
    find: (id: string) => findBatch(db, id),
    list: (query: Parameters<typeof listBatches>[1]) => listBatches(db, query),
    cards: (batch: string) => cardsOfBatch(db, batch),
    card: (id: string) => findCard(db, id),
    actions: (card: string) => actionsOf(db, card),
    /** Plans the cards of the office whose most urgent order has waited longest, or of the one named. */
    plan: (by: string, office?: string): Promise<string> => {
      if (!line) throw fail("cards.no-station");
      return db.tx(async (tx) => {
        const of = office ?? (await officeWaiting(tx));
        const orders = of === undefined ? [] : await takeReady(tx, of, size);
        if (of === undefined || orders.length === 0) throw fail("cards.nothing-ready");
        const [batch, at] = [ids.uuid(), instant(clock)];
        await insertBatch(tx, { id: batch, office: of, made_by: by, at });
        for (const { id } of orders) {
          await insertCard(tx, { id: ids.uuid(), batch, card_order: id, at });
          await setOrder(tx, id, "production");
        }
        await tx.audit({ actor: by, action: "cards.batch", target: batch, detail: { office: of, cards: orders.length } });
        await tx.enqueue(produceJob, { batch });
        return batch;
      });
    },
    /** A halted batch goes on, once blanks have come. */
    resume: (batch: string, by: string): Promise<void> =>
      db.tx(async (tx) => {
        if ((await findBatch(tx, batch))?.state !== "halted") throw fail("cards.batch-unknown");
        await setBatch(tx, batch, "open");
        await tx.audit({ actor: by, action: "cards.batch-resumed", target: batch });
        await tx.enqueue(produceJob, { batch });
      }),
    /** The job: works until the batch is done, or comes back when the lease of a worker that is gone has ended. */
    produce: async (batch: string): Promise<void> => {
      if (!line) throw fail("cards.no-station");
      const worked = await production.work(line, batch);
      if (worked.state !== "held") return;
      throw new RetryLater(Math.max(200, Date.parse(worked.until) - clock.now().getTime()), "another worker holds what is left");
    },
    /** A printed card passes; its print file goes. */
    pass: (card: string, by: string): Promise<void> => {
      return db
        .tx(async (tx) => {
          const found = await lockCard(tx, card);
          if (!found) throw fail("cards.card-unknown");
          if (found.state !== "printed") throw fail("cards.card-state", { state: found.state });
          await setCard(tx, card, "passed");
          await recordCard(tx, { card, state: "passed", actor: by, blank: found.blank, at: instant(clock) });
          await tx.audit({ actor: by, action: "cards.passed", target: card });
          return found.blank!;
        })
        .then((blank) => files.drop(blank));
    },
    /** A card that does not pass: its blank is spoiled for that reason, and it is made again with another one. */
    reject: async (card: string, reason: RejectReason, by: string): Promise<void> => {
      const found = await findCard(db, card);
      if (!found) throw fail("cards.card-unknown");
      if (found.state !== "printed") throw fail("cards.card-state", { state: found.state });
      await production.voidBlank(found, `rejected-${reason}`);
      await db.tx(async (tx) => {
        await tx.audit({ actor: by, action: "cards.rejected", target: card, detail: { reason } });
        await setBatch(tx, found.batch, "open");
        await tx.enqueue(produceJob, { batch: found.batch });
      });
    },
    letters: (batch: string) => lettersOf(db, batch),
    /** The printer has printed them: they are gone here. */
    lettersPrinted: (batch: string, by: string): Promise<number> =>
      db.tx(async (tx) => {
        const cards = (await lettersOf(tx, batch)).map(({ card }) => card);
        await tx.audit({ actor: by, action: "cards.letters-printed", target: batch, detail: { count: cards.length } });
        return dropLetters(tx, cards);
      }),
  };
}
