import { CodedError, instant, type Tx } from "@troad/kernel";
import type { BatchCall, PayApi, Payment } from "./api.ts";
import { takeCash } from "./cash.ts";
import { payFailure } from "./domain/errors.ts";
import { refundJob, sendJob } from "./jobs.ts";
import { balances, book, givenBack, owedBack, sentOut } from "./ledger/journal.ts";
import { hearMessage } from "./messages.ts";
import type { Parts } from "./parts.ts";
import { insertByHand } from "./slip/slip-store.ts";
import {
  type Asked,
  endPayment,
  findPayment,
  findRefund,
  insertPayment,
  insertRefund,
  listRefunds,
  lockPayment,
  markRefundSent,
  type PaymentRow,
  paymentByKey,
  refundByKey,
  refundOf,
  refundsOf,
  stateOf,
  unheard,
  viewOf,
} from "./store/payments.ts";

export type { SentRefund } from "./store/payments.ts";
export type Payments = Omit<PayApi, BatchCall> & {
  /** A message of the provider; throws for one that it did not sign. A message that was heard before changes nothing. */
  hear(token: string): Promise<void>;
  find(id: string): Promise<PaymentRow | undefined>;
  /** Refunds of an agency's payments. */
  refundsOf(asked: { agency: string; before?: string; limit: number }): ReturnType<typeof refundsOf>;
  refundOf(asked: { id: string; agency: string }): ReturnType<typeof refundOf>;
  /** A cashier has transferred a refund of their agency by hand; once. */
  givenBack(done: { id: string; agency: string; by: string; reference: string }): Promise<void>;
  /** Whether all refunds are given back by hand, and not only those of cash. */
  isByHand(): boolean;
  /** Asks the provider about what it has had for longer than `ms` without a word; gives how many were asked about. */
  askAfter(ms: number): Promise<number>;
};

const pageLimit = 100;
const askedAtOnce = 50;

/** Payments in and out, and what the provider tells of them. */
export function openPayments(parts: Parts): Payments {
  const { db, clock, ids, provider } = parts;
  const asked = async (row: Omit<Asked, "id" | "at">, then: (tx: Tx, stored: PaymentRow) => Promise<void>): Promise<PaymentRow> =>
    db.tx(async (tx) => {
      await insertPayment(tx, { ...row, id: ids.uuid(), at: instant(clock) });
      const stored = (await paymentByKey(tx, row.key))!;
      // the same key for something else is a mistake of the caller, not a second payment
      if (stored.amount !== row.amount || stored.agency !== row.agency || stored.account !== row.account)
        throw payFailure("pay.key-reused");
      await then(tx, stored);
      return stored;
    });
  const hear = async (token: string): Promise<void> => {
    const used = provider();
    const payload = await used.open(token);
    if (payload === undefined) throw payFailure("pay.signature-invalid");
    await hearMessage(parts, { provider: used.name, token, payload });
  };
  const isProvided = (): boolean => {
    try {
      return provider().name !== "";
    } catch (error) {
      if (error instanceof CodedError && error.code === "pay.no-provider") return false;
      throw error;
    }
  };
  const isByHand = (): boolean => isProvided() && provider().byHand === true;
  return {
    provides: async () => ({ fees: isProvided(), payouts: isProvided() && !provider().byHand }),
    request: async ({ key, agency, amount, purpose, returnTo }) => {
      const used = provider();
      const row = { key, direction: "in" as const, agency, amount, purpose, account: null, return_to: returnTo };
      const { id } = await asked(row, async () => undefined);
      return { id, address: used.address({ id }) };
    },
    payment: async (id): Promise<Payment | null> => {
      const found = await findPayment(db, id);
      return found ? viewOf(found) : null;
    },
    takeCash: takeCash(parts),
    cancel: ({ id, reason }) =>
      db.tx(async (tx) => {
        const found = await lockPayment(tx, id);
        if (found?.direction !== "in") throw payFailure("pay.not-found");
        await endPayment(tx, { id, state: "cancelled", reason, at: instant(clock) });
        return stateOf((await findPayment(tx, id))!) === "cancelled";
      }),
    refund: ({ id, reason, key: named, amount: wanted, available }) =>
      db.tx(async (tx) => {
        const found = await lockPayment(tx, id);
        if (found?.ended !== "paid") throw payFailure("pay.not-found");
        const key = named === undefined ? `refund ${id}` : `refund ${id} ${named}`;
        const known = await refundByKey(tx, key);
        if (known && wanted !== undefined && known.amount !== wanted) throw payFailure("pay.key-reused");
        if (known) return;
        const { refundable } = viewOf(found);
        if (available !== undefined && available !== refundable) throw payFailure("pay.refund-changed");
        const amount = wanted ?? refundable;
        if (amount > refundable || amount === 0) throw payFailure("pay.refund-exceeds");
        const refund = { id: ids.uuid(), key, payment: id, amount, reason, at: instant(clock), kind: "decided" as const };
        await insertRefund(tx, refund);
        await book(tx, parts, owedBack(refund, found.agency));
        await tx.enqueue(refundJob, { refund: refund.id }, { key: refund.id });
      }),
    payOut: async ({ key, agency, amount, account, purpose }) => {
      const row = { key, direction: "out" as const, agency, amount, purpose, account, return_to: null };
      const { id } = await asked(row, async (tx, stored) => {
        await book(tx, parts, sentOut(stored));
        await tx.enqueue(sendJob, { payment: stored.id }, { key: stored.id });
      });
      return { id };
    },
    givenBack: ({ id, agency, by, reference }) =>
      db.tx(async (tx) => {
        const found = await findRefund(tx, id);
        if (!found || (await findPayment(tx, found.payment))?.agency !== agency || !(found.cash || isByHand()))
          throw payFailure("pay.not-found");
        const at = instant(clock);
        if ((await insertByHand(tx, { refund: id, by, reference, at })) === 0) throw payFailure("pay.refund-changed");
        await markRefundSent(tx, id, at);
        await book(tx, parts, givenBack(found, found.cash ? `till/${agency}` : "provider"));
        await tx.audit({ actor: by, action: "pay.refund-by-hand", target: id, detail: { amount: found.amount, reference } });
      }),
    isByHand,
    refunds: ({ before, limit }) => listRefunds(db, before ?? null, Math.min(limit, pageLimit)),
    balances: () => balances(db),
    find: (id) => findPayment(db, id),
    refundsOf: ({ agency, before, limit }) => refundsOf(db, agency, before ?? null, Math.min(limit, pageLimit)),
    refundOf: ({ id, agency }) => refundOf(db, agency, id),
    hear,
    askAfter: async (ms) => {
      const waiting = await unheard(db, new Date(clock.now().getTime() - ms).toISOString(), askedAtOnce);
      for (const { id } of waiting) {
        const token = await provider().ask({ id });
        if (token !== undefined) await hear(token);
      }
      return waiting.length;
    },
  };
}
