import { defineJob, type HandledJob, handleJob, instant, uuidSchema } from "@troad/kernel";
import Type from "typebox";
import { book, givenBack } from "./ledger/journal.ts";
import type { Parts } from "./parts.ts";
import { findPayment, findRefund, markRefundSent } from "./store/payments.ts";

/** Sends a payment out to its account. */
export const sendJob = defineJob("pay.send", { payload: Type.Object({ payment: uuidSchema() }) });
/** Sends money back to its payer. */
export const refundJob = defineJob("pay.refund", { payload: Type.Object({ refund: uuidSchema() }) });

/** A message of the sandbox that comes late. */
export const sandboxJob = defineJob("pay.sandbox", { payload: Type.Object({ token: Type.String({ maxLength: 4_096 }) }) });

/** Both may be repeated after a kill: the provider knows a transfer and a refund by its id. */
export const payJobs = ({ db, clock, ids, provider }: Parts): HandledJob[] => [
  handleJob(sendJob, async ({ payload: { payment } }) => {
    const found = await findPayment(db, payment);
    if (!found?.account || found.ended !== null) return;
    await provider().send({ id: found.id, amount: found.amount, account: found.account });
  }),
  handleJob(refundJob, async ({ payload: { refund } }) => {
    const found = await findRefund(db, refund);
    // the cashier does it, and says so
    if (!found || found.sent || found.cash || provider().byHand) return;
    await provider().giveBack({ id: found.id, payment: found.payment, amount: found.amount });
    await db.tx(async (tx) => {
      await markRefundSent(tx, refund, instant(clock));
      await book(tx, { ids, clock }, givenBack(found));
    });
  }),
];
