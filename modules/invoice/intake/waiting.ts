import { instant, type ModuleContext } from "@troad/kernel";
import { type ActionRow, isEnding, type Row } from "../domain/message-rows.ts";
import { copiesOf, copyIn } from "../store/copy.ts";
import { lockSellers } from "../store/seller-locks.ts";
import {
  awaited,
  expireMessages,
  type OpenMessage,
  openMessages,
  readyMessages,
  settleMessages,
  waitOn,
} from "../store/waiting.ts";
import { boundState } from "./bind.ts";
import type { Ended } from "./ended.ts";

const lookMs = 2_000;
/** So many are settled in one transaction. */
const most = 1_000;
/** So many invoices that are waited for are kept in memory; of those beyond, the next look learns. */
const mostKept = 100_000;
/** How long a message waits: an invoice has to be there within two days, or seven to a business. */
const waitingDays = 10;

export type Awaited = { readonly term: string; readonly number: string };

/** Messages that came before what they are about. */
export type WaitingMessages = {
  /** Which of these rows something waits for, as far as this process knows: asked in memory, so that taking invoices costs nothing more. */
  among(rows: readonly Row[]): Awaited[];
  /** That rows were added: settles what waited for them, before their sender is answered. */
  arrived(rows: readonly Awaited[]): Promise<void>;
  /** That messages wait for these from now on. */
  wait(rows: readonly Awaited[]): Promise<void>;
  start(): void;
  stop(): Promise<void>;
};

export function openWaitingMessages(ctx: Pick<ModuleContext, "db" | "clock" | "log">, ended: Ended): WaitingMessages {
  const kept = new Set<string>();
  const nameOf = ({ term, number }: Awaited): string => `${term} ${number}`;
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> | undefined;

  /** Settles what waits for these; what is taken may be what others wait for. */
  async function settle(these: readonly Awaited[]): Promise<void> {
    for (let next = these; next.length > 0; ) next = await settleOnce(next);
  }

  async function settleOnce(these: readonly Awaited[]): Promise<Awaited[]> {
    const [terms, numbers] = [these.map(({ term }) => term), these.map(({ number }) => number)];
    const waiting = await openMessages(ctx.db, terms, numbers, most);
    if (waiting.length === 0) return [];
    return ctx.db.tx(async (tx) => {
      await lockSellers(tx, [...new Set(waiting.map(({ seller }) => seller))]);
      // others may have settled some meanwhile
      const open = await openMessages(tx, terms, numbers, most);
      const state = await boundState(
        tx,
        open.map(({ message }) => message),
      );
      const taken: { row: Row; of: OpenMessage }[] = [];
      const settled: Parameters<typeof settleMessages>[1][number][] = [];
      for (const one of open) {
        const judged = state.bind(one.message);
        if ("wait" in judged) await waitOn(tx, { no: one.no, waitsFor: judged.wait.for, ...judged.wait });
        else if ("take" in judged) {
          taken.push({ row: judged.take, of: one });
          settled.push({ no: one.no, outcome: "taken", code: null });
        } else settled.push({ no: one.no, outcome: "refused", code: judged.refuse });
      }
      for (const [id, own] of Map.groupBy(taken, ({ of }) => of.package)) {
        await copyIn(
          tx,
          copiesOf(
            own.map(({ row }) => row),
            id,
          ),
        );
        const ending = own
          .map(({ row }) => row)
          .filter((row): row is ActionRow => row.table === "invoice_action" && isEnding(row.kind));
        if (ending.length > 0) await ended(tx, ending, new Date(own[0]!.of.receivedAt).toISOString());
      }
      await settleMessages(tx, settled, instant(ctx.clock));
      return taken.map(({ row }) => row).flatMap((row) => (row.table === "number_range" ? [] : [row]));
    });
  }

  async function look(): Promise<void> {
    const now = ctx.clock.now().getTime();
    await expireMessages(ctx.db, new Date(now - waitingDays * 86_400_000).toISOString(), instant(ctx.clock));
    await settle(await readyMessages(ctx.db, most));
    const all = await awaited(ctx.db, mostKept);
    kept.clear();
    for (const one of all) kept.add(nameOf(one));
  }

  /** They stay where they are, and the next look settles them. */
  const failed = (err: unknown): void => ctx.log.warn({ err }, "waiting messages were not settled");

  return {
    among: (rows) =>
      kept.size === 0 ? [] : rows.filter((row) => row.table !== "number_range").filter((row) => kept.has(nameOf(row))),
    arrived: async (rows) => {
      if (rows.length > 0) await settle(rows).catch(failed);
    },
    wait: async (rows) => {
      if (rows.length === 0) return;
      for (const row of rows) if (kept.size < mostKept) kept.add(nameOf(row));
      // what they are about may have come while they were written
      await settle(rows).catch(failed);
    },
    start: () => {
      const again = (): void => {
        looking ??= look()
          .catch(failed)
          .finally(() => {
            looking = undefined;
          });
      };
      timer = setInterval(again, lookMs).unref();
      again();
    },
    stop: async () => {
      clearInterval(timer);
      await looking;
    },
  };
}
