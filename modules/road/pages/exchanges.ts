import { details, scrollable, table } from "@troad/design";
import { type Html, html } from "@troad/html";
import type { ModuleContext } from "@troad/kernel";
import { agencyOf, type Column, type List, listRoutes, type Session, type Source, todayOf } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Agreement, ListedTransfer } from "../api.ts";
import type { Asking, RoadPages } from "./parts.ts";
import { figuresOf, figuresView } from "./transfers/figures.ts";
import { dayFilter, idFilter, memberFilter, outcomeFilter, queryOf, serviceFilter } from "./transfers/filters.ts";
import { outcomeView } from "./transfers/outcome.ts";

type Parts = Pick<RoadPages, "site" | "names"> &
  Asking<"exchanges" | "countExchanges" | "transferDays" | "agreements" | "members"> & { ctx: Pick<ModuleContext, "clock"> };

/** For a provider's officer: who asked the agency's registers for what; never the data, never the person. */
export function exchangePages(app: FastifyInstance, parts: Parts): void {
  listRoutes<Session, ListedTransfer>({
    ...{ app, ctx: parts.ctx, address: "/exchanges" },
    guard: (load) => parts.site.signedIn(["provider-officer"], load),
    list: (request, session) => exchangeList(parts, request, agencyOf(session, "provider-officer")),
  });
}

async function exchangeList(parts: Parts, request: FastifyRequest, agency: string): Promise<List<ListedTransfer>> {
  const { t, lang } = request;
  const { names, road, ctx } = parts;
  // an officer without an agency belongs to no member, and sees nothing
  const member = names.member(agency);
  const [agreements, members, figures] = await Promise.all([
    road.agreements(),
    road.members(),
    figuresOf(parts, member, todayOf({ ctx })),
  ]);
  const own = agreements.filter(({ provider }) => provider.split("/").slice(1, 3).join("/") === member);
  const services = [...new Set(own.map(({ provider }) => provider))];
  return {
    address: "/exchanges",
    title: t("road.exchanges.title"),
    file: "exchanges",
    lead: html`<p class="tr-lead">${t("road.exchanges.lead", { agency: names.agency(lang, agency) })}</p>
      ${figures && figuresView(request, figures)}`,
    columns: columns(parts, request),
    filters: [
      dayFilter(request),
      memberFilter(parts, request, "consumer", members),
      serviceFilter(parts, request, services),
      outcomeFilter(request),
      idFilter(request),
    ],
    source: exchangeSource(parts, member),
    empty: { title: t("road.exchanges.empty") },
    foot: agreementTable(parts, request, own),
  };
}

/** The exchanges of one provider; no filter shows any other's. */
const exchangeSource = ({ road }: Parts, member: string): Source<ListedTransfer> => ({
  cursorKind: "instant-and-id",
  cursor: ({ cursor }) => cursor,
  rows: ({ chosen, before, limit }) =>
    road.exchanges({ ...queryOf(chosen), member, limit, ...(before === undefined ? {} : { before }) }),
  count: (chosen, limit) => road.countExchanges({ ...queryOf(chosen), member, limit }),
});

function columns({ names }: Parts, request: FastifyRequest): Column<ListedTransfer>[] {
  const { t, lang } = request;
  const text = (key: string) => t(`road.exchanges.${key}`);
  return [
    { key: "at", text: text("at"), kind: "instant", value: ({ at }) => at },
    { key: "consumer", text: text("consumer"), kind: "text", value: ({ consumer }) => names.agency(lang, consumer) },
    { key: "set", text: text("set"), kind: "text", value: ({ provider }) => names.dataSet(lang, provider) },
    {
      ...{ key: "fields", text: text("fields"), kind: "text" },
      value: ({ provider, fields }) => names.fields(lang, provider, fields),
    },
    {
      ...{ key: "outcome", text: text("outcome"), kind: "text" },
      value: ({ outcome }) => t(`road.outcome.${outcome}`),
      show: (one) => outcomeView(request, one),
    },
    { key: "code", text: text("code"), kind: "text", only: "file", value: ({ code }) => code },
    { key: "id", text: text("id"), kind: "text", only: "file", value: ({ exchangeId }) => exchangeId },
    { key: "leaf", text: text("leaf"), kind: "number", value: ({ leafIndex }) => leafIndex },
  ];
}

function agreementTable({ names }: Parts, { t, lang }: FastifyRequest, agreements: readonly Agreement[]): Html {
  const rows = agreements.map((one) => [
    { text: names.agency(lang, one.consumer) },
    { text: names.dataSet(lang, one.provider) },
    { text: names.fields(lang, one.provider, one.fields) },
    { html: html`<a class="tr-link" href="/access/${one.id}">${one.id}</a>` },
  ]);
  const head = ["consumer", "set", "fields", "agreement"].map((key) => ({ text: t(`road.exchanges.${key}`) }));
  const title = t("road.exchanges.agreements");
  return details({
    summaryText: t("road.exchanges.agreements-count", { count: agreements.length }),
    html: scrollable(title, table({ head, rows })),
  });
}
