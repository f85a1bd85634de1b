import { type Database, type Ids, instant, type ModuleContext } from "@troad/kernel";
import type { PayApi, Payment } from "./api.ts";
import { payFailure } from "./domain/errors.ts";
import { isMessage, matchPaid, type ProviderMessage } from "./domain/message.ts";
import { paid, paidOut, returned } from "./events.ts";
import { refundJob, sendJob } from "./jobs.ts";
import type { Provider } from "./provider.ts";
import {
  endPayment,
  findPayment,
  insertMessage,
  insertPayment,
  insertRefund,
  listRefunds,
  lockPayment,
  type PaymentRow,
  paymentByKey,
  refundByKey,
  stateOf,
  viewOf,
} from "./store/payments.ts";

export type Payments = PayApi & {
  /** A message of the provider; throws for one that it did not sign. A message that was heard before changes nothing. */
  hear(token: string): Promise<void>;
  find(id: string): Promise<PaymentRow | undefined>;
};
type Parts = { db: Database; clock: ModuleContext["clock"]; ids: Ids; provider: () => Provider };

const pageLimit = 100;

/** Payments in and out, and what the provider tells of them. */
export function openPayments({ db, clock, ids, provider }: Parts): Payments {
  const asked = async (row: Omit<PaymentRow, "id" | "ended" | "ended_at">): Promise<PaymentRow> => {
    await insertPayment(db, { ...row, id: ids.uuid(), at: instant(clock) });
    const stored = (await paymentByKey(db, row.key))!;
    // the same key for something else is a mistake of the caller, not a second payment
    if (stored.amount !== row.amount || stored.agency !== row.agency || stored.account !== row.account)
      throw payFailure("pay.key-reused");
    return stored;
  };
  return {
    request: async ({ key, agency, amount, purpose, returnTo }) => {
      const used = provider();
      const row = { key, direction: "in" as const, agency, amount, purpose, account: null, return_to: returnTo };
      const { id } = await asked(row);
      return { id, address: used.address({ id }) };
    },
    payment: async (id): Promise<Payment | null> => {
      const found = await findPayment(db, id);
      return found ? viewOf(found) : null;
    },
    cancel: ({ id, reason }) =>
      db.tx(async (tx) => {
        const found = await lockPayment(tx, id);
        if (found?.direction !== "in") throw payFailure("pay.not-found");
        await endPayment(tx, { id, state: "cancelled", reason, at: instant(clock) });
        return stateOf((await findPayment(tx, id))!) === "cancelled";
      }),
    refund: ({ id, reason }) =>
      db.tx(async (tx) => {
        const found = await lockPayment(tx, id);
        if (found?.ended !== "paid") throw payFailure("pay.not-found");
        const key = `refund ${id}`;
        await insertRefund(tx, { id: ids.uuid(), key, payment: id, amount: found.amount, reason, at: instant(clock) });
        const { id: refund } = (await refundByKey(tx, key))!;
        await tx.enqueue(refundJob, { refund }, { key: refund });
      }),
    payOut: async ({ key, agency, amount, account, purpose }) => {
      const { id } = await asked({ key, direction: "out", agency, amount, purpose, account, return_to: null });
      await db.tx((tx) => tx.enqueue(sendJob, { payment: id }, { key: id }));
      return { id };
    },
    refunds: ({ before, limit }) => listRefunds(db, before ?? null, Math.min(limit, pageLimit)),
    find: (id) => findPayment(db, id),
    hear: async (token) => {
      const used = provider();
      const payload = await used.open(token);
      if (payload === undefined) throw payFailure("pay.signature-invalid");
      if (!isMessage(payload) || payload.iss !== used.name) throw payFailure("pay.message-malformed");
      await db.tx(async (tx) => {
        const found = await lockPayment(tx, payload.payment);
        if (!found || (found.direction === "in") !== (payload.kind === "paid")) throw payFailure("pay.not-found");
        const outcome = outcomeOf(found, payload);
        const stored = { provider: used.name, jti: payload.jti, token, payment: found.id, outcome, at: instant(clock) };
        if (!(await insertMessage(tx, stored))) return;
        const told = { payment: found.id, key: found.key, amount: payload.amount, at: instant(clock) };
        if (payload.kind !== "paid") {
          if (outcome !== "told") return;
          await endPayment(tx, {
            id: found.id,
            state: payload.kind === "paid-out" ? "arrived" : "returned",
            reason: null,
            at: told.at,
          });
          await tx.publish(payload.kind === "paid-out" ? paidOut : returned, told);
          return;
        }
        if (outcome === "pays") {
          await endPayment(tx, { id: found.id, state: "paid", reason: null, at: told.at });
          await tx.publish(paid, told);
          return;
        }
        const refund = ids.uuid();
        const { amount } = payload;
        await insertRefund(tx, {
          id: refund,
          key: `${used.name} ${payload.jti}`,
          payment: found.id,
          amount,
          reason: outcome,
          at: told.at,
        });
        await tx.enqueue(refundJob, { refund }, { key: refund });
      });
    },
  };
}

/** What a message does: it pays, or the money goes back for a reason; of a transfer it is told, or told again. */
function outcomeOf(found: PaymentRow, message: ProviderMessage): string {
  if (message.kind !== "paid") return found.ended === null && message.amount === found.amount ? "told" : "ignored";
  const match = matchPaid({ amount: found.amount, state: stateOf(found) }, message);
  return match.pays ? "pays" : match.reason;
}
