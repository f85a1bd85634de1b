import { scrollable, section, table } from "@troad/design";
import { type Html, html } from "@troad/html";
import { termOf } from "@troad/invoice-formats";
import { barChart, hidden, todayOf } from "@troad/web";
import type { FastifyRequest } from "fastify";
import type { Spent } from "../carriers/holdings.ts";
import { noCarrier } from "../invoices/mine-page.ts";
import type { PageFile } from "../site/pages.ts";
import { money, monthName, monthsBack, shortMonth } from "../site/words-view.ts";

const months = 6;

/** Spending in the last six months: by month as a chart and a table, and by shop. */
export const spendingPages: PageFile = (app, pages) => {
  app.get(
    "/invoice/spending",
    hidden,
    pages.site.signedIn("anybody", async (request, person) => {
      const { t } = request;
      const carriers = await pages.holdings.of(person.subject);
      const wanted = monthsBack(todayOf(pages), months).toReversed();
      const terms = [...new Set(wanted.map((month) => termOf(`${month}-01`)))];
      const spent = await pages.holdings.spent({ terms, from: `${wanted[0]}-01`, carriers });
      const tables = html`${byMonth(request, wanted, spent)}${byShop(request, spent)}`;
      const content = html`<h1>${t("invoice.spending.title")}</h1>${carriers.length === 0 ? noCarrier(request) : tables}
        <p><a class="tr-link" href="/invoice/spending/year">${t("invoice.year.title")}</a></p>`;
      return { title: t("invoice.spending.title"), content, path: [] };
    }),
  );
};

const sum = (rows: readonly Spent[], of: "total" | "invoices"): number => rows.reduce((all, row) => all + row[of], 0);

function byMonth(request: FastifyRequest, wanted: readonly string[], spent: readonly Spent[]): Html {
  const { t, lang } = request;
  const rows = wanted.map((month) => {
    const own = spent.filter((row) => row.month === month);
    return { month, total: sum(own, "total"), invoices: sum(own, "invoices") };
  });
  const most = rows.reduce((top, row) => (row.total > top.total ? row : top));
  const described = { month: monthName(request, most.month), most: money(request, most.total) };
  const total = t("invoice.mine.total");
  const drawn = barChart({
    request,
    title: total,
    description: t("invoice.spending.described", described),
    labelHead: t("invoice.mine.month"),
    labels: rows.map(({ month }) => shortMonth(month, lang)),
    series: [{ label: total, values: rows.map((row) => row.total) }],
    shown: (value) => money(request, value),
    figures: monthTable(request, rows.toReversed()),
  });
  return section({ title: { text: t("invoice.spending.by-month") }, content: drawn });
}

const monthTable = (request: FastifyRequest, rows: readonly { month: string; total: number; invoices: number }[]): Html =>
  table({
    head: [
      { text: request.t("invoice.mine.month") },
      { text: request.t("invoice.mine.count"), format: "numeric" },
      { text: request.t("invoice.mine.total"), format: "numeric" },
    ],
    rows: rows.map(({ month, total, invoices }) => [
      { html: html`<a class="tr-link" href="/invoice/mine?month=${month}">${monthName(request, month)}</a>` },
      { text: String(invoices), format: "numeric" },
      { text: money(request, total), format: "numeric" },
    ]),
  });

function byShop(request: FastifyRequest, spent: readonly Spent[]): Html {
  const { t } = request;
  const shops = [...new Set(spent.map(({ seller }) => seller))]
    .map((seller) => {
      const own = spent.filter((row) => row.seller === seller);
      return { seller, name: own[0]!.name, total: sum(own, "total"), invoices: sum(own, "invoices") };
    })
    .sort((a, b) => b.total - a.total)
    .slice(0, 20);
  const rows = shops.map(({ name, total, invoices }) => [
    { text: name },
    { text: String(invoices), format: "numeric" },
    { text: money(request, total), format: "numeric" },
  ]);
  const title = t("invoice.spending.by-shop");
  const head = [
    { text: t("invoice.mine.shop") },
    { text: t("invoice.mine.count"), format: "numeric" },
    { text: t("invoice.mine.total"), format: "numeric" },
  ];
  return section({ title: { text: title }, content: scrollable(title, table({ head, rows })) });
}
