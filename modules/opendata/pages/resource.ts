import { scrollable, table } from "@troad/design";
import { type Html, html } from "@troad/html";
import { CodedError, clientNetwork, isUuid } from "@troad/kernel";
import { meaningOf } from "@troad/tabular";
import { barChart, hidden, type View } from "@troad/web";
import type { FastifyRequest } from "fastify";
import { opendataFailure } from "../domain/errors.ts";
import type { ResourceRow } from "../publishing.ts";
import { badgeTag, inLang, type PageFile, type PageParts } from "./parts.ts";

const shownFindings = 50;

/** One file: what the check says of it, its columns, its first rows, a chart. */
export const resourcePage: PageFile = (app, parts) => {
  app.get<{ Params: { set: string; resource: string } }>(
    "/data/:set/:resource",
    hidden,
    parts.site.open(async (request) => {
      const { set: name, resource: id } = request.params as { set: string; resource: string };
      if (!isUuid(id)) throw opendataFailure("opendata.not-found");
      const { set, resource } = await parts.publishing.resource(id);
      if (set.name !== name) throw opendataFailure("opendata.not-found");
      if (set.record.openness !== "open") throw opendataFailure("opendata.not-open");
      const { t, lang } = request;
      const { report } = resource;
      const path = [
        { href: "/data", text: t("opendata.title") },
        { href: `/data/${set.name}`, text: inLang(set.record.title, lang) },
      ];
      const query = `/data/${set.name}/${id}/query?sql=${encodeURIComponent("select * from data limit 5")}`;
      const content = html`<h1>${resource.title}</h1>
        <p>${badgeTag(request, report.badge)} ${t("opendata.file.summary", { rows: report.rows, columns: report.columns.length })}</p>
        ${await previewOf(parts, request, resource)}${columnsOf(request, resource)}${findingsView(request, report)}
        <p><a class="tr-link" href="${query}">${t("opendata.file.query")}</a></p>`;
      return { title: resource.title, content, path } satisfies View;
    }),
  );
};

/** Without DuckDB the page is shorter, not gone. */
async function previewOf({ tables }: PageParts, request: FastifyRequest, resource: ResourceRow): Promise<Html | false> {
  const { t } = request;
  if (resource.report.rows === 0) return false;
  const caller = clientNetwork(request.ip);
  try {
    const { columns, rows } = await tables.preview(resource, caller);
    const preview = table({
      head: columns.map(({ name }) => ({ text: name })),
      rows: rows.map((row) => row.map((value) => ({ text: value === null ? "" : String(value).slice(0, 200) }))),
    });
    const by = resource.report.columns.find(({ type }) => type === "string");
    const of = resource.report.columns.find(
      ({ type, name }) =>
        (type === "integer" || type === "number") && !/年|月|日|year|month|id$|號|lon|lat|經度|緯度/i.test(name),
    );
    const sums = by && of ? await tables.sums(resource, by.name, of.name, caller) : [];
    const chart =
      by &&
      of &&
      sums.length > 1 &&
      barChart({
        ...{
          request,
          title: t("opendata.file.chart", { of: of.name, by: by.name }),
          description: t("opendata.file.chart-what", { of: of.name, by: by.name }),
          labelHead: by.name,
        },
        labels: sums.map(({ label }) => label.slice(0, 20)),
        series: [{ label: of.name, values: sums.map(({ value }) => value) }],
        shown: (value) => value.toLocaleString(request.lang),
      });
    return html`<h2>${t("opendata.file.preview")}</h2>${scrollable(t("opendata.file.preview"), preview)}${chart}`;
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    return html`<p>${t(`error.${error.code}`)}</p>`;
  }
}

function columnsOf({ t }: FastifyRequest, { report }: ResourceRow): Html {
  const head = ["name", "type", "empty"].map((key) => ({ text: t(`opendata.columns.${key}`) }));
  const rows = report.columns.map(({ name, type, empty }) => [
    { text: name },
    { text: t(`opendata.type.${type}`) },
    { text: String(empty), format: "numeric" },
  ]);
  return html`<h2>${t("opendata.columns.title")}</h2>${scrollable(t("opendata.columns.title"), table({ head, rows }))}`;
}

/** Findings in plain words, with their places. */
export function findingsView({ t, lang }: FastifyRequest, { findings }: ResourceRow["report"]): Html {
  if (findings.length === 0) return html`<p>${t("opendata.findings.none")}</p>`;
  const head = ["what", "row", "column"].map((key) => ({ text: t(`opendata.findings.${key}`) }));
  const rows = findings.slice(0, shownFindings).map(({ code, row, column }) => {
    const { zh, en } = meaningOf(code);
    return [
      { html: html`${lang === "zh-Hant" ? zh : en} <span class="tr-hint">${code}</span>` },
      { text: row === null ? "" : String(row) },
      { text: column ?? "" },
    ];
  });
  return html`<h2>${t("opendata.findings.title")}</h2>${scrollable(t("opendata.findings.title"), table({ head, rows }))}`;
}
