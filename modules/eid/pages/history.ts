import { button, emptyState, formatDateTime, hero, section, summaryList } from "@troad/design";
import { type Html, html } from "@troad/html";
import type { FastifyRequest } from "fastify";
import type { Person } from "../api.ts";
import { scopeOf } from "../clients/registration.ts";
import type { Eid } from "../eid.ts";
import { type DelegationRow, ownHistory, type VisitRow } from "../history/own.ts";
import { inLanguage } from "./agree.ts";
import { shell } from "./shell.ts";

const pageSize = 30;

/** What clients are called; one that is closed has no name any more. */
export async function clientNames(eid: Eid, { t, lang }: FastifyRequest, clients: string[]): Promise<Map<string, string>> {
  const names = new Map([["portal", t("eid.to-portal")]]);
  for (const client of new Set(clients)) {
    const row = names.has(client) ? undefined : await eid.clients.inForce(client);
    if (row) names.set(client, inLanguage(row.registration.name, lang));
  }
  return names;
}

/** Where a person signed in, what they agreed to, and who acts for whom: theirs to see, to end and to erase. */
export async function historyPage(eid: Eid, request: FastifyRequest, person: Person): Promise<string> {
  const { t } = request;
  const asked = (request.query as { before?: string }).before ?? "";
  const before = /^[0-9a-f-]{36}$/.test(asked) ? asked : null;
  const { visits, agreements, acts, holders: people } = await ownHistory(eid.ctx, person.subject, before, pageSize + 1);
  const names = await clientNames(
    eid,
    request,
    [...visits, ...agreements, ...acts].map(({ client }) => client),
  );
  const nameOf = (client: string): string => names.get(client) ?? t("eid.history.closed-client");
  const parts = { nameOf, people, person };
  const lines = visits.slice(0, pageSize).map((one) => visitLine(request, one, parts));
  const last = visits.length > pageSize ? visits[pageSize - 1] : undefined;
  const eraseAll = html`<form method="post" action="/eid/history/erase">${button({ text: t("eid.history.erase-all"), classes: "tr-button--warning" })}</form>`;
  const content = html`${hero({ title: { text: t("eid.history.title") }, lead: { text: t("eid.history.lead") } })}
    ${acts.length > 0 && section({ title: { text: t("eid.delegation.title") }, content: acts.map((act) => delegationView(request, act, parts)) })}
    ${section({
      title: { text: t("eid.history.visits") },
      content: html`${lines.length === 0 ? emptyState({ title: t("eid.history.none"), headingLevel: 3 }) : html`<ul class="tr-lines">${lines}</ul>${eraseAll}`}
        ${last && html`<p><a class="tr-link" href="/eid/history?before=${last.id}">${t("eid.history.older")}</a></p>`}`,
    })}
    ${section({
      title: { text: t("eid.history.agreements") },
      content:
        agreements.length === 0
          ? emptyState({ title: t("eid.history.no-agreements"), headingLevel: 3 })
          : await Promise.all(agreements.map((one) => agreementView(eid, request, one, nameOf))),
    })}
    <p><a class="tr-link" href="/eid/account">${t("eid.account.title")}</a></p>`;
  return shell(eid.site, request, { title: t("eid.history.title"), content, person: person.name });
}

type Parts = { nameOf(client: string): string; people: Map<string, string>; person: Person };

function visitLine(request: FastifyRequest, one: VisitRow, { nameOf }: Parts): Html {
  const { t, lang } = request;
  const what = t(`eid.history.what.${one.what}`, { other: one.other ?? "" });
  const meta = [formatDateTime(one.at, { lang }), what, one.method ? t(`eid.method.${one.method}`) : ""].filter(Boolean);
  const erase = button({ text: t("eid.history.erase", { service: nameOf(one.client) }), classes: "tr-button--secondary" });
  return html`<li class="tr-lines__item">${nameOf(one.client)}<p class="tr-lines__meta">${meta.join(t("web.dot"))}</p>
    <form method="post" action="/eid/history/erase"><input type="hidden" name="id" value="${one.id}">${erase}</form></li>`;
}

function delegationView(request: FastifyRequest, act: DelegationRow, { nameOf, people, person }: Parts): Html {
  const { t, lang } = request;
  const names = { holder: people.get(act.holder) ?? "", represented: act.represented_name };
  const key = act.holder === person.subject ? "eid.delegation.mine" : "eid.delegation.for-me";
  const list = summaryList({
    card: { title: { text: nameOf(act.client), headingLevel: 3 } },
    rows: [
      { key: { text: t("eid.delegation.who") }, value: { text: t(key, names) } },
      { key: { text: t("eid.sign-ins.since") }, value: { text: formatDateTime(act.at, { lang }) } },
      ...(act.until ? [{ key: { text: t("eid.delegation.until") }, value: { text: formatDateTime(act.until, { lang }) } }] : []),
    ],
  });
  const end = button({ text: t("eid.delegation.end", { service: nameOf(act.client) }), classes: "tr-button--warning" });
  return html`${list}<form method="post" action="/eid/account/delegations/end"><input type="hidden" name="id" value="${act.grant_id}">${end}</form>`;
}

async function agreementView(
  eid: Eid,
  request: FastifyRequest,
  { client, scopes, at }: { client: string; scopes: string[]; at: string },
  nameOf: (client: string) => string,
): Promise<Html> {
  const { t, lang } = request;
  const claims = (await eid.clients.inForce(client))?.registration.claims ?? [];
  const told = claims.filter(({ claim }) => scopes.includes(scopeOf[claim])).map(({ claim }) => t(`eid.claim.${claim}`));
  const list = summaryList({
    card: { title: { text: nameOf(client), headingLevel: 3 } },
    rows: [
      { key: { text: t("eid.agree.told") }, value: { text: told.join(t("web.dot")) || t("eid.history.nothing") } },
      { key: { text: t("eid.history.agreed") }, value: { text: formatDateTime(at, { lang }) } },
    ],
  });
  const end = button({ text: t("eid.history.end-agreement", { service: nameOf(client) }), classes: "tr-button--secondary" });
  return html`${list}<form method="post" action="/eid/account/agreements/end"><input type="hidden" name="client" value="${client}">${end}</form>`;
}
