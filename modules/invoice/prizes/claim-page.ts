import { button, summaryList } from "@troad/design";
import { html } from "@troad/html";
import { claimWindow, daysOf, type Prize, payOut } from "@troad/invoice-formats";
import { CodedError, seeOther } from "@troad/kernel";
import { todayOf, uiOf, type View } from "@troad/web";
import type { FastifyRequest } from "fastify";
import type { StoredInvoice } from "../invoices/lookup.ts";
import { addressOf, onInvoice, pathOf, requestedInvoice } from "../invoices/one-page.ts";
import { type PageFile, type Pages, posted } from "../site/pages.ts";
import { day, money } from "../site/words-view.ts";
import { madeUpNote, prizeOf } from "./prize-view.ts";

const ways = ["remitted", "counter"] as const;

/** Claims a prize: which way, and what each way leaves after taxes. */
export const claimPages: PageFile = (app, pages) => {
  app.get(
    "/invoice/mine/:term/:number/claim",
    onInvoice,
    pages.site.signedIn("anybody", async (request, person) =>
      view(pages, request, await requestedInvoice(pages, request, person.subject), undefined),
    ),
  );

  app.post(
    "/invoice/mine/:term/:number/claim",
    onInvoice,
    pages.site.signedIn("anybody", async (request, person, reply) => {
      const invoice = await requestedInvoice(pages, request, person.subject);
      const way = ways.find((one) => one === posted(request, "way"));
      if (!way) return view(pages, request, invoice, request.t("invoice.claim.way-missing"));
      try {
        await pages.prizes.claim({ term: invoice.term, number: invoice.number, way, by: person.subject });
      } catch (error) {
        if (!(error instanceof CodedError) || !error.code.startsWith("prize.")) throw error;
        return view(pages, request, invoice, refusal(request, invoice, error.code));
      }
      return seeOther(reply, `${addressOf(invoice)}?done=claimed`);
    }),
  );
};

function refusal(request: FastifyRequest, { term }: StoredInvoice, code: string): string {
  const { from, to } = claimWindow(daysOf(term).last);
  return request.t(`error.${code}`, { from: day(request, from), to: day(request, to) });
}

function view(pages: Pages, request: FastifyRequest, invoice: StoredInvoice, error: string | undefined): View {
  const { t } = request;
  const ui = uiOf(request);
  const prize = prizeOf(pages, invoice);
  const { from, to } = claimWindow(daysOf(invoice.term).last);
  const open = todayOf(pages) >= from && todayOf(pages) <= to;
  const window = t("invoice.claim.window", { from: day(request, from), to: day(request, to) });
  const summary = error && ui.errorSummary({ errorList: [{ text: error, href: prize && open ? "#way" : "#content" }] });
  const body = prize
    ? html`${summaryList({ rows: won(request, invoice, prize) })}<p>${window}</p>${madeUpNote(pages, request, invoice.term)}
        ${open ? form(pages, request, invoice, prize, error) : ui.warningText({ text: t("invoice.claim.closed") })}`
    : html`<p>${t("error.prize.none")}</p>`;
  const content = html`${summary}<h1>${t("invoice.claim.title")}</h1>${body}`;
  return {
    title: t("invoice.claim.title"),
    content,
    path: [...pathOf(request), { href: addressOf(invoice), text: invoice.content.seller.name }],
    isError: error !== undefined,
    status: error ? 422 : 200,
  };
}

const won = (request: FastifyRequest, invoice: StoredInvoice, prize: Prize) => [
  { key: { text: request.t("invoice.field.number") }, value: { text: invoice.number } },
  { key: { text: request.t("invoice.field.prize") }, value: { text: request.t(`invoice.prize.${prize.prize}`) } },
  { key: { text: request.t("invoice.field.amount") }, value: { text: money(request, prize.amount) } },
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
