import { defineApi, exactly, pageSchema, textUpTo, uuidSchema } from "@troad/kernel";
import Type from "typebox";

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
  paidAt: string | null;
};

/** Money that came and fits nothing: it goes back. */
export type Refund = { id: string; payment: string; amount: number; reason: string; at: string };

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
  /** Sends back what was paid, such as the fee of an application that was withdrawn at the same moment; once a payment. */
  refund(request: { id: string; reason: string }): Promise<void>;
  /** Pays out to a bank account (`bank-account`); idempotent by key. The provider says later whether it arrived. */
  payOut(asked: { key: string; agency: string; amount: number; account: string; purpose: Purpose }): Promise<{ id: string }>;
  /** Money on its way back, newest first. */
  refunds(page: { before?: string; limit: number }): Promise<Refund[]>;
};

const amount = Type.Integer({ minimum: 1, maximum: 1_000_000_000_000 });
const purpose = exactly({ "zh-Hant": textUpTo(300), en: textUpTo(300) });
const key = textUpTo(200);
const agency = textUpTo(100);

export const payApi = defineApi<PayApi>("pay", {
  request: [exactly({ key, agency, amount, purpose, returnTo: Type.String({ pattern: "^/[A-Za-z0-9/_-]{0,200}$" }) })],
  payment: [textUpTo(60)],
  cancel: [exactly({ id: uuidSchema(), reason: textUpTo(200) })],
  refund: [exactly({ id: uuidSchema(), reason: textUpTo(200) })],
  payOut: [exactly({ key, agency, amount, account: Type.String({ pattern: "^\\d{3}-\\d{6,16}$" }), purpose })],
  refunds: [pageSchema],
});
