import { type Database, defineJob, type HandledJob, handleJob, instant, type ModuleContext, uuidSchema } from "@troad/kernel";
import Type from "typebox";
import type { Provider } from "./provider.ts";
import { findPayment, findRefund, markRefundSent } from "./store/payments.ts";

/** Sends a payment out to its account. */
export const sendJob = defineJob("pay.send", { payload: Type.Object({ payment: uuidSchema() }) });
/** Sends money back to its payer. */
export const refundJob = defineJob("pay.refund", { payload: Type.Object({ refund: uuidSchema() }) });

/** Both may be repeated after a kill: the provider knows a transfer and a refund by its id. */
export const payJobs = (db: Database, clock: ModuleContext["clock"], provider: () => Provider): HandledJob[] => [
  handleJob(sendJob, async ({ payload: { payment } }) => {
    const found = await findPayment(db, payment);
    if (!found?.account || found.ended !== null) return;
    await provider().send({ id: found.id, amount: found.amount, account: found.account });
  }),
  handleJob(refundJob, async ({ payload: { refund } }) => {
    const found = await findRefund(db, refund);
    if (!found || found.sent) return;
    await provider().giveBack({ id: found.id, payment: found.payment, amount: found.amount });
    await markRefundSent(db, refund, instant(clock));
  }),
];
