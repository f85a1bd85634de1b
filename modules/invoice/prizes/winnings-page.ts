import { emptyState, section } from "@troad/design";
import { html } from "@troad/html";
import { claimWindow, daysOf, drawDay, termOf, termPlus } from "@troad/invoice-formats";
import { hidden, todayOf } from "@troad/web";
import type { FastifyRequest } from "fastify";
import type { Held } from "../carriers/holdings.ts";
import type { StoredInvoice } from "../invoices/lookup.ts";
import { noCarrier } from "../invoices/mine-page.ts";
import { addressOf } from "../invoices/one-page.ts";
import type { PageFile, Pages } from "../site/pages.ts";
import { day, money, termName } from "../site/words-view.ts";
import { madeUpNote, prizeOf, wonBy, wonTag } from "./prize-view.ts";
import type { Paid } from "./service.ts";

/** The person's winning invoices, period by period, each against its own draw. */
export const winningPages: PageFile = (app, pages) => {
  app.get(
    "/invoice/winnings",
    hidden,
    pages.site.signedIn("anybody", async (request, person) => {
      const { t } = request;
      const holdings = await pages.holdings.of(person.subject);
      const parts =
        holdings.length === 0
          ? [noCarrier(request)]
          : await Promise.all(recentTerms(pages).map((term) => ofTerm(pages, request, holdings, term)));
      const content = html`<h1>${t("invoice.winnings.title")}</h1><p>${t("invoice.winnings.lead")}
        <a class="tr-link" href="/invoice/numbers">${t("invoice.numbers.title")}</a></p>${parts}`;
      return { title: t("invoice.winnings.title"), content, path: [] };
    }),
  );
};

/** The periods whose prizes may still matter, the newest first. */
const recentTerms = (pages: Pages): string[] => Array.from({ length: 4 }, (_, back) => termPlus(termOf(todayOf(pages)), -back));

async function ofTerm(pages: Pages, request: FastifyRequest, carriers: readonly Held[], term: string) {
  const { t } = request;
  const title = { text: termName(request, term) };
  const last = daysOf(term).last;
  if (!pages.lists.current(term)) {
    const drawn = drawDay(last);
    const key = todayOf(pages) < drawn ? "not-drawn" : "not-published";
    return section({ title, content: html`<p>${t(`invoice.winnings.${key}`, { day: day(request, drawn) })}</p>` });
  }
  const won = (await pages.holdings.ofTerm(carriers, term)).filter((one) => prizeOf(pages, one) !== undefined);
  const paid = await pages.prizes.paid(
    term,
    won.map(({ number }) => number),
  );
  const { from, to } = claimWindow(last);
  const window = html`<p class="tr-hint">${t("invoice.claim.window", { from: day(request, from), to: day(request, to) })}</p>`;
  const entries = won.map((one) =>
    entry(
      pages,
      request,
      one,
      paid.find(({ number }) => number === one.number),
    ),
  );
  return section({
    title,
    content:
      won.length === 0
        ? html`${madeUpNote(pages, request, term)}${emptyState({ title: t("invoice.winnings.none"), headingLevel: 3 })}`
        : html`${madeUpNote(pages, request, term)}<ul class="inv-won">${entries}</ul>${window}`,
  });
}

function entry(pages: Pages, request: FastifyRequest, invoice: StoredInvoice, paid: Paid | undefined) {
  const { t } = request;
  const won = wonBy(pages, invoice, paid)!;
  const status =
    won.state === "open"
      ? html`<a class="tr-link" href="${addressOf(invoice)}/claim">${t("invoice.claim.title")}<span class="tr-visually-hidden"> ${invoice.number}</span></a>`
      : wonTag(request, won);
  const link = html`<a class="tr-link" href="${addressOf(invoice)}">${invoice.content.seller.name} ${invoice.number}</a>`;
  return html`<li class="inv-won__item"><p class="inv-won__amount">${money(request, won.prize.amount)}</p>
    <p>${t(`invoice.prize.${won.prize.prize}`)}${t("invoice.comma")}${link}</p><p>${status}</p></li>`;
}
