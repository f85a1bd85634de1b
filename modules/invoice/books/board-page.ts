import { button, lineList, scrollable, summaryList, table } from "@troad/design";
import { type Html, html } from "@troad/html";
import { hidden, uiOf, type View } from "@troad/web";
import type { FastifyRequest } from "fastify";
import { termName } from "../site/words-view.ts";
import type { Client } from "./access.ts";
import { addressIn, type BooksPageFile, type BooksPages, booksPath, clientIn, money, termIn, termsOf, trail } from "./parts.ts";
import type { ReturnSums } from "./sums.ts";

/** A business and a period: what its return will say, and where the lists are. */
export const boardPages: BooksPageFile = (app, pages) => {
  app.get(
    `${booksPath}/:ban`,
    hidden,
    pages.site.signedIn("anybody", async (request, session) =>
      boardView(pages, request, await clientIn(pages, request, session)),
    ),
  );
};

async function boardView(pages: BooksPages, request: FastifyRequest, client: Client): Promise<View> {
  const { t } = request;
  const term = termIn(pages, request);
  const sums = await pages.records.sums({ ban: client.ban, term });
  const links = ["inbound", "allowances", "media"].map((name) => ({
    ...{ href: addressIn(client, `/${name}?term=${term}`), title: t(`invoice.books.to.${name}`) },
    lead: t(`invoice.books.to.${name}-lead`),
  }));
  const rows = [
    { key: { text: t("invoice.books.form") }, value: { text: t(`invoice.books.form-${sums.form}`) } },
    { key: { text: t("invoice.books.invoices") }, value: { text: String(sums.invoices) } },
    ...(sums.form === "403" ? [{ key: { text: t("invoice.books.share") }, value: { text: `${sums.barredShare} %` } }] : []),
    {
      key: { text: t(sums.balance < 0 ? "invoice.books.carry" : "invoice.books.pay") },
      value: { text: money(request, Math.abs(sums.balance)) },
    },
  ];
  const content = html`<h1>${client.name}</h1><p class="tr-lead">${client.ban} · ${t(`invoice.books.as.${client.as}`)}</p>
    ${termForm(pages, request, client, term)}<h2>${termName(request, term)}</h2>${summaryList({ rows })}
    ${sumTable(request, "sold", soldRows(sums))}${sumTable(request, "bought", boughtRows(sums))}
    <p class="tr-hint">${t("invoice.books.sums-hint")}</p><h2>${t("invoice.books.more")}</h2>${lineList(links)}`;
  return { title: client.name, content, path: trail(request, client).slice(0, 1) };
}

/** The choice of a period, which reloads the page. */
export function termForm(
  pages: Pick<BooksPages, "inbound">,
  request: FastifyRequest,
  client: Client,
  term: string,
  rest = "",
): Html {
  const { t } = request;
  const items = termsOf(pages).map((value) => ({ value, text: termName(request, value), selected: value === term }));
  const select = uiOf(request).select({ id: "term", name: "term", label: { text: t("invoice.field.term") }, items });
  const show = button({ text: t("invoice.books.show"), classes: "tr-button--secondary" });
  return html`<form method="get" action="${addressIn(client, rest)}" novalidate>${select}${show}</form>`;
}

type SumRow = readonly [name: string, sales: number, tax: number | null];
const soldRows = (sums: ReturnSums): SumRow[] => [
  ["taxed", sums.sales, sums.outputTax],
  ["zero", sums.zeroSales, null],
  ["exempt", sums.exemptSales, null],
  ["given", -sums.allowedSales, -sums.allowedTax],
  ["all", sums.allSales, sums.outputTax - sums.allowedTax],
];
const boughtRows = (sums: ReturnSums): SumRow[] => [
  ["goods", sums.purchases, sums.inputTax],
  ["assets", sums.assets, sums.assetTax],
  ["received", -sums.returnedPurchases, -sums.returnedTax],
  ["barred", sums.barred, sums.barredTax],
  ["deductible", sums.purchases + sums.assets - sums.returnedPurchases, sums.deductible],
];

function sumTable(request: FastifyRequest, side: "sold" | "bought", rows: readonly SumRow[]): Html {
  const { t } = request;
  const caption = t(`invoice.books.${side}`);
  const numeric = (amount: number | null) => ({ text: amount === null ? "" : money(request, amount), format: "numeric" });
  return scrollable(
    caption,
    table({
      caption,
      head: [
        { text: t("invoice.books.kind") },
        ...["amount", "tax"].map((key) => ({ text: t(`invoice.books.${key}`), format: "numeric" })),
      ],
      rows: rows.map(([name, sales, tax]) => [{ text: t(`invoice.books.sum.${name}`) }, numeric(sales), numeric(tax)]),
    }),
  );
}
