import { button, section } from "@troad/design";
import { type Html, html } from "@troad/html";
import { isLoveCode } from "@troad/invoice-formats";
import { seeOther } from "@troad/kernel";
import { todayOf, uiOf, type View } from "@troad/web";
import type { FastifyRequest } from "fastify";
import type { StoredInvoice } from "../invoices/lookup.ts";
import { addressOf, onInvoice, pathOf, requestedInvoice } from "../invoices/one-page.ts";
import { donatable } from "../prizes/standing.ts";
import { asked, type PageFile, type Pages, postedCode } from "../site/pages.ts";
import { money } from "../site/words-view.ts";
import type { LoveCode } from "./love-codes.ts";

/** Donates an invoice before its draw, permanently. */
export const donatePages: PageFile = (app, pages) => {
  app.get(
    "/invoice/mine/:term/:number/donate",
    onInvoice,
    pages.site.signedIn("anybody", async (request, person) =>
      view(pages, request, await requestedInvoice(pages, request, person.subject), undefined, asked(request, "code", 20)),
    ),
  );

  app.post(
    "/invoice/mine/:term/:number/donate",
    onInvoice,
    pages.site.signedIn("anybody", async (request, person, reply) => {
      const invoice = await requestedInvoice(pages, request, person.subject);
      const code = postedCode(request, "code", 20);
      const { type, id2: id } = invoice.content.carrier!;
      const done = await pages.donations.give(invoice, { code, carrier: { type, id }, app: null, by: person.subject });
      if ("given" in done) return seeOther(reply, `${addressOf(invoice)}?done=donated`);
      return view(pages, request, invoice, done.refused === "code-unknown" ? codeFault(code) : "too-late", code);
    }),
  );
};

type Fault = "code-missing" | "code-form" | "code-unknown" | "too-late";

/** Distinguishes a malformed code from one that no organisation has. */
const codeFault = (code: string): Fault => {
  if (code === "") return "code-missing";
  return isLoveCode(code) || /^\d{8}$/.test(code) ? "code-unknown" : "code-form";
};

function view(pages: Pages, request: FastifyRequest, invoice: StoredInvoice, fault: Fault | undefined, code = ""): View {
  const { t } = request;
  const error = fault && t(`invoice.donate.${fault}`);
  const isOpen = donatable(invoice, todayOf(pages));
  const summary = error && uiOf(request).errorSummary({ errorList: [{ text: error, href: "#code" }] });
  const content = html`${summary}<h1>${t("invoice.donate.title")}</h1>
    <p>${invoice.content.seller.name}${t("invoice.comma")}${money(request, invoice.total)}</p>
    ${isOpen ? form(pages, request, invoice, code, error) : html`<p>${t("invoice.donate.too-late")}</p>`}`;
  return {
    title: t("invoice.donate.title"),
    content,
    path: [...pathOf(request), { href: addressOf(invoice), text: invoice.content.seller.name }],
    isError: error !== undefined,
    status: error ? 422 : 200,
  };
}

/** The recipient's code, and a few organisations that have one. */
function form(pages: Pages, request: FastifyRequest, invoice: StoredInvoice, code: string, error: string | undefined): Html {
  const { t } = request;
  const ui = uiOf(request);
  const field = ui.input({
    name: "code",
    label: { text: t("invoice.donate.code") },
    hint: { text: t("invoice.donate.code-hint") },
    inputmode: "numeric",
    autocomplete: "off",
    value: code,
    classes: "tr-input--width-10",
    ...(error ? { errorMessage: { text: error } } : {}),
  });
  const some = pages.loveCodes.search("").slice(0, 12);
  return html`<form method="post" action="${addressOf(invoice)}/donate" novalidate>${field}
    ${ui.warningText({ text: t("invoice.donate.for-good") })}${button({ text: t("invoice.donate.do") })}</form>
    ${section({
      title: { text: t("invoice.donate.some") },
      content: html`<ul class="tr-list tr-list--bullet">${some.map((one) => donee(request, invoice, one))}</ul>`,
    })}`;
}

/** Possible recipients; the link fills in the code. */
const donee = ({ t }: FastifyRequest, invoice: StoredInvoice, { code, name }: LoveCode): Html => {
  const href = `${addressOf(invoice)}/donate?code=${code}`;
  const named = html`${t("invoice.donate.choose")}<span class="tr-visually-hidden"> ${name}</span>`;
  return html`<li><strong>${code}</strong> ${name}${t("invoice.comma")}<a class="tr-link inv-choose" href="${href}">${named}</a></li>`;
};
