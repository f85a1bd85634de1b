import { instant, type ModuleContext, type Queryable, type Schedule } from "@troad/kernel";
import { tellSettled } from "../programs/events.ts";
import { boundState } from "./bind.ts";
import type { BoundState, Waiting } from "./binding.ts";
import { copiesOf, copyIn } from "./copy-store.ts";
import type { Ended } from "./ended.ts";
import { type ActionRow, type BoundRow, isEnding, type Row } from "./message-rows.ts";
import { lockSellers } from "./seller-locks-store.ts";
import {
  awaited,
  expireMessages,
  type OpenMessage,
  openMessages,
  readyMessages,
  settleMessages,
  waitOn,
} from "./waiting-store.ts";

const lookMs = 2_000;
/** Messages settled per transaction. */
const most = 1_000;
/** Awaited invoices kept in memory; the next scan finds the others. */
const mostKept = 100_000;
/** How long a message waits: an invoice must arrive within two days, or seven if the buyer is a business. */
const waitingDays = 10;

export type Awaited = { readonly term: string; readonly number: string };

/** Messages that arrived before what they are about. */
export type WaitingMessages = {
  /** Which of these rows are awaited, as far as this process knows: answered from memory, so that accepting invoices costs nothing more. */
  among(rows: readonly Row[]): Awaited[];
  /** Reports added rows: settles what waited for them, before their sender is answered. */
  arrived(rows: readonly Awaited[]): Promise<void>;
  /** Reports that messages now wait for these. */
  wait(rows: readonly Awaited[]): Promise<void>;
  /** Settles what can be settled by now, and learns what is awaited, including what other processes wrote. */
  schedule: Schedule;
};

export function openWaitingMessages(ctx: Pick<ModuleContext, "db" | "clock" | "log">, ended: Ended): WaitingMessages {
  const kept = new Set<string>();
  const nameOf = ({ term, number }: Awaited): string => `${term} ${number}`;

  /** Settles what waits for these; accepted messages may themselves be awaited. */
  async function settle(these: readonly Awaited[]): Promise<void> {
    for (let next = these; next.length > 0; ) next = await settleOnce(next);
  }

  async function settleOnce(these: readonly Awaited[]): Promise<Awaited[]> {
    const sellers = new Set((await openMessagesAbout(ctx.db, these)).map(({ seller }) => seller));
    if (sellers.size === 0) return [];
    return ctx.db.tx(async (tx) => {
      await lockSellers(tx, [...sellers]);
      // others may have settled some in the meantime; those of new sellers are left to the next scan
      const open = (await openMessagesAbout(tx, these)).filter(({ seller }) => sellers.has(seller));
      const state = await boundState(
        tx,
        open.map(({ message }) => message),
      );
      const { taken, settled, waits } = replay(open, state);
      for (const one of waits) await waitOn(tx, one);
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
      const at = instant(ctx.clock);
      await settleMessages(tx, settled, at);
      await tellSettled(tx, withSellers(settled, open), at);
      return taken.map(({ row }) => row);
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

  /** They stay where they are, and the next scan settles them. */
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
      // what they are about may have arrived while they were being written
      await settle(rows).catch(failed);
    },
    schedule: { name: "invoice.waiting-messages", everyMs: lookMs, atStart: true, run: look },
  };
}

function withSellers(settled: Replayed["settled"], open: readonly OpenMessage[]) {
  const byNo = new Map(open.map((one) => [one.no, one]));
  return settled.map(({ no, outcome }) => ({ no, outcome, seller: byNo.get(no)!.seller, number: byNo.get(no)!.message.number }));
}

/** The messages that wait for these, and those that wait for an allowance among them, in order of arrival. */
async function openMessagesAbout(q: Queryable, these: readonly Awaited[]): Promise<OpenMessage[]> {
  const found = new Map<number, OpenMessage>();
  for (let next = these; next.length > 0 && found.size < most; ) {
    const [terms, numbers] = [next.map(({ term }) => term), next.map(({ number }) => number)];
    const fresh = (await openMessages(q, terms, numbers, most)).filter(({ no }) => !found.has(no));
    for (const one of fresh) found.set(one.no, one);
    next = fresh.flatMap(({ message }) => (message.table === "allowance" ? [message] : []));
  }
  return [...found.values()].sort((a, b) => a.no - b.no);
}

type Replayed = {
  readonly taken: { readonly row: BoundRow; readonly of: OpenMessage }[];
  readonly settled: Parameters<typeof settleMessages>[1][number][];
  readonly waits: Parameters<typeof waitOn>[1][];
};

/** Judges messages as if each had just arrived, in order: a message acts before those that arrived after it. */
function replay(open: readonly OpenMessage[], state: BoundState): Replayed {
  const [taken, settled]: [Replayed["taken"], Replayed["settled"]] = [[], []];
  let held: { readonly of: OpenMessage; readonly wait: Waiting }[] = [];
  const judge = (of: OpenMessage): void => {
    const judged = state.bind(of.message);
    if ("wait" in judged) held.push({ of, wait: judged.wait });
    else if ("refuse" in judged) settled.push({ no: of.no, outcome: "refused", code: judged.refuse });
    else {
      const { take: row } = judged;
      taken.push({ row, of });
      settled.push({ no: of.no, outcome: "taken", code: null });
      const isFor = ({ wait }: { wait: Waiting }): boolean => wait.term === row.term && wait.number === row.number;
      const ready = held.filter(isFor);
      held = held.filter((one) => !isFor(one));
      for (const one of ready) judge(one.of);
    }
  };
  for (const one of open) judge(one);
  return {
    taken,
    settled,
    waits: held.map(({ of: { no }, wait }) => ({ no, waitsFor: wait.for, term: wait.term, number: wait.number })),
  };
}
