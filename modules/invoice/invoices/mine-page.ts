import { button, emptyState, statTiles } from "@troad/design";
import { type Html, html } from "@troad/html";
import { daysOf, termOf } from "@troad/invoice-formats";
import { type Chosen, type Column, type Filter, inMemory, type List, listRoutes, todayOf, uiOf } from "@troad/web";
import type { FastifyRequest } from "fastify";
import { type Held, mostInvoices } from "../carriers/holdings.ts";
import { cancelled } from "../prizes/standing.ts";
import { asked, type PageFile, type Pages } from "../site/pages.ts";
import { money, monthName, monthsBack, numberOf, standingOf, standingTag } from "../site/words-view.ts";
import type { StoredInvoice } from "./lookup.ts";

/** An invoice in the list; `place` is used in page addresses. */
type Row = { invoice: StoredInvoice; place: string };

/** The person's invoices of a month, by carrier, shop and words in them; also as a file. */
export const minePages: PageFile = (app, pages) => {
  listRoutes({
    app,
    ctx: pages.ctx,
    address: "/invoice/mine",
    guard: (load: Parameters<typeof pages.site.signedIn>[1]) => pages.site.signedIn("anybody", load),
    list: (request, person) => listOf(pages, request, person.subject),
  });
};

async function listOf(pages: Pages, request: FastifyRequest, subject: string): Promise<List<Row>> {
  const { t } = request;
  const holdings = await pages.holdings.of(subject);
  const today = todayOf(pages);
  const months = monthsBack(today, monthsShown);
  const wanted = asked(request, "month");
  const rows = rowsOf(await invoicesAsked(pages, holdings, months, wanted));
  const fitting = (chosen: Chosen): Row[] => rows.filter(({ invoice }) => fits(invoice, chosen));
  return {
    address: "/invoice/mine",
    title: t("invoice.mine.title"),
    ...(isKnown(months, wanted) ? {} : { lead: unknownMonth(request, months) }),
    file: "invoices",
    columns: columnsOf(request),
    filters: holdings.length === 0 ? [] : filtersOf(request, { months, holdings, rows }),
    summary: (chosen) => summary(request, fitting(chosen), rows.length, wanted === allMonths),
    source: inMemory(fitting, ({ place }) => place, "instant-and-id"),
    empty: holdings.length === 0 ? noCarrierState(request) : { title: t("invoice.mine.none") },
  };
}

/** Two years; older ones are in the year view, and a search over all months ends at `mostInvoices`. */
export const monthsShown = 24;
const allMonths = "all";

const isKnown = (months: readonly string[], wanted: string): boolean => ["", allMonths, ...months].includes(wanted);

/** The invoices of the requested month, or of all; none for a month that is not available, so that others are not mistaken for it. */
async function invoicesAsked(
  pages: Pages,
  holdings: readonly Held[],
  months: readonly string[],
  wanted: string,
): Promise<StoredInvoice[]> {
  if (!isKnown(months, wanted)) return [];
  if (wanted === allMonths) return pages.holdings.ofDays(holdings, `${months.at(-1)}-01`, daysOf(termOf(`${months[0]}-01`)).last);
  return pages.holdings.ofMonth(holdings, wanted || months[0]!);
}

function unknownMonth(request: FastifyRequest, months: readonly string[]): Html {
  const params = { from: monthName(request, months.at(-1)!), to: monthName(request, months[0]!) };
  return uiOf(request).warningText({ text: request.t("invoice.mine.unknown-month", params) });
}

/**
 * Newest first. The position of a donated invoice is made of its day and the part of its number that the donor still sees, with a counter
 * if that is not unique.
 */
function rowsOf(invoices: readonly StoredInvoice[]): Row[] {
  const seen = new Map<string, number>();
  return invoices
    .map((invoice) => {
      const name = `${invoice.date}T00:00:00.000Z ${numberOf(invoice)}`;
      const times = (seen.get(name) ?? 0) + 1;
      seen.set(name, times);
      return { invoice, place: times === 1 ? name : `${name} ${times}` };
    })
    .toReversed();
}

const keyOf = ({ type, id }: { type: string; id: string }): string => `${type} ${id}`;

