import { instant, type Tx } from "@troad/kernel";
import type { PayApi } from "../api.ts";
import { payFailure } from "../domain/errors.ts";
import { collected } from "../events.ts";
import { bookAll } from "../ledger/journal.ts";
import type { Parts } from "../parts.ts";
import { collectedLines, endOf, insertCollected, insertEnd, type NewCollected } from "./collected-store.ts";

export type CollectedFile = { layout: string; msgId: string; lines: Omit<NewCollected, "id">[] };
/** A file has at most so many lines. */
const mostLines = 100_000;
type Books = Pick<Parts, "db" | "clock" | "ids">;

/** Takes in what was collected: the collector owes it to us, and nobody has said yet whose it is. */
export async function applyCollection(parts: Books, tx: Tx, file: string, { layout, lines }: CollectedFile): Promise<void> {
  const rows = lines.map((line) => ({ ...line, id: parts.ids.uuid() }));
  await insertCollected(tx, { file, layout, at: instant(parts.clock) }, rows);
  const sum = lines.reduce((total, { amount }) => total + amount, 0);
  const postings = [
    { account: `collector/${layout}` as const, amount: sum },
    { account: "unmatched" as const, amount: -sum },
  ];
  await bookAll(tx, parts, { key: `collection ${file}`, batch: null, postings });
  await tx.publish(collected, { file, count: lines.length });
}

/** Which lines of a file differ from those of the one that was taken under its id. */
export async function alteredLines(tx: Tx, { msgId, lines }: CollectedFile): Promise<number[]> {
  const taken = await collectedLines(tx, { msgId, limit: mostLines });
  const said = ({ agency, number, amount, paidOn, reference }: Omit<NewCollected, "id">) =>
    JSON.stringify([agency, number, amount, paidOn, reference]);
  const count = Math.max(taken.length, lines.length);
  return Array.from({ length: count }, (_, at) => at).flatMap((at) => {
    const [before, now] = [taken[at], lines[at]];
    return before && now && said(before) === said(now) ? [] : [at + 1];
  });
}

/** What was collected, for the modules whose money it is. */
export const openCollections = (parts: Books): Pick<PayApi, "collected" | "bookCollected"> => ({
  collected: ({ after, limit }) => collectedLines(parts.db, { after, limit }),
  bookCollected: ({ id, agency, reason, by }) =>
    parts.db.tx(async (tx) => {
      const [found] = await collectedLines(tx, { id, limit: 1 });
      if (!found) throw payFailure("pay.not-found");
      const at = instant(parts.clock);
      if ((await insertEnd(tx, { collected: id, agency, by, reason, at })) === 0) {
        if ((await endOf(tx, id))?.agency !== agency) throw payFailure("pay.mismatch-ended");
        return;
      }
      const postings = [
        { account: "unmatched" as const, amount: found.amount },
        { account: `agency/${agency}` as const, amount: -found.amount },
      ];
      await bookAll(tx, parts, { key: `collected ${id}`, batch: null, postings });
      await tx.audit({ actor: by, action: "pay.collected-booked", target: id, detail: { agency, amount: found.amount } });
    }),
});
