import type { Database } from "@troad/kernel";
import type { PayApi } from "@troad/pay/api";
import { lineOf } from "./runs.ts";
import { fileOfBatch, insertEnd, movePlace } from "./store/sending.ts";

const atOnce = 1_000;

/** Reads on what the bank has said of a file's payments; the place moves with what was read. */
export async function readOutcomes(db: Database, pay: Pick<PayApi, "outcomes">, batch: string): Promise<void> {
  const file = await fileOfBatch(db, batch);
  if (!file) return;
  for (let after = file.no; ; ) {
    const outcomes = await pay.outcomes({ batch, after, limit: atOnce });
    const last = outcomes.at(-1);
    if (!last) return;
    await db.tx(async (tx) => {
      for (const { key, state, reason, at } of outcomes) {
        const found = lineOf(key);
        if (found?.run === file.run) await insertEnd(tx, { ...found, state, reason, at });
      }
      await movePlace(tx, batch, last.no);
    }, "long");
    after = last.no;
  }
}
