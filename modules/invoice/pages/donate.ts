import { button } from "@troad/design";
import { html } from "@troad/html";
import { instant, seeOther } from "@troad/kernel";
import { todayOf, uiOf, type View } from "@troad/web";
import type { FastifyRequest } from "fastify";
import { donatable } from "../prizes/standing.ts";
import { insertDonation, type StoredInvoice } from "../store/invoices.ts";
import { addressOf, onInvoice, pathOf, requestedInvoice } from "./one.ts";
import { type PageFile, type Pages, posted } from "./pages.ts";
import { money } from "./words.ts";

/** Gives an invoice away before its draw, for good (E-Invoice Implementation Directions). */
export const donatePages: PageFile = (app, pages) => {
  app.get(
    "/invoice/mine/:term/:number/donate",
    onInvoice,
    pages.site.signedIn("anybody", async (request, person) =>
      view(pages, request, await requestedInvoice(pages, request, person.subject), undefined),
    ),
  );

  app.post(
    "/invoice/mine/:term/:number/donate",
    onInvoice,
    pages.site.signedIn("anybody", async (request, person, reply) => {
      const invoice = await requestedInvoice(pages, request, person.subject);
      const code = posted(request, "code", 20);
      const npo = /^\d{3,8}$/.test(code) ? pages.loveCodes.find(code) : undefined;
      if (!npo) return view(pages, request, invoice, code === "" ? "code-missing" : "code-unknown", code);
      const { term, number, content } = invoice;
      if (!donatable(invoice, todayOf(pages))) return view(pages, request, invoice, "too-late", code);
      const carrier = { type: content.carrier!.type, id: content.carrier!.id2 };
      const row = { term, number, npo: npo.code, carrier, app: null, at: instant(pages.ctx.clock) };
      if (!(await insertDonation(pages.ctx.db, row))) return view(pages, request, invoice, "too-late", code);
      return seeOther(reply, `${addressOf(invoice)}?done=donated`);
    }),
  );
};

function view(pages: Pages, request: FastifyRequest, invoice: StoredInvoice, fault: string | undefined, code = ""): View {
  const { t } = request;
  const ui = uiOf(request);
  const some = pages.loveCodes.search("").slice(0, 12);
  const error = fault === undefined ? undefined : t(`invoice.donate.${fault}`);
  const closed = !donatable(invoice, todayOf(pages));
  const form = html`<form method="post" action="${addressOf(invoice)}/donate" novalidate>${ui.input({
    name: "code",
    label: { text: t("invoice.donate.code") },
    hint: { text: t("invoice.donate.code-hint") },
    inputmode: "numeric",
    autocomplete: "off",
    value: code,
    classes: "tr-input--width-10",
    ...(error ? { errorMessage: { text: error } } : {}),
  })}${ui.warningText({ text: t("invoice.donate.for-good") })}${button({ text: t("invoice.donate.do") })}</form><h2>${t("invoice.donate.some")}</h2><ul class="tr-list tr-list--bullet">${some.map((one) => html`<li><strong>${one.code}</strong> ${one.name}</li>`)}</ul>`;
  const content = html`${error && ui.errorSummary({ errorList: [{ text: error, href: "#code" }] })}<h1>${t("invoice.donate.title")}</h1><p>${invoice.content.seller.name}${t("invoice.comma")}${money(request, invoice.total)}</p>${closed ? html`<p>${t("invoice.donate.too-late")}</p>` : form}`;
  return {
    title: t("invoice.donate.title"),
    content,
    path: [...pathOf(request), { href: addressOf(invoice), text: invoice.content.seller.name }],
    isError: error !== undefined,
    status: error ? 422 : 200,
  };
}
