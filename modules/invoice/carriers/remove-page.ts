import { button, buttonGroup, summaryList } from "@troad/design";
import { html } from "@troad/html";
import { mobileBarcode } from "@troad/invoice-formats";
import { kernelFailure, seeOther } from "@troad/kernel";
import { hidden, uiOf, type View } from "@troad/web";
import type { FastifyRequest } from "fastify";
import { type PageFile, type Pages, posted } from "../site/pages.ts";
import { type Held, mostInvoices } from "./holdings.ts";
import { carriersPath, onCarrier, requestedCarrier } from "./requested-carrier.ts";

/** Removing a carrier: asks first, and says what its holder will no longer see. */
export const removePages: PageFile = (app, pages) => {
  app.get(
    "/invoice/carriers/:carrier/remove",
    onCarrier,
    pages.site.signedIn("anybody", async (request, person) => {
      const held = await requestedCarrier(pages, request, person.subject);
      // a card linked to a barcode is removed with the barcode
      if (held.barcode !== undefined) throw kernelFailure("request.not-found");
      return view(pages, request, held, person.subject);
    }),
  );

  app.post(
    "/invoice/carriers/remove",
    hidden,
    pages.site.signedIn("anybody", async (request, person, reply) => {
      await pages.holders.remove(person.subject, { type: posted(request, "type", 10), id: posted(request, "id", 64) });
      return seeOther(reply, "/invoice/carriers?done=removed");
    }),
  );
};

async function view(pages: Pages, request: FastifyRequest, held: Held, subject: string): Promise<View> {
  const { t } = request;
  const { type, id, name } = held;
  const joined = (await pages.holdings.of(subject)).filter(({ barcode }) => type === mobileBarcode && barcode === id);
  const count = await pages.holdings.count([held, ...joined]);
  const lost = t(count > mostInvoices ? "invoice.remove.lost-many" : "invoice.remove.lost", {
    count: Math.min(count, mostInvoices),
  });
  const facts = [
    { key: { text: t("invoice.field.carrier") }, value: { html: html`${name} <span class="inv-code">${id}</span>` } },
    ...joined.map((card) => ({ key: { text: t("invoice.remove.joined") }, value: { text: `${card.name} ${card.id}` } })),
    { key: { text: t("invoice.mine.count") }, value: { text: String(Math.min(count, mostInvoices)) } },
  ];
  const back = t(type === mobileBarcode ? "invoice.remove.back-barcode" : "invoice.remove.back-card");
  const content = html`<h1>${t("invoice.remove.title")}</h1>${summaryList({ rows: facts })}
    ${uiOf(request).warningText({ text: lost })}<p>${back}</p>
    <form method="post" action="/invoice/carriers/remove">
    <input type="hidden" name="type" value="${type}"><input type="hidden" name="id" value="${id}">
    ${buttonGroup(
      button({ text: t("invoice.remove.do"), classes: "tr-button--warning" }),
      button({ text: t("invoice.remove.keep"), href: "/invoice/carriers", classes: "tr-button--secondary" }),
    )}</form>`;
  return { title: t("invoice.remove.title"), content, path: carriersPath(request) };
}
