import type { Draw } from "@troad/invoice-formats";
import { defineApi } from "@troad/kernel";
import { invoiceCalls } from "./calls.ts";
import type { LinkedCarrier } from "./carriers/carriers-store.ts";
import type { LateRow } from "./intake/late-store.ts";
import type { Assignment } from "./numbers/assign.ts";
import type { DonatedPrize } from "./prizes/donated-prizes-store.ts";
import type { PrizeCase, PrizeCaseState } from "./prizes/prize-cases-store.ts";
import type { Trial } from "./prizes/trial.ts";
import type { ClaimRow } from "./prizes/winnings-store.ts";

export { signPackage } from "./intake/signed-package.ts";
export type { Answer } from "./intake/take.ts";
export type { InvoiceOperator } from "./numbers/operator-socket.ts";
export { type AwardRules, readAwardRules } from "./prizes/award-rules.ts";
export { readBusinessNumbers } from "./senders/business-numbers.ts";
export type { Downloads } from "./senders/download-routes.ts";

/** A list of winning numbers that was published; of a corrected period both. `madeUp`: nobody drew it, it is the demonstration's. */
export type WinningList = { draw: Draw; publishedAt: string; corrected: boolean; madeUp: boolean };

export type InvoiceApi = {
  /** Enters a list of winning numbers; gives its digest. Two people enter the same list apart from each other. */
  enterDraw(list: Draw, by: string): Promise<string>;
  /** The validation draw of a list that was entered: what it would pay, and what is wrong with it. */
  tryDraw(term: string, digest: string): Promise<Trial>;
  /** Publishes a list that two people entered and that passed its validation; `reason` corrects the one before. */
  publishDraw(term: string, digest: string, by: string, reason?: string): Promise<void>;
  /** Every published list of a period, the one that holds last; without cloud numbers. */
  winningLists(term: string): Promise<WinningList[]>;
  /** Numbers of the cloud draw of the period's list that holds, by number after `after`; at most 10,000. */
  cloudNumbers(query: { term: string; after: string; limit: number }): Promise<{ number: string; amount: number }[]>;
  /** Pays a prize out, once. `carrier` proves whose invoice it is. */
  claimPrize(request: {
    term: string;
    number: string;
    way: "counter" | "remitted";
    by: string;
    carrier: { type: string; id: string; code: string };
  }): Promise<ClaimRow>;
  /** Prizes of a period's donated invoices among `limit` winners after the number `after`; at most 1,000. The next page is after `last`. */
  donatedPrizes(query: {
    term: string;
    after: string;
    limit: number;
  }): Promise<{ prizes: DonatedPrize[]; last?: string | undefined }>;
  /**
   * Pays a donated invoice's prize to whom it was given, once. Those of lists that were published here are paid by a job; fails with
   * `prize.none`, `prize.donee-unknown`, `prize.claimed`, `prize.window`, `prize.under-review`.
   */
  payDonatedPrize(request: { term: string; number: string }): Promise<ClaimRow>;
  /** Numbers of a period's invoices that were stored with control characters or half surrogate pairs, from `after` on; at most 1,000. */
  unreadableInvoices(query: { term: string; after: string; limit: number }): Promise<string[]>;
  /** Messages of a period that were taken after their deadline, of one seller or all, in the order of receipt; at most 1,000. */
  lateMessages(query: { term: string; seller: string | null; after: number; limit: number }): Promise<LateRow[]>;
  /** Prizes whose invoice was cancelled, voided or rejected after the draw, by state, oldest first, after the case `after`; at most 200. */
  prizeCases(query: { state: PrizeCaseState; after: number; limit: number }): Promise<PrizeCase[]>;
  /** Decides a case for good. Fails with `prize.case-unknown`, `prize.case-decided`. A paid prize that is withdrawn has to be claimed back. */
  decidePrizeCase(request: { no: number; decision: "keep" | "withdraw"; by: string; reason: string }): Promise<void>;
  /**
   * Assigns numbers to sellers for good, all ranges or none; gives the act's id, the same one for the same key again. From then on invoices of that
   * period are taken only if their numbers were assigned. Fails with `numbers.malformed`, `numbers.taken`, `numbers.key-reused`.
   */
  assignNumbers(request: { ranges: readonly Assignment[]; by: string; key: string }): Promise<string>;
  /** Joins a card to a mobile barcode; both codes prove possession. Gives the reason if it cannot be. */
  linkCarrier(barcode: string, card: LinkedCarrier, codes: { barcode: string; card: string }): Promise<string | null>;
  unlinkCarrier(barcode: string, card: { type: string; id: string }, code: string): Promise<boolean>;
  linkedCarriers(barcode: string): Promise<LinkedCarrier[]>;
};

export const invoiceApi = defineApi<InvoiceApi>("invoice", invoiceCalls);
