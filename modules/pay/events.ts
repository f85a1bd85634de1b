import { defineEvent, uuidSchema } from "@troad/kernel";
import Type from "typebox";

const about = {
  payment: uuidSchema(),
  key: Type.String({ maxLength: 200 }),
  amount: Type.Integer({ minimum: 1 }),
  at: Type.String({ maxLength: 30 }),
};
/** `key` is that of the request, by which the asking module knows what it was for. */
const money = Type.Object(about);

/** The exact amount of a payment has arrived; `cashier`: the officer who took it in cash. */
export const paid = defineEvent(
  "pay.paid.v1",
  Type.Object({ ...about, cashier: Type.Optional(Type.String({ maxLength: 100 })) }),
);
/** A payment out has arrived at its account. */
export const paidOut = defineEvent("pay.paid-out.v1", money);
/** A payment out came back: the account does not exist, or takes no money. */
export const returned = defineEvent("pay.returned.v1", money);

/** A file of a store or a bank was taken in; `collected` of the api has its lines. */
export const collected = defineEvent(
  "pay.collected.v1",
  Type.Object({ file: uuidSchema(), count: Type.Integer({ minimum: 0 }) }),
);

/** The bank has said something about payments of a batch; `outcomes` of the api says what. */
export const batchChanged = defineEvent(
  "pay.batch-changed.v1",
  Type.Object({ batch: uuidSchema(), key: Type.String({ maxLength: 200 }) }),
);
