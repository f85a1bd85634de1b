import type { Tx } from "@troad/kernel";
import { tellProgram } from "./jobs.ts";
import { hearingPrograms } from "./programs-store.ts";

type Taken = {
  sender: { sellers: readonly string[] };
  answer: { package: string; receivedAt: string; taken: number; waiting: readonly string[]; refused: readonly unknown[] };
  rows: readonly { readonly seller: string }[];
};
type Settled = { no: number; seller: string; number: string; outcome: "taken" | "refused" | "expired" };

/**
 * Tells what became of a request. Events are jobs of the transaction that makes them true: what was committed is told, however long its receiver is
 * away (webhooks: three days). Of an agent's request a shop is told what is its own; what was refused there names no seller for certain.
 */
export async function tellTaken(tx: Tx, { sender: { sellers }, answer, rows }: Taken): Promise<void> {
  const only = sellers.length === 1 && sellers[0] !== "*" ? sellers[0] : undefined;
  const bans = only === undefined ? [...new Set(rows.map(({ seller }) => seller))] : [only];
  if (bans.length === 0) return;
  for (const { no, ban } of await hearingPrograms(tx, bans)) {
    const [taken, waiting, refused] =
      ban === only
        ? [answer.taken, answer.waiting.length, answer.refused.length]
        : [rows.filter(({ seller }) => seller === ban).length, 0, 0];
    const data = {
      ...{ ban, package: answer.package },
      ...{ taken: String(taken), waiting: String(waiting), refused: String(refused) },
    };
    const key = `package ${answer.package} ${no}`;
    await tx.enqueue(tellProgram, { program: no, key, type: "invoice.messages-processed", at: answer.receivedAt, data }, { key });
  }
}

/** Tells what became of messages that waited. */
export async function tellSettled(tx: Tx, settled: readonly Settled[], at: string): Promise<void> {
  const bySeller = Map.groupBy(settled, ({ seller }) => seller);
  if (bySeller.size === 0) return;
  for (const { no, ban } of await hearingPrograms(tx, [...bySeller.keys()]))
    for (const { no: message, number, outcome } of bySeller.get(ban) ?? []) {
      const data = { ban, number, state: outcome === "taken" ? "C" : "E" };
      const key = `settled ${message} ${no}`;
      await tx.enqueue(tellProgram, { program: no, key, type: "invoice.message-settled", at, data }, { key });
    }
}
