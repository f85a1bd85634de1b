import { emptyState, scrollable, statTiles, table, time } from "@troad/design";
import { html } from "@troad/html";
import { seeOther } from "@troad/kernel";
import type { RecordsOverview } from "@troad/road/api";
import type { View } from "@troad/web";
import type { FastifyRequest } from "fastify";
import type { PageFile, Portal } from "../../portal.ts";

const hidden = { schema: { hide: true } };

/** What an auditor reads of the message logs: how long bodies are kept, what is archived, held and erased. Each gateway is asked when the page is. */
export const auditRecordsPages: PageFile = (app, portal) => {
  app.get(
    "/audit/records",
    hidden,
    portal.site.signedIn(["auditor"], async (request) => listPage(portal, request)),
  );
  app.get(
    "/audit/records/:memberClass/:code",
    hidden,
    portal.site.signedIn(["auditor"], async (request, _session, reply) => {
      const { memberClass, code } = request.params as { memberClass: string; code: string };
      const member = `${memberClass}/${code}`;
      const known = (await portal.road.members()).some((one) => one.member === member);
      return known ? memberPage(portal, request, member, await portal.road.recordsOf(member)) : seeOther(reply, "/audit/records");
    }),
  );
};

async function listPage(portal: Portal, request: FastifyRequest): Promise<View> {
  const { t, lang } = request;
  const members = await portal.road.members();
  const links = members.map(
    ({ member }) => html`<li><a class="tr-link" href="/audit/records/${member}">${portal.names.agency(lang, member)}</a></li>`,
  );
  const title = t("portal.records.title");
  const content = html`<h1>${title}</h1><p class="tr-lead">${t("portal.records.lead")}</p><ul class="tr-list">${links}</ul>`;
  return { title, content, path: [{ href: "/audit", text: t("portal.audit.title") }] };
}

function memberPage(portal: Portal, request: FastifyRequest, member: string, found: RecordsOverview | null): View {
  const { t, lang } = request;
  const title = portal.names.agency(lang, member);
  const path = [
    { href: "/audit", text: t("portal.audit.title") },
    { href: "/audit/records", text: t("portal.records.title") },
  ];
  if (!found) return { title, content: html`<h1>${title}</h1>${emptyState({ title: t("portal.records.away") })}`, path };
  const part = (key: string, head: string[], rows: Parameters<typeof table>[0]["rows"]) => {
    const name = t(`portal.records.${key}`);
    const heads = head.map((one) => ({ text: t(`portal.records.${one}`) }));
    const shown =
      rows.length === 0 ? emptyState({ title: t("portal.records.none") }) : scrollable(name, table({ head: heads, rows }));
    return html`<h2>${name}</h2>${shown}`;
  };
  const rules = found.retention.map(({ service, days }) => [{ text: service }, { text: t("portal.records.days", { days }) }]);
  const orders = found.orders.map((one) => [
    { text: t(`portal.records.kind.${one.kind}`) },
    { text: one.exchange_id ?? one.consent ?? `${one.since} – ${one.until}` },
    { text: one.reason },
    { html: time(one.at, { lang }) },
    { html: one.ended_at ? time(one.ended_at, { lang }) : html`${t("portal.records.in-force")}` },
    { text: String(one.erased) },
  ]);
  const archives = found.archives.map(({ file, bytes, at }) => [
    { text: file },
    { text: String(bytes) },
    { html: time(at, { lang }) },
  ]);
  const tiles = statTiles([
    { label: t("portal.records.overdue"), value: found.erased.overdue },
    { label: t("portal.records.ordered"), value: found.erased.ordered },
    { label: t("portal.records.archives"), value: found.archiveCount },
  ]);
  const content = html`<h1>${title}</h1>${tiles}${part("rules", ["service", "kept"], rules)}${part("orders", ["kind", "about", "reason", "since", "end", "count"], orders)}${part("archives", ["file", "bytes", "written"], archives)}`;
  return { title, content, path };
}
