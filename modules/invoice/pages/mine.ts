import { button, emptyState, scrollable, statTiles, table } from "@troad/design";
import { type Html, html } from "@troad/html";
import { hidden, todayOf, uiOf } from "@troad/web";
import type { FastifyRequest } from "fastify";
import { earliestDay } from "../national/by-carrier.ts";
import { cancelled } from "../prizes/standing.ts";
import type { StoredInvoice } from "../store/invoices.ts";
import { type Held, holdingsOf, invoicesOfMonth, monthsBack, mostRows } from "./holdings.ts";
import { asked, type PageFile } from "./pages.ts";
import { day, money, monthName, numberOf, standingTag } from "./words.ts";

type Wanted = { month: string; carrier: string; shop: string; words: string };

/** The person's invoices of a month, by carrier and shop, and by words in them. */
export const minePages: PageFile = (app, pages) => {
  app.get(
    "/invoice/mine",
    hidden,
    pages.site.signedIn("anybody", async (request, person) => {
      const { t } = request;
      const holdings = await holdingsOf(pages, person.subject);
      const today = todayOf(pages);
      const months = monthsBack(today, 9).filter((month) => `${month}-01` >= earliestDay(today));
      const wanted: Wanted = {
        month: months.find((month) => month === asked(request, "month")) ?? months[0]!,
        carrier: asked(request, "carrier"),
        shop: asked(request, "shop"),
        words: asked(request, "words", 60),
      };
      const carriers = holdings.filter((one) => wanted.carrier === "" || keyOf(one) === wanted.carrier);
      const all = await invoicesOfMonth(pages, carriers, wanted.month);
      const shops = new Map(all.map(({ content }) => [content.seller.ban, content.seller.name]));
      const found = all.filter((one) => matches(one, wanted));
      const content = html`<h1>${t("invoice.mine.title")}</h1>${holdings.length === 0 ? noCarrier(request) : html`${filters(request, { wanted, months, holdings, shops })}${found.length === 0 ? emptyState({ title: t("invoice.mine.none") }) : list(request, found)}${all.length === mostRows && html`<p class="tr-hint">${t("invoice.mine.more", { most: String(mostRows) })}</p>`}`}`;
      return { title: t("invoice.mine.title"), content, path: [] };
    }),
  );
};

const keyOf = ({ type, id }: { type: string; id: string }): string => `${type} ${id}`;

export const noCarrier = ({ t }: FastifyRequest): Html =>
  emptyState({
    title: t("invoice.carriers.none"),
    body: { text: t("invoice.carriers.none-how") },
    action: button({ text: t("invoice.add.title"), href: "/invoice/carriers/add" }),
  });

/** Words are looked for in shop, items and number; of a donated invoice its number is hidden, so not in that. */
function matches(invoice: StoredInvoice, { shop, words }: Wanted): boolean {
  const { seller, items } = invoice.content;
  if (shop !== "" && seller.ban !== shop) return false;
  const texts = [seller.name, numberOf(invoice), ...items.map(({ description }) => description)];
  return words === "" || texts.some((text) => text.toLowerCase().includes(words.toLowerCase()));
}

type Filters = { wanted: Wanted; months: string[]; holdings: Held[]; shops: Map<string, string> };

function filters(request: FastifyRequest, { wanted, months, holdings, shops }: Filters): Html {
  const { t } = request;
  const ui = uiOf(request);
  const anyOf = { value: "", text: t("invoice.mine.any") };
  // a shop that was chosen stays a choice in a month in which it sold nothing
  const known = new Map([...(wanted.shop === "" ? [] : [[wanted.shop, wanted.shop] as const]), ...shops]);
  return html`<form class="inv-filters" method="get" action="/invoice/mine">${ui.select({ name: "month", label: { text: t("invoice.mine.month") }, value: wanted.month, items: months.map((value) => ({ value, text: monthName(request, value) })) })}${ui.select({ name: "carrier", label: { text: t("invoice.mine.carrier") }, value: wanted.carrier, items: [anyOf, ...holdings.map((one) => ({ value: keyOf(one), text: `${one.name} ${one.id}` }))] })}${ui.select({ name: "shop", label: { text: t("invoice.mine.shop") }, value: wanted.shop, items: [anyOf, ...[...known].map(([value, text]) => ({ value, text }))] })}${ui.input({ name: "words", type: "search", label: { text: t("invoice.mine.words") }, value: wanted.words })}${button({ text: t("invoice.mine.find") })}</form>`;
}

function list(request: FastifyRequest, invoices: readonly StoredInvoice[]): Html {
  const { t } = request;
  const counted = invoices.filter((one) => !cancelled(one));
  const total = counted.reduce((sum, one) => sum + one.total, 0);
  const rows = invoices.toReversed().map((one) => [
    { html: html`${day(request, one.date)}` },
    {
      // the address of a page holds the number, whose end the giver of an invoice is not to see any more
      html: html`${one.donatedTo === null ? html`<a class="tr-link" href="/invoice/mine/${one.term}/${one.number}">${one.content.seller.name}</a>` : one.content.seller.name}<br><span class="tr-hint">${numberOf(one)}</span> ${standingTag(request, one)}`,
    },
    { text: money(request, one.total), format: "numeric" },
  ]);
  return html`${statTiles([
    { label: t("invoice.mine.count"), value: String(counted.length) },
    { label: t("invoice.mine.total"), value: money(request, total) },
  ])}${scrollable(
    t("invoice.mine.title"),
    table({
      head: [
        { text: t("invoice.field.date") },
        { text: t("invoice.mine.shop") },
        { text: t("invoice.field.total"), format: "numeric" },
      ],
      rows,
    }),
  )}`;
}
