import { button, summaryList, table, tag } from "@troad/design";
import { type Html, html } from "@troad/html";
import { termPlus } from "@troad/invoice-formats";
import { type CodedError, seeOther } from "@troad/kernel";
import { hidden, type List, listRoutes, postedKey, type View } from "@troad/web";
import type { FastifyRequest } from "fastify";
import type { StoredInvoice } from "../invoices/lookup.ts";
import { failedAs, type OfficeField, officeForm, tried, typedIn } from "../office/form-view.ts";
import { termName } from "../site/words-view.ts";
import type { Shop } from "./access.ts";
import { shopFailure } from "./errors.ts";
import { addressIn, dayText, money, paramIn, type ShopPageFile, type ShopPages, shopIn, shopPath, trail } from "./parts.ts";
import type { Sold } from "./records.ts";
import { refusalIn } from "./refused-view.ts";

const termsShown = 13;
const base = `${shopPath}/:ban/invoices`;

/** A shop's invoices of a period, and what is done with one: cancelled, voided and issued again, allowed for. */
export const shopInvoicePages: ShopPageFile = (app, pages) => {
  const { site, acts, ctx } = pages;
  listRoutes({
    app,
    ctx,
    address: base,
    guard: (load: Parameters<typeof site.signedIn>[1]) => site.signedIn("anybody", load),
    list: async (request, session) => listOf(pages, request, await shopIn(pages, request, session, "reader")),
  });
  app.get(
    `${base}/:term/:number`,
    hidden,
    site.signedIn("anybody", async (request, session) =>
      oneView(pages, request, await shopIn(pages, request, session, "reader")),
    ),
  );
  app.post(
    `${base}/:term/:number/:act`,
    hidden,
    site.signedIn("anybody", async (request, session, reply) => {
      const shop = await shopIn(pages, request, session, "clerk");
      const [term, number, act] = [paramIn(request, "term"), paramIn(request, "number"), paramIn(request, "act")];
      const values = typedIn(request, [{ name: "reason" }, { name: "amount" }]) as { reason: string; amount: string };
      const key = postedKey(request, ctx.ids);
      const about = { term, number, ...values };
      const deeds: Record<string, () => Promise<unknown>> = {
        cancel: () => acts.cancel(shop, about, key),
        void: () => acts.void(shop, about, key),
        allow: () => acts.allow(shop, about, key),
      };
      const error = await tried(Object.hasOwn(deeds, act) ? deeds[act]! : () => Promise.reject(shopFailure("shop.unknown")));
      return error
        ? oneView(pages, request, shop, { error, act, values })
        : seeOther(reply, addressIn(shop, `/invoices/${term}/${number}`));
    }),
  );
};

function listOf({ acts, records }: ShopPages, request: FastifyRequest, shop: Shop): List<Sold> {
  const { t } = request;
  const { now } = acts.terms();
  const terms = Array.from({ length: termsShown }, (_, back) => termPlus(now, -back));
  const termOfList = (chosen: { term?: string }): string => chosen.term ?? now;
  return {
    address: addressIn(shop, "/invoices"),
    title: t("invoice.shop.to.invoices"),
    path: trail(request, shop),
    columns: [
      { key: "date", text: t("invoice.field.date"), kind: "day", value: ({ date }) => date },
      {
        ...{ key: "number", text: t("invoice.field.number"), kind: "text", value: ({ number }) => number },
        show: ({ number, date }) =>
          html`<a class="tr-link" href="${addressIn(shop, `/invoices/${termOfDay(date)}/${number}`)}">${number}</a>`,
      },
      { key: "buyer", text: t("invoice.shop.buyer"), kind: "text", value: ({ buyer }) => (buyer === "0000000000" ? "" : buyer) },
      { key: "total", text: t("invoice.field.total"), kind: "money", value: ({ total }) => total },
      {
        ...{ key: "standing", text: t("invoice.field.standing"), kind: "text" },
        value: ({ standing }) => (standing === "valid" ? "" : t(`invoice.action.${standing}`)),
      },
    ],
    filters: [
      {
        ...{ kind: "select", name: "term", label: t("invoice.field.term"), initial: now },
        options: terms.map((value) => ({ value, text: termName(request, value) })),
      },
      { kind: "search", name: "words", label: t("invoice.shop.words") },
    ],
    source: {
      cursor: ({ date, number }) => `${date}T00:00:00.000Z ${number}`,
      cursorKind: "instant-and-id",
      rows: ({ chosen, before, limit }) =>
        records.sold({ ban: shop.ban, term: termOfList(chosen), words: (chosen.words ?? "").toUpperCase(), before, limit }),
    },
    empty: { title: t("invoice.shop.no-invoices") },
    file: `invoices-${shop.ban}`,
  };
}
/** The period of a day: two months, named by the second. */
const termOfDay = (day: string): string =>
  `${String(Number(day.slice(0, 4)) - 1911).padStart(3, "0")}${String(Math.ceil(Number(day.slice(5, 7)) / 2) * 2).padStart(2, "0")}`;

