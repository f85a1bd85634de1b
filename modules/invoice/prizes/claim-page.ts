import { button, summaryList } from "@troad/design";
import { type Html, html } from "@troad/html";
import { claimWindow, daysOf, type Prize, payOut } from "@troad/invoice-formats";
import { CodedError, seeOther } from "@troad/kernel";
import { todayOf, uiOf, type View } from "@troad/web";
import type { FastifyRequest } from "fastify";
import type { StoredInvoice } from "../invoices/lookup.ts";
import { addressOf, onInvoice, pathOf, requestedInvoice } from "../invoices/one-page.ts";
import { type PageFile, type Pages, posted } from "../site/pages.ts";
import { day, money } from "../site/words-view.ts";
import { madeUpNote, type Won, wonByOne, wonText, wonWhen } from "./prize-view.ts";

const ways = ["remitted", "counter"] as const;

/** Claims a prize: how to be paid, and what each way leaves after taxes. */
export const claimPages: PageFile = (app, pages) => {
  app.get(
    "/invoice/mine/:term/:number/claim",
    onInvoice,
    pages.site.signedIn("anybody", async (request, person) =>
      claimView(pages, request, await requestedInvoice(pages, request, person.subject), undefined),
    ),
  );

  app.post(
    "/invoice/mine/:term/:number/claim",
    onInvoice,
    pages.site.signedIn("anybody", async (request, person, reply) => {
      const invoice = await requestedInvoice(pages, request, person.subject);
      const way = ways.find((one) => one === posted(request, "way"));
      if (!way) return claimView(pages, request, invoice, request.t("invoice.claim.way-missing"));
      try {
        await pages.prizes.claim({ term: invoice.term, number: invoice.number, way, by: person.subject });
      } catch (error) {
        if (!(error instanceof CodedError) || !error.code.startsWith("prize.")) throw error;
        return claimView(pages, request, invoice, refusal(request, invoice, error.code));
      }
      return seeOther(reply, `${addressOf(invoice)}?done=claimed`);
    }),
  );
};

function refusal(request: FastifyRequest, { term }: StoredInvoice, code: string): string {
  const { from, to } = claimWindow(daysOf(term).last);
  return request.t(`error.${code}`, { from: day(request, from), to: day(request, to) });
}

async function claimView(
  pages: Pages,
  request: FastifyRequest,
  invoice: StoredInvoice,
  error: string | undefined,
): Promise<View> {
  const { t } = request;
  const won = await wonByOne(pages, invoice);
  const isOpen = won?.state === "open";
  const summary = error && uiOf(request).errorSummary({ errorList: [{ text: error, href: isOpen ? "#way" : "#content" }] });
  const body = won
    ? html`${summaryList({ rows: rowsOf(request, invoice, won) })}<p>${wonWhen(request, won)}</p>${madeUpNote(pages, request, invoice.term)}
        ${isOpen ? form(pages, request, invoice, won.prize, error) : waysOn(request)}`
    : html`<p>${t("error.prize.none")}</p>${waysOn(request)}`;
  const content = html`${summary}<h1>${t("invoice.claim.title")}</h1>${body}`;
  return {
    title: t("invoice.claim.title"),
    content,
    path: [...pathOf(request), { href: addressOf(invoice), text: invoice.content.seller.name }],
    isError: error !== undefined,
    status: error ? 422 : 200,
  };
}

/** Where a person who cannot claim continues. */
const waysOn = ({ t }: FastifyRequest): Html =>
  html`<p><a class="tr-link" href="/invoice/winnings">${t("invoice.claim.others")}</a></p>
    <p><a class="tr-link" href="/invoice/numbers">${t("invoice.numbers.title")}</a></p>`;

const rowsOf = (request: FastifyRequest, invoice: StoredInvoice, won: Won) => [
  { key: { text: request.t("invoice.field.number") }, value: { text: invoice.number } },
  { key: { text: request.t("invoice.field.prize") }, value: { html: wonText(request, won) } },
];

function form(pages: Pages, request: FastifyRequest, invoice: StoredInvoice, prize: Prize, error: string | undefined) {
  const { t } = request;
  const items = ways.map((value) => {
    const { withheld, stamp, net } = payOut(prize.amount, pages.rules.taxesOn(todayOf(pages)), value);
    const params = { net: money(request, net), withheld: money(request, withheld), stamp: money(request, stamp) };
    return { value, text: t(`invoice.claim.${value}`), hint: { text: t("invoice.claim.net", params) } };
  });
  return html`<form method="post" action="${addressOf(invoice)}/claim" novalidate>${uiOf(request).radios({
    name: "way",
    idPrefix: "way",
    fieldset: { legend: { text: t("invoice.claim.way"), classes: "tr-fieldset__legend--m" } },
    items,
    ...(error ? { errorMessage: { text: error } } : {}),
  })}${button({ text: t("invoice.claim.do") })}</form>`;
}
