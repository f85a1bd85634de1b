import { statTiles } from "@troad/design";
import { type Html, html } from "@troad/html";
import { termOf } from "@troad/invoice-formats";
import { barChart, type Chosen, type Column, inMemory, type List, listRoutes, todayOf } from "@troad/web";
import type { FastifyRequest } from "fastify";
import { monthsShown, noCarrierState } from "../invoices/mine-page.ts";
import { asked, type PageFile, type Pages } from "../site/pages.ts";
import { money, monthName, monthsBack, shortMonth, yearName } from "../site/words-view.ts";

/** A month with its spending. */
type Month = { month: string; invoices: number; total: number };

/** Invoices are kept for five years. */
const yearsBack = 5;

/** The months of a year with number and sum of their invoices: as a chart, a table and a file. */
export const yearPages: PageFile = (app, pages) => {
  listRoutes({
    app,
    ctx: pages.ctx,
    address: "/invoice/spending/year",
    guard: (load: Parameters<typeof pages.site.signedIn>[1]) => pages.site.signedIn("anybody", load),
    list: (request, person) => listOf(pages, request, person.subject),
    view: (request, { title }, { content }) => ({
      title,
      content: html`<h1>${title}</h1>${content}`,
      path: [{ href: "/invoice/spending", text: request.t("invoice.spending.title") }],
    }),
  });
};

async function listOf(pages: Pages, request: FastifyRequest, subject: string): Promise<List<Month>> {
  const { t } = request;
  const today = todayOf(pages);
  const years = Array.from({ length: yearsBack }, (_, back) => String(Number(today.slice(0, 4)) - back));
  const year = years.find((one) => one === asked(request, "year")) ?? years[0]!;
  const carriers = await pages.holdings.of(subject);
  const months = carriers.length === 0 ? [] : await monthsOf(pages, carriers, year, today);
  const options = years.map((value) => ({ value, text: yearName(request, value) }));
  return {
    address: "/invoice/spending/year",
    title: t("invoice.year.title"),
    file: `invoices-${year}`,
    columns: columnsOf(request, monthsBack(today, monthsShown)),
    filters:
      carriers.length === 0 ? [] : [{ kind: "select", name: "year", label: t("invoice.year.year"), options, initial: years[0]! }],
    summary: (chosen) => summary(request, months, chosen),
    source: inMemory(
      () => months,
      ({ month }) => `${month}-01T00:00:00.000Z ${month}`,
      "instant-and-id",
    ),
    empty: noCarrierState(request),
  };
}

/** Every month of the year that has begun, including those without invoices. */
async function monthsOf(
  pages: Pages,
  carriers: Parameters<Pages["holdings"]["count"]>[0],
  year: string,
  today: string,
): Promise<Month[]> {
  const names = Array.from({ length: 12 }, (_, at) => `${year}-${String(at + 1).padStart(2, "0")}`).filter(
    (one) => `${one}-01` <= today,
  );
  const terms = [...new Set(names.map((month) => termOf(`${month}-01`)))];
  const spent = await pages.holdings.spent({ terms, from: `${year}-01-01`, carriers });
  return names.map((month) => {
    const own = spent.filter((row) => row.month === month);
    const sum = (of: "invoices" | "total") => own.reduce((all, row) => all + row[of], 0);
    return { month, invoices: sum("invoices"), total: sum("total") };
  });
}

/** Months that the list of invoices covers are links to it. */
function columnsOf(request: FastifyRequest, listed: readonly string[]): Column<Month>[] {
  const { t } = request;
  return [
    {
      ...{ key: "month", text: t("invoice.mine.month"), kind: "text" },
      value: ({ month }) => month,
      show: ({ month }) => {
        const name = monthName(request, month);
        return listed.includes(month) ? html`<a class="tr-link" href="/invoice/mine?month=${month}">${name}</a>` : name;
      },
    },
    { key: "invoices", text: t("invoice.mine.count"), kind: "number", value: ({ invoices }) => invoices },
    { key: "total", text: t("invoice.mine.total"), kind: "money", value: ({ total }) => total },
  ];
}

/** The sums of the year and its months as bars; the list below is the chart's table. */
function summary(request: FastifyRequest, months: readonly Month[], { year = "" }: Chosen): Html {
  const { t, lang } = request;
  const [invoices, total] = (["invoices", "total"] as const).map((of) => months.reduce((all, one) => all + one[of], 0));
  const most = months.reduce((top, one) => (one.total > top.total ? one : top));
  const tiles = statTiles([
    { label: t("invoice.mine.count"), value: String(invoices) },
    { label: t("invoice.mine.total"), value: money(request, total!) },
  ]);
  const drawn = barChart({
    request,
    title: t("invoice.spending.by-month"),
    description: t("invoice.year.described", {
      year: yearName(request, year),
      month: monthName(request, most.month),
      most: money(request, most.total),
    }),
    labelHead: t("invoice.mine.month"),
    labels: months.map(({ month }) => shortMonth(month, lang)),
    series: [{ label: t("invoice.mine.total"), values: months.map((one) => one.total) }],
    shown: (value) => money(request, value),
    figures: html``,
  });
  return html`${tiles}${drawn}`;
}