type Shown = { error?: CodedError; act?: string; values?: Record<string, string> };
async function oneView(pages: ShopPages, request: FastifyRequest, shop: Shop, shown: Shown = {}): Promise<View> {
  const { t } = request;
  const invoice = await pages.acts.own(shop, paramIn(request, "term"), paramIn(request, "number"));
  const { number, term, actions, content } = invoice;
  const ended = actions.find((one) => ["cancel", "void", "reject"].includes(one));
  const address = addressIn(shop, `/invoices/${term}/${number}`);
  const formOf = (act: string, fields: OfficeField[]) =>
    officeForm(request, {
      ...{ key: "invoice.shop", action: `${address}/${act}`, fields, submit: `invoice.shop.do.${act}`, prefix: act },
      ...{ hidden: { key: pages.ctx.ids.uuid() } },
      isSecondary: true,
      ...(shown.act === act ? { values: shown.values ?? {}, error: shown.error, says: refusalIn(request, shown.error) } : {}),
    });
  const reason: OfficeField[] = [{ name: "reason", hint: true }];
  const forms = [
    formOf("cancel", reason),
    formOf("void", reason),
    ...(pages.acts.isConsumer(invoice) ? [] : [formOf("allow", [{ name: "amount", hint: true }])]),
  ];
  const may = shop.rights !== "reader" && ended === undefined;
  const again =
    shop.rights !== "reader" &&
    actions.includes("void") &&
    button({ text: t("invoice.shop.again"), href: addressIn(shop, `/issue?again=${term}/${number}`) });
  const row = (key: string, text: string) => ({ key: { text: t(`invoice.field.${key}`) }, value: { text } });
  const rows = [
    row("number", number),
    row("term", termName(request, term)),
    row("date", dayText(request, invoice.date)),
    row("total", money(request, invoice.total)),
    {
      key: { text: t("invoice.shop.buyer") },
      value: { text: pages.acts.isConsumer(invoice) ? t("invoice.shop.consumer") : content.buyer.ban },
    },
    {
      key: { text: t("invoice.field.standing") },
      value: { html: tag({ text: ended ? t(`invoice.action.${ended}`) : t("invoice.shop.valid") }) },
    },
  ];
  const changes = may && html`<h2>${t("invoice.shop.acts")}</h2>${forms.map(({ form }) => form)}`;
  const body = html`${forms.map(({ summary }) => summary)}<h1>${number}</h1>${summaryList({ rows })}${items(request, invoice)}
    ${again}${shop.rights !== "reader" && printing(request, address, invoice, pages.acts.isConsumer(invoice), ended)}${changes}`;
  const path = trail(request, shop, { href: addressIn(shop, "/invoices"), text: t("invoice.shop.to.invoices") });
  return { title: number, content: body, path, ...failedAs(shown.error) };
}

const items = ({ t }: FastifyRequest, { content }: StoredInvoice): Html =>
  table({
    caption: t("invoice.field.items"),
    head: [
      { text: t("invoice.field.items") },
      { text: t("invoice.shop.quantity0"), format: "numeric" },
      { text: t("invoice.field.total"), format: "numeric" },
    ],
    rows: content.items.map(({ description, quantity, amount }) => [
      { text: description },
      { text: quantity, format: "numeric" },
      { text: amount, format: "numeric" },
    ]),
  });

/** What can be printed of it; each print of a proof is written down, so that the next one is a reprint. */
function printing({ t }: FastifyRequest, address: string, { content }: StoredInvoice, isConsumer: boolean, ended?: string): Html {
  const papers = ["detail"];
  if (ended === undefined && (!isConsumer || content.print)) papers.push("proof", "proof-203");
  if (ended === undefined && !isConsumer) papers.push("form");
  return html`<h2>${t("invoice.shop.print")}</h2><div class="tr-button-group">${papers.map(
    (paper) =>
      html`<form method="post" action="${address}/print/${paper}">${button({
        ...{ text: t(`invoice.shop.print.${paper}`), classes: "tr-button--secondary" },
      })}</form>`,
  )}</div>`;
}
