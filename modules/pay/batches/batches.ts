import { defineJob, type HandledJob, handleJob, instant, sql, uuidSchema } from "@troad/kernel";
import Type from "typebox";
import type { BatchCall, PayApi } from "../api.ts";
import { applyFile } from "../bank/apply.ts";
import { countMismatches, endMismatch, mismatchById, openMismatches, refusedFiles } from "../bank/bank-store.ts";
import type { BankChannel } from "../bank/channel.ts";
import { readBankFile } from "../bank/take.ts";
import { openCollections } from "../collections/collections.ts";
import type { Layout } from "../collections/layouts.ts";
import { payFailure } from "../domain/errors.ts";
import { messageId } from "../domain/message-id.ts";
import { type Account, bookAll } from "../ledger/journal.ts";
import type { Parts } from "../parts.ts";
import {
  differingLines,
  findBatch,
  insertBatch,
  insertLines,
  lockBatch,
  markSent,
  outcomesAfter,
  sealBatch,
  silentSince,
  totalsOf,
} from "./batch-store.ts";
import { fileOf } from "./file.ts";

export const batchJob = defineJob("pay.batch", { payload: Type.Object({ batch: uuidSchema() }), concurrency: 1 });

type BatchParts = Omit<Parts, "provider"> & {
  channel: () => BankChannel;
  payerName: (agency: string) => string;
  layouts?: readonly Layout[];
};
export type Batches = Pick<PayApi, BatchCall> & {
  /** Takes in what the bank has put; gives how many files. */
  takeIn(): Promise<number>;
  mismatches: (page: { before?: string; limit: number }) => ReturnType<typeof openMismatches>;
  mismatch: (id: string) => ReturnType<typeof mismatchById>;
  mismatchCount(): Promise<{ count: number; oldest: string | null }>;
  /** Says what a mismatch is: money of an agency, or seen without one. Money is booked to that agency. */
  explain(end: { id: string; agency: string | null; account?: Account | null; reason: string; by: string }): Promise<void>;
  refusedFiles: (limit: number) => ReturnType<typeof refusedFiles>;
  jobs: HandledJob[];
};

const mostLines = 1_000;
const pageLimit = 100;

/** Batches: opened with number and sum, filled, sealed, sent as one file, and followed by what the bank says. */
export function openBatches(parts: BatchParts): Batches {
  const { db, clock, ids, channel } = parts;
  const need = async (id: string) => {
    const found = await findBatch(db, { id });
    if (!found) throw payFailure("pay.not-found");
    return found;
  };
  const send = async (id: string): Promise<void> => {
    const batch = await need(id);
    if (!batch.sealedAt || batch.sentAt) return;
    const bank = channel();
    const digest = await bank.put(
      `${batch.msgId}.${bank.format.extension}`,
      fileOf(db, batch, bank, parts.payerName(batch.agency)),
    );
    await markSent(db, batch.id, digest, instant(clock));
  };
  return {
    ...openCollections(parts),
    openBatch: async ({ key, agency, purpose, day, count, sum }) => {
      const id = ids.uuid();
      const row = { id, key, msgId: messageId(id), agency, purpose, day, count, sum, openedAt: instant(clock) };
      await insertBatch(db, row);
      const stored = (await findBatch(db, { key }))!;
      if (stored.agency !== agency || stored.count !== count || stored.sum !== sum) throw payFailure("pay.key-reused");
      return { id: stored.id, msgId: stored.msgId };
    },
    addLines: ({ batch, from, lines }) =>
      db.tx(async (tx) => {
        const found = await lockBatch(tx, batch);
        if (!found) throw payFailure("pay.not-found");
        if (lines.length > mostLines) throw payFailure("pay.batch-differs");
        const rows = lines.map((one, index) => ({
          ...one,
          line: from + index,
          endToEndId: `${found.msgId}-${from + index}`,
        }));
        const added = found.sealedAt ? 0 : await insertLines(tx, batch, rows);
        if (added < rows.length && (await differingLines(tx, batch, rows)).length > 0) throw payFailure("pay.key-reused");
      }),
    sealBatch: ({ id }) =>
      db.tx(async (tx) => {
        const found = await lockBatch(tx, id);
        if (!found) throw payFailure("pay.not-found");
        if (found.sealedAt) return;
        const totals = await totalsOf(tx, id);
        if (totals?.count !== found.count || totals.sum !== found.sum) throw payFailure("pay.batch-differs");
        await sealBatch(tx, id, instant(clock));
        const postings = [
          { account: `agency/${found.agency}` as const, amount: found.sum },
          { account: "transit" as const, amount: -found.sum },
        ];
        await bookAll(tx, parts, { key: `batch ${id}`, batch: id, postings });
        await tx.enqueue(batchJob, { batch: id }, { key: id });
      }),
    batch: async (id) => {
      const found = await findBatch(db, { id });
      if (!found) return null;
      const { msgId, count, sum, sealedAt, sentAt, digest } = found;
      return { id: found.id, msgId, count, sum, sealedAt, sentAt, digest };
    },
    outcomes: ({ batch, after, limit }) => outcomesAfter(db, batch, after, limit),
    accountHolder: async (asked) => ({ answer: await channel().nameMatches(asked) }),
    silentBatches: ({ hours, limit }) =>
      silentSince(db, new Date(clock.now().getTime() - hours * 3_600_000).toISOString(), Math.min(limit, pageLimit)),
    takeIn: async () => {
      const bank = channel();
      let taken = 0;
      for (const name of await bank.waiting()) {
        const outcome = await applyFile(parts, name, await readBankFile(bank.read(name), parts.layouts), bank.account.number);
        // a file that ends in the middle may still be on its way: it stays, and is read again when it has changed
        if (outcome === "truncated" || (outcome === "known" && (await isCut(name)))) continue;
        await bank.done(name);
        if (outcome === "taken") taken++;
      }
      return taken;
    },
    mismatches: ({ before, limit }) => openMismatches(db, before ?? null, Math.min(limit, pageLimit)),
    mismatch: (id) => mismatchById(db, id),
    mismatchCount: async () => (await countMismatches(db)) ?? { count: 0, oldest: null },
    explain: ({ id, agency, account = agency === null ? null : `agency/${agency}`, reason, by }) =>
      db.tx(async (tx) => {
        const found = await mismatchById(tx, id);
        if (!found) throw payFailure("pay.not-found");
        const isNew = await endMismatch(tx, { mismatch: id, agency, account, reason, by, at: instant(clock) });
        if (!isNew) throw payFailure("pay.mismatch-ended");
        await tx.audit({ actor: by, action: "pay.mismatch-explained", target: id, detail: { reason, account } });
        if (account === null || found.amount === 0) return;
        const postings = [
          { account: "unmatched" as const, amount: found.amount },
          { account, amount: -found.amount },
        ];
        await bookAll(tx, parts, { key: `explained ${id}`, batch: null, postings });
      }),
    refusedFiles: (limit) => refusedFiles(db, Math.min(limit, pageLimit)),
    jobs: [handleJob(batchJob, async ({ payload }) => send(payload.batch))],
  };
  async function isCut(name: string): Promise<boolean> {
    return (await db.one(sql`select id from bank_file where name = ${name} and outcome = 'truncated'`)) !== undefined;
  }
}