/** Words are searched in shop, items and number; a donated invoice's number is hidden, so it is not searched. */
function fits(invoice: StoredInvoice, { carrier, shop, words = "" }: Chosen): boolean {
  const { seller, items, carrier: held } = invoice.content;
  if (carrier !== undefined && (!held || keyOf({ type: held.type, id: held.id2 }) !== carrier)) return false;
  if (shop !== undefined && seller.ban !== shop) return false;
  const texts = [seller.name, numberOf(invoice), ...items.map(({ description }) => description)];
  return texts.some((text) => alike(text).includes(alike(words)));
}

/** Full-width and capital letters match too. */
const alike = (text: string): string => text.normalize("NFKC").toLowerCase();

type Choices = { months: readonly string[]; holdings: readonly Held[]; rows: readonly Row[] };

function filtersOf(request: FastifyRequest, { months, holdings, rows }: Choices): Filter[] {
  const { t } = request;
  const shops = new Map(rows.map(({ invoice: { content } }) => [content.seller.ban, content.seller.name]));
  // a selected shop stays an option in a month in which it sold nothing
  const chosen = /^\d{8}$/.exec(asked(request, "shop"))?.[0];
  if (chosen && !shops.has(chosen)) shops.set(chosen, chosen);
  const named = months.map((value) => ({ value, text: monthName(request, value) }));
  const monthOptions = [{ value: allMonths, text: t("invoice.mine.all-months") }, ...named];
  const carrierOptions = holdings.map((one) => ({ value: keyOf(one), text: `${one.name} ${one.id}` }));
  const shopOptions = [...shops].map(([value, text]) => ({ value, text }));
  return [
    { kind: "select", name: "month", label: t("invoice.mine.month"), options: monthOptions, initial: months[0]! },
    { kind: "select", name: "carrier", label: t("invoice.mine.carrier"), options: carrierOptions },
    { kind: "select", name: "shop", label: t("invoice.mine.shop"), options: shopOptions },
    { kind: "search", name: "words", label: t("invoice.mine.words"), hint: t("invoice.mine.words-hint") },
  ];
}

export const noCarrierState = ({ t }: FastifyRequest) => ({
  title: t("invoice.carriers.none"),
  body: t("invoice.carriers.none-how"),
  action: button({ text: t("invoice.add.title"), href: "/invoice/carriers/add" }),
});

export const noCarrier = (request: FastifyRequest): Html => {
  const { title, body, action } = noCarrierState(request);
  return emptyState({ title, body: { text: body }, action });
};

function columnsOf(request: FastifyRequest): Column<Row>[] {
  const { t } = request;
  return [
    { key: "date", text: t("invoice.field.date"), kind: "day", value: ({ invoice }) => invoice.date },
    {
      ...{ key: "shop", text: t("invoice.mine.shop"), kind: "text" },
      value: ({ invoice }) => invoice.content.seller.name,
      show: ({ invoice }) => shopCell(request, invoice),
    },
    { key: "number", text: t("invoice.field.number"), kind: "text", only: "file", value: ({ invoice }) => numberOf(invoice) },
    { key: "total", text: t("invoice.field.total"), kind: "money", value: ({ invoice }) => invoice.total },
    {
      ...{ key: "standing", text: t("invoice.field.standing"), kind: "text", only: "file" },
      value: ({ invoice }) => standingOf(request, invoice) ?? null,
    },
  ];
}

/** The page's address contains the number, whose end the donor of an invoice may no longer see. */
function shopCell(request: FastifyRequest, invoice: StoredInvoice): Html {
  const { term, number, content, donatedTo } = invoice;
  const name = content.seller.name;
  const link = donatedTo === null ? html`<a class="tr-link" href="/invoice/mine/${term}/${number}">${name}</a>` : name;
  return html`${link}<br><span class="tr-hint">${numberOf(invoice)}</span> ${standingTag(request, invoice)}`;
}

/** Number and sum of valid invoices; if there are more than were read, the text says so. */
function summary(request: FastifyRequest, fitting: readonly Row[], all: number, everyMonth: boolean): Html {
  const { t } = request;
  const counted = fitting.filter(({ invoice }) => !cancelled(invoice));
  const total = counted.reduce((sum, { invoice }) => sum + invoice.total, 0);
  const tiles = statTiles([
    { label: t("invoice.mine.count"), value: String(counted.length) },
    { label: t("invoice.mine.total"), value: money(request, total) },
  ]);
  const more = t(everyMonth ? "invoice.mine.more-all" : "invoice.mine.more", { most: String(mostInvoices) });
  return html`${tiles}${all >= mostInvoices && html`<p class="tr-hint">${more}</p>`}`;
}
