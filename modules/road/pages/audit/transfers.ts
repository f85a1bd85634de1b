import { formatNumber } from "@troad/design";
import { type Html, html } from "@troad/html";
import type { ModuleContext } from "@troad/kernel";
import { type Column, type Filter, type List, listRoutes, type Session, type Source, todayOf } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { ListedTransfer } from "../../api.ts";
import type { Asking, RoadPages } from "../parts.ts";
import { figuresOf, figuresView } from "../transfers/figures.ts";
import { dayFilter, idFilter, memberFilter, outcomeFilter, queryOf } from "../transfers/filters.ts";
import { outcomeView } from "../transfers/outcome.ts";

type Parts = Pick<RoadPages, "site" | "names"> &
  Asking<"transferRecords" | "countTransferRecords" | "transferDays" | "members" | "logStatus"> & {
    ctx: Pick<ModuleContext, "clock">;
  };

/** The auditor's start page: all transfer records of the public log, one per side. */
export function auditTransferPages(app: FastifyInstance, parts: Parts): void {
  listRoutes<Session, ListedTransfer>({
    ...{ app, ctx: parts.ctx, address: "/audit" },
    guard: (load) => parts.site.signedIn(["auditor"], load),
    list: (request) => recordList(parts, request),
  });
}

async function recordList(parts: Parts, request: FastifyRequest): Promise<List<ListedTransfer>> {
  const { t } = request;
  const { road, ctx } = parts;
  const [members, log, figures] = await Promise.all([
    road.members(),
    road.logStatus(),
    figuresOf(parts, undefined, todayOf({ ctx })),
  ]);
  return {
    address: "/audit",
    title: t("road.audit.title"),
    file: "transfer-records",
    lead: html`<p class="tr-lead">${t("road.audit.lead")}</p>${otherPages(request, log.size)}
      ${figures && figuresView(request, figures)}<h2>${t("road.audit.records")}</h2>`,
    columns: columns(parts, request),
    filters: [
      dayFilter(request),
      memberFilter(parts, request, "consumer", members),
      memberFilter(parts, request, "provider", members),
      outcomeFilter(request),
      sideFilter(request),
      idFilter(request),
    ],
    source: recordSource(parts),
    empty: { title: t("road.audit.none") },
  };
}

/** Other pages of the audit, and the public log. */
function otherPages({ t, lang }: FastifyRequest, logSize: number): Html {
  const pages = ["alarms", "ledgers", "records"].map(
    (page) => html`<li><a class="tr-counts__link" href="/audit/${page}">${t(`road.${page}.title`)}</a></li>`,
  );
  const size = html`${t("road.log.title")} <span class="tr-counts__number">${formatNumber(logSize, lang)}</span>`;
  return html`<ul class="tr-counts">${pages}<li><a class="tr-counts__link" href="/log">${size}</a></li></ul>`;
}

const sideFilter = ({ t }: FastifyRequest): Filter => ({
  kind: "select",
  name: "side",
  label: t("road.audit.side"),
  options: ["consumer", "provider"].map((value) => ({ value, text: t(`road.audit.side.${value}`) })),
});

const recordSource = ({ road }: Parts): Source<ListedTransfer> => ({
  cursorKind: "instant-and-id",
  cursor: ({ cursor }) => cursor,
  rows: ({ chosen, before, limit }) =>
    road.transferRecords({ ...queryOf(chosen), limit, ...(before === undefined ? {} : { before }) }),
  count: (chosen, limit) => road.countTransferRecords({ ...queryOf(chosen), limit }),
});

function columns({ names }: Parts, request: FastifyRequest): Column<ListedTransfer>[] {
  const { t, lang } = request;
  const text = (key: string) => t(`road.audit.${key}`);
  return [
    { key: "at", text: text("at"), kind: "instant", value: ({ at }) => at },
    { key: "consumer", text: text("consumer"), kind: "text", value: ({ consumer }) => names.agency(lang, consumer) },
    {
      ...{ key: "provider", text: text("provider"), kind: "text" },
      value: ({ provider }) => `${names.agency(lang, provider)}${t("web.comma")}${names.dataSet(lang, provider)}`,
    },
    { key: "side", text: text("side"), kind: "text", value: ({ side }) => t(`road.audit.side.${side}`) },
    {
      ...{ key: "outcome", text: text("outcome"), kind: "text" },
      value: ({ outcome }) => t(`road.outcome.${outcome}`),
      show: (one) => outcomeView(request, one),
    },
    { key: "code", text: t("road.exchanges.code"), kind: "text", only: "file", value: ({ code }) => code },
    { key: "id", text: t("road.exchanges.id"), kind: "text", only: "file", value: ({ exchangeId }) => exchangeId },
    { key: "leaf", text: text("leaf"), kind: "number", value: ({ leafIndex }) => leafIndex },
  ];
}
