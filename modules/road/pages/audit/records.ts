import { emptyState, scrollable, statTiles, table, time } from "@troad/design";
import { html } from "@troad/html";
import { type ModuleContext, seeOther } from "@troad/kernel";
import { type Chosen, hidden, inMemory, type List, listRoutes, type Session, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { RecordsOverview, RegisteredMember } from "../../api.ts";
import type { Asking, RoadPages } from "../parts.ts";

type Parts = Pick<RoadPages, "site" | "names"> & Asking<"members" | "recordsOf"> & { ctx: Pick<ModuleContext, "clock"> };

/**
 * The message logs for an auditor: how long bodies are kept, what is archived, held and erased. Each gateway is asked when the page is
 * requested.
 */
export function auditRecordPages(app: FastifyInstance, parts: Parts): void {
  const { site, road } = parts;
  listRoutes<Session, RegisteredMember>({
    ...{ app, ctx: parts.ctx, address: "/audit/records" },
    guard: (load) => site.signedIn(["auditor"], load),
    list: async (request) => memberList(parts, request, await road.members()),
  });
  app.get(
    "/audit/records/:memberClass/:code",
    hidden,
    site.signedIn(["auditor"], async (request, _session, reply) => {
      const { memberClass, code } = request.params as { memberClass: string; code: string };
      const member = `${memberClass}/${code}`;
      const known = (await road.members()).some((one) => one.member === member);
      return known ? memberPage(parts, request, member, await road.recordsOf(member)) : seeOther(reply, "/audit/records");
    }),
  );
}

function memberList({ names }: Parts, request: FastifyRequest, members: readonly RegisteredMember[]): List<RegisteredMember> {
  const { t, lang } = request;
  const nameOf = ({ member }: RegisteredMember): string => names.agency(lang, member);
  const fitting = ({ search = "" }: Chosen) =>
    members.filter((one) => `${nameOf(one)} ${one.member}`.toLowerCase().includes(search.toLowerCase()));
  return {
    ...{ address: "/audit/records", title: t("road.records.title"), file: "message-logs" },
    lead: html`<p class="tr-lead">${t("road.records.lead")}</p>`,
    columns: [
      {
        ...{ key: "agency", text: t("road.records.agency"), kind: "text", value: nameOf },
        show: (one) => html`<a class="tr-link" href="/audit/records/${one.member}">${nameOf(one)}</a>`,
      },
      { key: "member", text: t("road.records.member"), kind: "text", value: ({ member }) => member },
    ],
    filters: [{ kind: "search", name: "search", label: t("road.records.search") }],
    source: inMemory(fitting, ({ member }) => member, "name"),
    empty: { title: t("road.records.none") },
  };
}

function memberPage({ names }: Parts, request: FastifyRequest, member: string, found: RecordsOverview | null): View {
  const { t, lang } = request;
  const title = names.agency(lang, member);
  const path = [
    { href: "/audit", text: t("road.audit.title") },
    { href: "/audit/records", text: t("road.records.title") },
  ];
  if (!found) return { title, content: html`<h1>${title}</h1>${emptyState({ title: t("road.records.away") })}`, path };
  const part = (key: string, head: string[], rows: Parameters<typeof table>[0]["rows"]) => {
    const name = t(`road.records.${key}`);
    const heads = head.map((one) => ({ text: t(`road.records.${one}`) }));
    const shown =
      rows.length === 0 ? emptyState({ title: t("road.records.none") }) : scrollable(name, table({ head: heads, rows }));
    return html`<h2>${name}</h2>${shown}`;
  };
  const rules = found.retention.map(({ service, days }) => [{ text: service }, { text: t("road.records.days", { days }) }]);
  const orders = found.orders.map((one) => [
    { text: t(`road.records.kind.${one.kind}`) },
    { text: one.exchange_id ?? one.consent ?? `${one.since} – ${one.until}` },
    { text: one.reason },
    { html: time(one.at, { lang }) },
    { html: one.ended_at ? time(one.ended_at, { lang }) : html`${t("road.records.in-force")}` },
    { text: String(one.erased) },
  ]);
  const archives = found.archives.map(({ file, bytes, at }) => [
    { text: file },
    { text: String(bytes) },
    { html: time(at, { lang }) },
  ]);
  const tiles = statTiles([
    { label: t("road.records.overdue"), value: found.erased.overdue },
    { label: t("road.records.ordered"), value: found.erased.ordered },
    { label: t("road.records.archives"), value: found.archiveCount },
  ]);
  const content = html`<h1>${title}</h1>${tiles}
    ${part("rules", ["service", "kept"], rules)}
    ${part("orders", ["kind", "about", "reason", "since", "end", "count"], orders)}
    ${part("archives", ["file", "bytes", "written"], archives)}`;
  return { title, content, path };
}
