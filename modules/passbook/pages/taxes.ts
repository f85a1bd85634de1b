import { html } from "@troad/html";
import { type Column, type Filter, inMemory, type List, listRoutes, type Session, todayOf } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { TaxRecord } from "../domain/record.ts";
import { type Standing, standingOf } from "../domain/standing.ts";
import { bases, home, opened, type PassbookPages, pageOf, periodText, stateTag, taxText } from "./parts.ts";

type Row = { office: string; record: TaxRecord; standing: Standing };
const states = ["ahead", "arrears", "instalments", "enforced", "refund", "under-review", "paid", "cancelled"] as const;

/** All taxes of a person as a list and a file. */
export function taxesPages(app: FastifyInstance, pages: PassbookPages): void {
  for (const base of bases)
    listRoutes({
      app,
      ctx: pages.ctx,
      address: `${base}/taxes`,
      guard: (load: Parameters<typeof pages.site.signedIn>[1]) => pages.site.signedIn("anybody", load),
      list: (request, session) => listOf(pages, request, session),
      view: (request, { title }, { content }) => ({
        title,
        content: html`<h1>${title}</h1>${content}`,
        path: [{ href: home, text: request.t("passbook.title") }],
      }),
    });
}

async function listOf(pages: PassbookPages, request: FastifyRequest, session: Session): Promise<List<Row>> {
  const { t } = request;
  const { whose, book } = await opened(pages, request, session);
  const today = todayOf(pages);
  const rows = book.records
    .map(({ office, record }) => ({ office, record, standing: standingOf(record, today) }))
    .toSorted((a, b) => b.record.due.localeCompare(a.record.due) || a.record.number.localeCompare(b.record.number));
  const taxes = [...new Set(rows.map(({ record }) => record.tax))];
  const filters: Filter[] = [
    {
      name: "tax",
      kind: "select",
      label: t("passbook.column.tax"),
      options: taxes.map((value) => ({ value, text: taxText(request, value) })),
    },
    {
      name: "state",
      kind: "select",
      label: t("passbook.column.state"),
      options: states.map((value) => ({ value, text: t(`passbook.state.${value}`) })),
    },
  ];
  return {
    address: pageOf(whose, "/taxes"),
    title: whose.kind === "own" ? t("passbook.taxes") : t("passbook.taxes-of", { name: whose.name }),
    file: "taxes",
    columns: columnsOf(request, pages, (number) => pageOf(whose, `/${number}`)),
    filters,
    source: inMemory(
      (chosen) => rows.filter(({ record, standing }) => fits(chosen.tax, record.tax) && fits(chosen.state, standing.state)),
      ({ record }) => record.number,
      "name",
    ),
    empty: { title: t("passbook.none") },
  };
}

const fits = (chosen: unknown, value: string): boolean => chosen === undefined || chosen === "" || chosen === value;

function columnsOf(request: FastifyRequest, { names }: PassbookPages, address: (number: string) => string): Column<Row>[] {
  const { t, lang } = request;
  const name = ({ record }: Row) => `${taxText(request, record.tax)} ${periodText(request, record)}`;
  const link = (row: Row) => html`<a class="tr-link" href="${address(row.record.number)}">${name(row)}</a>`;
  return [
    { key: "tax", text: t("passbook.column.tax"), kind: "text", value: name, show: link },
    { key: "object", text: t("passbook.column.object"), kind: "text", value: ({ record }) => record.object },
    { key: "assessed", text: t("passbook.column.assessed"), kind: "money", value: ({ record }) => record.assessed },
    { key: "paid", text: t("passbook.column.paid"), kind: "money", value: ({ standing }) => standing.paid },
    { key: "dueNow", text: t("passbook.column.due-now"), kind: "money", value: ({ standing }) => standing.dueNow },
    { key: "due", text: t("passbook.column.due"), kind: "day", value: ({ record }) => record.due },
    {
      ...{ key: "state", text: t("passbook.column.state"), kind: "text" as const },
      ...{
        value: ({ standing }: Row) => t(`passbook.state.${standing.state}`),
        show: ({ standing }: Row) => stateTag(request, standing.state),
      },
    },
    { key: "office", text: t("passbook.column.office"), kind: "text", value: ({ office }) => names.agency(lang, office) },
  ];
}
