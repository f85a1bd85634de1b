import { defineApi, exactly, pageLimit, pageSchema, textUpTo, uuidSchema } from "@troad/kernel";
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

export type BatchView = {
  id: string;
  msgId: string;
  count: number;
  sum: number;
  sealedAt: string | null;
  /** When the file was handed over to the bank, and its SHA-256. */
  sentAt: string | null;
  digest: string | null;
};
/** `key` is that of the line. Money that arrived may come back later. */
export type PaymentOutcome = {
  no: number;
  key: string;
  state: "rejected" | "arrived" | "returned";
  /** The bank's code (ISO 20022), such as AC04: the account is closed. */
  reason: string | null;
  at: string;
};

/** Money that a store or a bank took on a number of ours. `agency`: the office for which it was paid, null where the file names none. */
export type CollectedLine = {
  no: number;
  id: string;
  file: string;
  line: number;
  channel: "bank" | "store";
  agency: string | null;
  number: string;
  amount: number;
  paidOn: string;
  reference: string;
};

export type PayApi = {
  /** Whether fees can be paid and single sums paid out here: by a payment service, or the demonstration's. */
  provides(): Promise<{ fees: boolean; payouts: boolean }>;
  /** Asks for a payment; idempotent by key. `returnTo` is the page of ours to which the payer comes back. */
  request(asked: {
    key: string;
    agency: string;
    amount: number;
    purpose: Purpose;
    returnTo: string;
  }): Promise<{ id: string; address: string }>;
  payment(id: string): Promise<Payment | null>;
  /**
   * The fee was paid in cash at a counter of the agency, to this officer; idempotent. `amount` is what was taken: another one, or a payment that is
   * over, is `pay.not-open`.
   */
  takeCash(taken: { id: string; agency: string; amount: number; by: string }): Promise<{ at: string }>;
  /** Nobody wants this payment any more; what arrives later goes back. A payment that was paid stays paid: false. */
  cancel(request: { id: string; reason: string }): Promise<boolean>;
  /**
   * Sends back what was paid, in whole or in part; idempotent by key (without one: all that is left, once a payment). `available` is what the
   * caller believes to be left: another amount is `pay.refund-changed`, more than is left `pay.refund-exceeds`.
   */
  refund(request: { id: string; reason: string; key?: string; amount?: number; available?: number }): Promise<void>;
  /** Pays out to a bank account (`bank-account`); idempotent by key. The provider says later whether it arrived. */
  payOut(asked: { key: string; agency: string; amount: number; account: string; purpose: Purpose }): Promise<{ id: string }>;
  /**
   * Opens a batch: payments that go to the bank in one file. Idempotent by key, which has the same number and sum each time. `day` is the day
   * on which the bank shall pay.
   */
  openBatch(asked: {
    key: string;
    agency: string;
    purpose: Purpose;
    day: string;
    count: number;
    sum: number;
  }): Promise<{ id: string; msgId: string }>;
  /** Adds lines to a batch, the first of them as number `from` (1 and on); the same line again changes nothing. What is paid under a key is paid once. */
  addLines(added: {
    batch: string;
    from: number;
    lines: { key: string; amount: number; name: string; account: string; text: string }[];
  }): Promise<void>;
  /** The batch is whole: it is booked and goes to the bank. Lines that are not its number and sum are `pay.batch-differs`. */
  sealBatch(request: { id: string }): Promise<void>;
  batch(id: string): Promise<BatchView | null>;
  /** What the bank has said of the payments of a batch, after a place in that list. */
  outcomes(asked: { batch: string; after: number; limit: number }): Promise<PaymentOutcome[]>;
  /** Whether the bank knows an account under this name. */
  accountHolder(asked: { account: string; name: string }): Promise<{ answer: "matches" | "differs" | "unknown" }>;
  /** Batches that the bank has had for so many hours without a word, oldest first. */
  silentBatches(asked: {
    hours: number;
    limit: number;
  }): Promise<{ id: string; msgId: string; agency: string; count: number; sum: number; sentAt: string }[]>;
  /** What stores and banks have collected, after a place in that list. */
  collected(asked: { after: number; limit: number }): Promise<CollectedLine[]>;
  /** Says whose money a collected line is; idempotent. Another agency than before is `pay.mismatch-ended`. */
  bookCollected(booked: { id: string; agency: string; reason: string; by: string }): Promise<void>;
  /** Money on its way back, newest first. */
  refunds(page: { before?: string; limit: number }): Promise<Refund[]>;
  /** What stands on each account of the books, debits positive, in new dollars; the sum is zero. */
  balances(): Promise<{ account: string; amount: number }[]>;
};

/** What the api says of batches and of files of the bank. */
export type BatchCall =
  | "openBatch"
  | "addLines"
  | "sealBatch"
  | "batch"
  | "outcomes"
  | "accountHolder"
  | "silentBatches"
  | "collected"
  | "bookCollected";

const amount = Type.Integer({ minimum: 1, maximum: 1_000_000_000_000 });
const purpose = exactly({ "zh-Hant": textUpTo(300), en: textUpTo(300) });
const key = textUpTo(200);
const agency = textUpTo(100);
/** The bank's code and the number of an account. */
const account = Type.String({ pattern: "^\\d{3}-\\d{6,16}$" });
const daySchema = Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}$" });
const shortText = Type.String({ minLength: 1, maxLength: 140 });

export const payApi = defineApi<PayApi>("pay", {
  provides: [],
  request: [exactly({ key, agency, amount, purpose, returnTo: Type.String({ pattern: "^/[A-Za-z0-9/_-]{0,200}$" }) })],
  payment: [textUpTo(60)],
  takeCash: [exactly({ id: uuidSchema(), agency, amount, by: textUpTo(100) })],
  cancel: [exactly({ id: uuidSchema(), reason: textUpTo(200) })],
  refund: [
    exactly({
      ...{ id: uuidSchema(), reason: textUpTo(200), key: Type.Optional(key) },
      ...{ amount: Type.Optional(amount), available: Type.Optional(Type.Integer({ minimum: 0 })) },
    }),
  ],
  payOut: [exactly({ key, agency, amount, account, purpose })],
  openBatch: [
    exactly({ key, agency, purpose, day: daySchema, count: Type.Integer({ minimum: 1, maximum: 50_000 }), sum: amount }),
  ],
  addLines: [
    exactly({
      ...{ batch: uuidSchema(), from: Type.Integer({ minimum: 1, maximum: 50_000 }) },
      lines: Type.Array(exactly({ key, amount, name: Type.String({ minLength: 1, maxLength: 300 }), account, text: shortText }), {
        maxItems: 1_000,
      }),
    }),
  ],
  sealBatch: [exactly({ id: uuidSchema() })],
  batch: [textUpTo(60)],
  outcomes: [exactly({ batch: uuidSchema(), after: Type.Integer({ minimum: 0 }), limit: pageLimit })],
  accountHolder: [exactly({ account, name: Type.String({ minLength: 1, maxLength: 300 }) })],
  silentBatches: [exactly({ hours: Type.Integer({ minimum: 0, maximum: 8_760 }), limit: pageLimit })],
  collected: [exactly({ after: Type.Integer({ minimum: 0 }), limit: pageLimit })],
  bookCollected: [exactly({ id: uuidSchema(), agency, reason: textUpTo(500), by: textUpTo(100) })],
  refunds: [pageSchema],
  balances: [],
});
