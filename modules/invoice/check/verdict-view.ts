import { details, tag } from "@troad/design";
import { type Html, html } from "@troad/html";
import { claimWindow, consumerBan, daysOf, drawDay } from "@troad/invoice-formats";
import { todayOf } from "@troad/web";
import type { FastifyRequest } from "fastify";
import type { StoredInvoice } from "../invoices/lookup.ts";
import { cancelled } from "../prizes/standing.ts";
import type { Pages } from "../site/pages.ts";
import { day, money, termName } from "../site/words-view.ts";
import type { Entry } from "./pile.ts";

/** The result for each paper of a pile. */
export const pileEntries = (pages: Pages, request: FastifyRequest, entries: readonly Entry[]): Promise<Html[]> =>
  Promise.all(entries.map((entry) => verdict(pages, request, entry)));

async function verdict(pages: Pages, request: FastifyRequest, { term, number, state }: Entry): Promise<Html> {
  const { t } = request;
  const found = await pages.lookup.find(term, number);
  const opened = state === "known" || state === "differs" ? found : undefined;
  const tone = { known: "green", differs: "red", unknown: "grey", limit: "amber", business: "grey" }[state];
  const shown = opened && html`<p>${opened.content.seller.name}${t("invoice.comma")}${money(request, opened.total)}</p>`;
  const bought = opened?.content.items.map(({ description, quantity, amount }) => {
    return html`<li>${description} × ${quantity}${t("invoice.comma")}${amount}</li>`;
  });
  const list =
    bought &&
    details({
      summaryHtml: html`${t("invoice.field.items")}<span class="tr-visually-hidden"> ${number}</span>`,
      html: html`<ul class="tr-list tr-list--bullet">${bought}</ul>`,
    });
  const mark = tag({ text: t(`invoice.state.${state}`), classes: `tr-tag--${tone}` });
  const prize = prizeText(pages, request, { term, number, found, state });
  return html`<li class="inv-pile__item" data-number="${number}"><p class="inv-pile__number">${number}</p>
    <p>${termName(request, term)}</p><p>${mark}</p>${shown}<p><strong>${prize}</strong></p>${list}</li>`;
}

type Subject = { term: string; number: string; found: StoredInvoice | undefined; state: Entry["state"] };

/** The prize in the draw of the invoice's own period. The holder of a copy does not learn who gets the prize of a donated invoice. */
function prizeText({ lists, ...pages }: Pages, request: FastifyRequest, { term, number, found, state }: Subject): string {
  const { t } = request;
  const last = daysOf(term).last;
  if (state === "business" || (found && found.content.buyer.ban !== consumerBan)) return t("invoice.verdict.business");
  if (found && found.donatedTo !== null) return t("invoice.verdict.donated");
  if (found && cancelled(found)) return t("invoice.verdict.cancelled");
  if (!lists.current(term)) {
    const key = todayOf(pages) < drawDay(last) ? "not-drawn" : "not-published";
    return t(`invoice.winnings.${key}`, { day: day(request, drawDay(last)) });
  }
  const prize = lists.prizeOf({ term, number, cloudPrize: found?.cloudPrize ?? null, receivedAt: found?.receivedAt });
  if (!prize) return t("invoice.verdict.nothing");
  const { from, to } = claimWindow(last);
  const key = todayOf(pages) > to ? "won-over" : "won";
  const note = lists.current(term)?.madeUp ? `${t("invoice.winnings.made-up")} ` : "";
  const params = { amount: money(request, prize.amount), prize: t(`invoice.prize.${prize.prize}`) };
  return note + t(`invoice.verdict.${key}`, { ...params, from: day(request, from), to: day(request, to) });
}
