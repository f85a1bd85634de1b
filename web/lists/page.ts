import { button, emptyState, formatNumber } from "@troad/design";
import { type Html, html } from "@troad/html";
import type { FastifyRequest } from "fastify";
import { uiOf } from "../site/view.ts";
import { filterForm, invalidFilterText } from "./form.ts";
import { type List, mostCounted, pageSize } from "./list.ts";
import { addressWith, isFiltered, type ListQuery, readListQuery } from "./query.ts";
import { listTable } from "./table.ts";

/** A list in a page: its filters, its rows and the link to the next ones. `status` is 400 if a filter is invalid. */
export type ShownList = { content: Html; status: 200 | 400; isError: boolean };

/** Loads the rows for an address and shows them; throws `request.invalid` for a position that no list gave out. */
export async function showList<Row>(request: FastifyRequest, list: List<Row>): Promise<ShownList> {
  const query = readListQuery(list.filters, request.query, list.source.cursorKind);
  const form = html`${list.lead}${list.filters.length > 0 && filterForm(request, list, query)}`;
  if (query.faults.length > 0) return { content: html`${faultSummary(request, query)}${form}`, status: 400, isError: true };
  const { chosen, before } = query;
  const found = await list.source.rows({ chosen, ...(before === undefined ? {} : { before }), limit: pageSize + 1 });
  const rows = found.slice(0, pageSize);
  const next = found.length > pageSize ? rows.at(-1) : undefined;
  if (rows.length === 0)
    return { content: html`${form}${nothing(request, list, query)}${list.foot}`, status: 200, isError: false };
  const content = html`${form}${list.summary?.(chosen)}${await above(request, list, query)}${listTable(request, list.title, list.columns, rows)}
    ${pages(request, list, query, next && list.source.cursor(next))}${list.foot}`;
  return { content, status: 200, isError: false };
}

function faultSummary(request: FastifyRequest, { faults }: ListQuery): Html {
  const errorList = faults.map(({ name, kind }) => ({ text: invalidFilterText(request, kind), href: `#${name}` }));
  return uiOf(request).errorSummary({ errorList });
}

/** If nothing matches, there is a link to everything; if there is nothing at all, the list's own text is shown. */
function nothing<Row>({ t }: FastifyRequest, { address, filters, empty }: List<Row>, { chosen, before }: ListQuery): Html {
  if (before === undefined && !isFiltered(filters, chosen)) {
    const { title, body, action } = empty;
    return emptyState({ title, ...(body ? { body: { text: body } } : {}), ...(action ? { action } : {}) });
  }
  const clear = button({ text: t("web.list.clear"), href: address, classes: "tr-button--secondary" });
  return emptyState({ title: t("web.list.none"), action: clear });
}

/** The number of rows, and the link to the file. */
async function above<Row>(request: FastifyRequest, list: List<Row>, { chosen }: ListQuery): Promise<Html> {
  const { t, lang } = request;
  const { address, filters, file, source } = list;
  const count = await source.count?.(chosen, mostCounted + 1);
  const many = count !== undefined && count > mostCounted;
  const shown = count !== undefined && formatNumber(many ? mostCounted : count, lang);
  const text = shown && t(many ? "web.list.count-more" : "web.list.count", { count, shown });
  const href = file && addressWith(`${address}.csv`, filters, chosen);
  return html`<div class="tr-list-head">${text && html`<p class="tr-list-head__count">${text}</p>`}${
    href && html`<a class="tr-link" href="${href}" download>${t("web.list.file")}</a>`
  }</div>`;
}

function pages<Row>(
  { t }: FastifyRequest,
  { address, filters }: List<Row>,
  query: ListQuery,
  next: string | undefined,
): Html | undefined {
  const { chosen, before } = query;
  if (before === undefined && next === undefined) return undefined;
  const link = (rel: "first" | "next", href: string): Html =>
    html`<a class="tr-pagination__link" rel="${rel}" href="${href}"><span class="tr-pagination__link-title">${t(`web.list.${rel}`)}</span></a>`;
  return html`<nav class="tr-pagination" aria-label="${t("web.list.pages")}">${
    before !== undefined && link("first", addressWith(address, filters, chosen))
  }${next !== undefined && link("next", addressWith(address, filters, chosen, next))}</nav>`;
}
