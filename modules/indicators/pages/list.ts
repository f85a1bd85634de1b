import { type StatTile, statTiles } from "@troad/design";
import { html } from "@troad/html";
import { type Column, inMemory, listFailure, listRoutes, type Session } from "@troad/web";
import type { FastifyRequest } from "fastify";
import { monthsShown } from "../indicators.ts";
import { type Row, type Totals, totalsOf } from "../rows.ts";
import { decimal, home, monthText, namesIn, type PageFile, type Parts, percent, rateNote } from "./parts.ts";

/** Figures of all services in a month, with how far the whole government is online. */
export const listPages: PageFile = (app, parts) => {
  const { ctx, site, indicators, agencyName, services } = parts;
  listRoutes<Session | undefined, Row & { name: string }>({
    ...{ app, ctx, address: home },
    guard: (load) => site.open(load),
    list: async (request) => {
      const { t, lang } = request;
      const months = indicators.months();
      const asked = (request.query as { month?: unknown }).month;
      const month = months.find((one) => one === asked) ?? months[0]!;
      const nameOf = await namesIn(parts, lang);
      const rows = (await indicators.rows(month)).map((row) => ({ ...row, name: nameOf(row) }));
      const collator = new Intl.Collator(lang === "zh-Hant" ? "zh-Hant-u-co-stroke" : lang);
      const ordered = rows.toSorted((a, b) => b.submitted - a.submitted || collator.compare(a.name, b.name));
      const agencies = [...new Set(rows.map(({ agency }) => agency))];
      return {
        address: home,
        title: t("indicators.title"),
        file: "indicators",
        lead: html`<p class="tr-lead">${t("indicators.lead")}</p>${statTiles(tilesOf(request, totalsOf(rows)))}
          <p><a class="tr-link" href="${home}/online?month=${month}">${t("indicators.online.title")}</a></p>`,
        columns: columnsOf(request, agencyName),
        filters: [
          {
            ...{ kind: "select", name: "month", label: t("indicators.month"), initial: months[0]! },
            options: months.map((one) => ({ value: one, text: monthText(one, lang) })),
          },
          {
            ...{ kind: "select", name: "agency", label: t("indicators.column.agency") },
            options: agencies
              .map((one) => ({ value: one, text: agencyName(lang, one) }))
              .toSorted((a, b) => collator.compare(a.text, b.text)),
          },
        ],
        source: inMemory(
          (chosen) => ordered.filter((row) => !chosen.agency || row.agency === chosen.agency),
          ({ service }) => service,
          "name",
        ),
        foot: rateNote(parts, request, month),
        empty: { title: t("indicators.none") },
      };
    },
  });
  app.get(
    `${home}.json`,
    { schema: { tags: ["indicators"], summary: "Indicators of a month" }, config: { dataOnly: true } },
    async (request) => {
      const months = indicators.months();
      const month = (request.query as { month?: unknown }).month ?? months[0];
      const found = months.find((one) => one === month);
      if (!found) throw listFailure("list.filter-invalid", { filter: "month" });
      const rows = await indicators.rows(found);
      const { ntdPerHour } = indicators.rateOf(found);
      const shown = rows.map(({ elsewhere: _, ...row }) => ({ ...row, name: services.text("en", row.service, "name") }));
      return { month: found, months: monthsShown, officerHourNtd: ntdPerHour, totals: totalsOf(rows), services: shown };
    },
  );
};

function tilesOf(request: FastifyRequest, { services, full, part, none, submitted, online }: Totals): StatTile[] {
  const { t } = request;
  return [
    { label: t("indicators.total.services"), value: percent(request, services === 0 ? null : full / services) },
    { label: t("indicators.total.applications"), value: percent(request, submitted === 0 ? null : online / submitted) },
    { label: t("indicators.total.degrees"), value: `${full} / ${part} / ${none}` },
    { label: t("indicators.total.submitted"), value: String(submitted) },
  ];
}

function columnsOf(request: FastifyRequest, agencyName: Parts["agencyName"]): Column<Row & { name: string }>[] {
  const { t, lang } = request;
  const round = (value: number | null, digits: number): number | null =>
    value === null ? null : Math.round(value * 10 ** digits) / 10 ** digits;
  type Cell = Column<Row & { name: string }>;
  const number = (key: string, value: (row: Row) => number | null, show: (row: Row) => string): Cell => ({
    ...{ key, text: t(`indicators.column.${key}`), kind: "number", value, show },
  });
  /** What the page has no place for, and its file has. */
  const inFile = (key: string, value: (row: Row) => number | null): Cell => ({
    ...{ key, text: t(`indicators.column.${key}`), kind: "number", value, only: "file" },
  });
  return [
    {
      ...{ key: "service", text: t("indicators.column.service"), kind: "text", value: ({ name }) => name },
      show: ({ service, name, elsewhere }) =>
        elsewhere
          ? html`<a class="tr-link" href="/services/${service}">${name}</a>`
          : html`<a class="tr-link" href="${home}/services/${service}">${name}</a>`,
    },
    {
      ...{
        key: "agency",
        text: t("indicators.column.agency"),
        kind: "text",
        value: ({ agency }) => agencyName(lang, agency),
        only: "file",
      },
    },
    { key: "degree", text: t("indicators.column.degree"), kind: "text", value: ({ online }) => t(`indicators.degree.${online}`) },
    inFile("begun", ({ begun }) => begun),
    number(
      "completion",
      ({ completion }) => round(completion, 3),
      ({ completion }) => percent(request, completion),
    ),
    number(
      "submitted",
      ({ submitted }) => submitted,
      ({ submitted }) => String(submitted),
    ),
    number(
      "onlineShare",
      ({ onlineShare }) => round(onlineShare, 3),
      ({ onlineShare }) => percent(request, onlineShare),
    ),
    inFile("decided", ({ decided }) => decided),
    number(
      "medianDays",
      ({ medianDays }) => round(medianDays, 2),
      ({ medianDays }) => decimal(request, medianDays),
    ),
    inFile("slowDays", ({ slowDays }) => round(slowDays, 2)),
    number(
      "score",
      ({ score }) => round(score, 2),
      ({ score }) => decimal(request, score),
    ),
    inFile("minutes", ({ minutes }) => round(minutes, 1)),
    number(
      "cost",
      ({ cost }) => round(cost, 0),
      ({ cost }) => decimal(request, cost === null ? null : Math.round(cost)),
    ),
  ];
}
