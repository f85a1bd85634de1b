import { tag } from "@troad/design";
import { type Html, html } from "@troad/html";
import { claimWindow, daysOf, type Prize } from "@troad/invoice-formats";
import { todayOf, uiOf } from "@troad/web";
import type { FastifyRequest } from "fastify";
import type { StoredInvoice } from "../invoices/lookup.ts";
import type { Pages } from "../site/pages.ts";
import { day, money } from "../site/words-view.ts";
import type { Paid } from "./service.ts";
import { takesPart } from "./standing.ts";

/** An invoice's prize as its holder may know it: nothing for one that was donated. */
export const prizeOf = ({ lists }: Pages, invoice: StoredInvoice): Prize | undefined =>
  invoice.donatedTo === null && takesPart(invoice) ? lists.prizeOf(invoice) : undefined;

/** A prize and whether it can be claimed today: `later` its claim period is yet to come, `over` it has lapsed. */
export type Won = { prize: Prize; state: "open" | "later" | "over" | "review" | "paid"; from: string; to: string; net: number };

/** An invoice's prize and its state; undefined if it won nothing. */
export function wonBy(pages: Pages, invoice: StoredInvoice, paid: Paid | undefined): Won | undefined {
  const prize = prizeOf(pages, invoice);
  if (!prize) return undefined;
  const { from, to } = claimWindow(daysOf(invoice.term).last);
  const today = todayOf(pages);
  const inTime = today < from ? "later" : today > to ? "over" : "open";
  const state = paid ? "paid" : invoice.review === "open" ? "review" : inTime;
  return { prize, state, from, to, net: paid?.net ?? 0 };
}

/** The same for one invoice, with the amount paid. */
export const wonByOne = async (pages: Pages, invoice: StoredInvoice): Promise<Won | undefined> =>
  wonBy(pages, invoice, (await pages.prizes.paid(invoice.term, [invoice.number]))[0]);

const tones = { open: "green", later: "blue", over: "grey", review: "amber", paid: "green" } as const;

/** The state of a prize, in two words. */
export const wonTag = (request: FastifyRequest, { state, net }: Won): Html =>
  tag({ text: request.t(`invoice.winnings.${state}`, { net: money(request, net) }), classes: `tr-tag--${tones[state]}` });

/** Prize, amount and state. */
export const wonText = (request: FastifyRequest, won: Won): Html =>
  html`${request.t(`invoice.prize.${won.prize.prize}`)} <strong>${money(request, won.prize.amount)}</strong> ${wonTag(request, won)}`;

/** The deadline, the start, or the reason why not. */
export const wonWhen = (request: FastifyRequest, { state, from, to }: Pick<Won, "state" | "from" | "to">): string =>
  request.t(`invoice.claim.when-${state}`, { from: day(request, from), to: day(request, to) });

/** A note that a period's winning numbers are the demonstration's. */
export const madeUpNote = ({ lists }: Pages, request: FastifyRequest, term: string): Html | undefined =>
  lists.current(term)?.madeUp ? uiOf(request).warningText({ text: request.t("invoice.winnings.made-up") }) : undefined;
