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
import type { MonthStatistics } from "./statistics/month.ts";
import type { PrizeStatistics } from "./statistics/prizes.ts";

export { signPackage } from "./intake/signed-package.ts";
export type { Answer } from "./intake/take.ts";
export type { InvoiceOperator } from "./numbers/operator-socket.ts";
export { type AwardRules, readAwardRules } from "./prizes/award-rules.ts";
export { readBusinessNumbers } from "./senders/business-numbers.ts";
export type { Downloads } from "./senders/download-routes.ts";
export type { MonthStatistics } from "./statistics/month.ts";
export type { PrizeStatistics } from "./statistics/prizes.ts";
export type { Unjudged } from "./stream/intake.ts";

/** A published list of winning numbers; of a corrected period both. `madeUp`: invented for the demonstration, not drawn. */
export type WinningList = { draw: Draw; publishedAt: string; corrected: boolean; madeUp: boolean };

export type InvoiceApi = {
  /** Enters a list of winning numbers; gives its digest. Two people enter the same list independently. */
  enterDraw(list: Draw, by: string): Promise<string>;
  /** The validation draw of an entered list: what it would pay, and what is wrong with it. */
  tryDraw(term: string, digest: string): Promise<Trial>;
  /** Publishes a list that two people entered and that passed its validation; with `reason` it corrects the previous one. */
  publishDraw(term: string, digest: string, by: string, reason?: string): Promise<void>;
  /** Every published list of a period, the current one last; without cloud numbers. */
  winningLists(term: string): Promise<WinningList[]>;
  /** Cloud numbers of the period's current list, in order, after `after`; at most 10,000. */
  cloudNumbers(query: { term: string; after: string; limit: number }): Promise<{ number: string; amount: number }[]>;
  /** Pays out a prize, once. `carrier` proves whose invoice it is. */
  claimPrize(request: {
    term: string;
    number: string;
    way: "counter" | "remitted";
    by: string;
    carrier: { type: string; id: string; code: string };
  }): Promise<ClaimRow>;
  /**
   * Prizes of a period's donated invoices among `limit` winners after the number `after`; at most 1,000. The next page starts after `last`.
   */
  donatedPrizes(query: {
    term: string;
    after: string;
    limit: number;
  }): Promise<{ prizes: DonatedPrize[]; last?: string | undefined }>;
  /**
   * Pays a donated invoice's prize to its recipient, once. A job pays the prizes of lists published here; fails with `prize.none`,
   * `prize.donee-unknown`, `prize.claimed`, `prize.window`, `prize.under-review`.
   */
  payDonatedPrize(request: { term: string; number: string }): Promise<ClaimRow>;
  /** Numbers of a period's invoices stored with control characters or lone surrogates, from `after` on; at most 1,000. */
  unreadableInvoices(query: { term: string; after: string; limit: number }): Promise<string[]>;
  /** Messages of a period that arrived after their deadline, of one seller or all, in order of receipt; at most 1,000. */
  lateMessages(query: { term: string; seller: string | null; after: number; limit: number }): Promise<LateRow[]>;
  /** Prizes whose invoice was cancelled, voided or rejected after the draw, by state, oldest first, after the case `after`; at most 200. */
  prizeCases(query: { state: PrizeCaseState; after: number; limit: number }): Promise<PrizeCase[]>;
  /** Decides a case for good. Fails with `prize.case-unknown`, `prize.case-decided`. A paid prize that is withdrawn has to be claimed back. */
  decidePrizeCase(request: { no: number; decision: "keep" | "withdraw"; by: string; reason: string }): Promise<void>;
  /**
   * Assigns numbers to sellers permanently, all ranges or none; gives the act's id, the same one if the key is repeated. From then on,
   * invoices of that period are accepted only with assigned numbers. Fails with `numbers.malformed`, `numbers.taken`, `numbers.key-reused`.
   */
  assignNumbers(request: { ranges: readonly Assignment[]; by: string; key: string }): Promise<string>;
  /** Links a card to a mobile barcode; both codes prove possession. Gives the reason if that is not possible. */
  linkCarrier(barcode: string, card: LinkedCarrier, codes: { barcode: string; card: string }): Promise<string | null>;
  unlinkCarrier(barcode: string, card: { type: string; id: string }, code: string): Promise<boolean>;
  linkedCarriers(barcode: string): Promise<LinkedCarrier[]>;
  /** What was sold to consumers in a month (yyyy-mm) that is over, in columns; a month that is not over fails with `statistics.month`. */
  monthStatistics(month: string): Promise<MonthStatistics>;
  /** What was won in a period whose winning list is public, in columns; another fails with `statistics.period`. */
  prizeStatistics(term: string): Promise<PrizeStatistics>;
};

export const invoiceApi = defineApi<InvoiceApi>("invoice", invoiceCalls);
