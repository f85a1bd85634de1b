import { defineApi, exactly, pageSchema, textUpTo, uuidSchema } from "@troad/kernel";
import Type from "typebox";
import type { StateView } from "./domain/status.ts";

export type { PaymentStatus, StateView } from "./domain/status.ts";

/** What a payment is for: texts are the asking module's business, so they come in both languages. */
export type Purpose = { "zh-Hant": string; en: string };

/** `open`: can be paid; `paid`: the exact amount has arrived; `cancelled`: it is no longer wanted. */
export type PaymentState = "open" | "paid" | "cancelled";
export type Payment = {
  id: string;
  agency: string;
  amount: number;
  purpose: Purpose;
  state: PaymentState;
  /** How it stands in more words, as GOV.UK Pay has them. */
  status: StateView;
  paidAt: string | null;
  /** What is left of a paid amount to give back. */
  refundable: number;
};

/** Money that goes back: `unmatched` came and fits nothing, `decided` was paid and is given back. */
export type Refund = { id: string; payment: string; amount: number; reason: string; at: string; kind: "unmatched" | "decided" };

export type PayApi = {
  /** Asks for a payment; idempotent by key. `returnTo` is the page of ours to which the payer comes back. */
  request(asked: {
    key: string;
    agency: string;
    amount: number;
    purpose: Purpose;
    returnTo: string;
  }): Promise<{ id: string; address: string }>;
  payment(id: string): Promise<Payment | null>;
  /** Nobody wants this payment any more; what arrives later goes back. A payment that was paid stays paid: false. */
  cancel(request: { id: string; reason: string }): Promise<boolean>;
  /**
   * Sends back what was paid, in whole or in part; idempotent by key (without one: all that is left, once a payment). `available` is what the
   * caller believes to be left: another amount is `pay.refund-changed`, more than is left `pay.refund-exceeds`.
   */
  refund(request: { id: string; reason: string; key?: string; amount?: number; available?: number }): Promise<void>;
  /** Pays out to a bank account (`bank-account`); idempotent by key. The provider says later whether it arrived. */
  payOut(asked: { key: string; agency: string; amount: number; account: string; purpose: Purpose }): Promise<{ id: string }>;
  /** Money on its way back, newest first. */
  refunds(page: { before?: string; limit: number }): Promise<Refund[]>;
  /** What stands on each account of the books, debits positive, in new dollars; the sum is zero. */
  balances(): Promise<{ account: string; amount: number }[]>;
};

const amount = Type.Integer({ minimum: 1, maximum: 1_000_000_000_000 });
const purpose = exactly({ "zh-Hant": textUpTo(300), en: textUpTo(300) });
const key = textUpTo(200);
const agency = textUpTo(100);

export const payApi = defineApi<PayApi>("pay", {
  request: [exactly({ key, agency, amount, purpose, returnTo: Type.String({ pattern: "^/[A-Za-z0-9/_-]{0,200}$" }) })],
  payment: [textUpTo(60)],
  cancel: [exactly({ id: uuidSchema(), reason: textUpTo(200) })],
  refund: [
    exactly({
      ...{ id: uuidSchema(), reason: textUpTo(200), key: Type.Optional(key) },
      ...{ amount: Type.Optional(amount), available: Type.Optional(Type.Integer({ minimum: 0 })) },
    }),
  ],
  payOut: [exactly({ key, agency, amount, account: Type.String({ pattern: "^\\d{3}-\\d{6,16}$" }), purpose })],
  refunds: [pageSchema],
  balances: [],
});
