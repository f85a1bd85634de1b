import type { PaymentLine } from "@troad/iso20022";
import type { Queryable } from "@troad/kernel";
import type { BankChannel } from "../bank/channel.ts";
import { type Batch, linesAfter } from "./batch-store.ts";

const atOnce = 5_000;

/** The lines of a batch as payments, read as they are written. */
async function* paymentsOf(q: Queryable, batch: string): AsyncGenerator<PaymentLine> {
  for (let after = 0; ; ) {
    const lines = await linesAfter(q, batch, after, atOnce);
    for (const { endToEndId, amount, name, account, text } of lines) {
      const [bank = "", number = ""] = account.split("-");
      yield { endToEndId, amount, name, bank, account: number, text };
    }
    if (lines.length < atOnce) return;
    after = lines.at(-1)!.line;
  }
}

/** The file of a batch, from what is stored alone: the same bytes whenever it is written. */
export function fileOf(
  q: Queryable,
  batch: Batch,
  { account, format }: Pick<BankChannel, "account" | "format">,
  payer: string,
): AsyncIterable<string> {
  const { msgId, openedAt, day, count, sum } = batch;
  const debtor = { name: payer, bank: account.bank, account: account.number };
  const createdAt = `${openedAt.slice(0, 19)}Z`;
  return format.write({ msgId, createdAt, executionDay: day, initiator: payer, debtor, count, sum }, paymentsOf(q, batch.id));
}
