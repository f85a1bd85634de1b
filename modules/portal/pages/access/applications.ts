import { button, emptyState, scrollable, summaryList, table, time } from "@troad/design";
import { type Html, html } from "@troad/html";
import { seeOther, taipeiDate } from "@troad/kernel";
import type { ApplicationSummary, ApplicationView } from "@troad/road/api";
import { agencyOf as agencyFor, type View } from "@troad/web";
import type { FastifyReply, FastifyRequest } from "fastify";
import Type from "typebox";
import type { Session } from "../../auth/sessions.ts";
import type { PageFile, Portal } from "../../portal.ts";
import { endpointsOf } from "../data-service.ts";
import { applyPage } from "./apply.ts";
import { decideForms, listIn, reasonForm, termsIn } from "./form.ts";

const officers = ["case-officer", "provider-officer"] as const;
const hidden = { schema: { hide: true } };
const listed = 50;

/** The agency for which an officer of either kind acts. */
const agencyOf = (session: Session): string =>
  session.roles.find(({ role }) => officers.some((one) => one === role))?.agency ?? "";

/** The catalogue of services, applications for them, and their decision by the provider's officer. */
export const accessPages: PageFile = (app, portal) => {
  const officer = (load: (request: FastifyRequest, session: Session, reply: FastifyReply) => Promise<View | FastifyReply>) =>
    portal.site.signedIn([...officers], load);
  /** What a provider gives away is decided by its officers for that, not by those who work on cases. */
  const decider = (load: (request: FastifyRequest, session: Session, reply: FastifyReply) => Promise<FastifyReply>) =>
    portal.site.signedIn(["provider-officer"], load);

  const query = Type.Object({
    q: Type.Optional(Type.String({ maxLength: 200 })),
    after: Type.Optional(Type.String({ maxLength: 200 })),
  });
  app.get(
    "/catalogue",
    { schema: { hide: true, querystring: query } },
    portal.site.open(async (request) => cataloguePage(portal, request)),
  );
  app.get(
    "/access",
    hidden,
    officer(async (request, session) => listPage(portal, request, agencyOf(session))),
  );
  app.get(
    "/access/apply",
    { schema: { hide: true, querystring: Type.Object({ provider: Type.String({ maxLength: 200 }) }) } },
    officer(async (request, session, reply) => {
      const service = await portal.road.service((request.query as { provider: string }).provider);
      if (!service) return seeOther(reply, "/catalogue");
      const member = portal.memberOf(agencyOf(session));
      const subsystems = (await portal.road.members()).find((one) => one.member === member)?.subsystems ?? [];
      const endpoints = await endpointsOf(portal, service.provider, request.lang);
      return applyPage(portal, request, { service, subsystems, endpoints, today: taipeiDate(portal.ctx.clock.now()) });
    }),
  );
  app.post(
    "/access/apply",
    hidden,
    officer(async (request, session, reply) => {
      const body = (request.body ?? {}) as Record<string, unknown>;
      const { id } = await portal.road.apply({
        agency: agencyOf(session),
        actor: session.subject,
        subsystem: String(body.subsystem ?? ""),
        provider: String(body.provider ?? ""),
        terms: termsIn(body),
      });
      return seeOther(reply, `/access/${id}`);
    }),
  );
  app.get(
    "/access/:id",
    hidden,
    officer(async (request, session) => {
      const { id } = request.params as { id: string };
      const agency = agencyOf(session);
      return detailPage(portal, request, agency, await portal.road.application({ id, agency }));
    }),
  );
  app.post(
    "/access/:id/approve",
    hidden,
    decider(async (request, session, reply) => {
      const { id } = request.params as { id: string };
      const agency = agencyFor(session, "provider-officer");
      const body = (request.body ?? {}) as Record<string, unknown>;
      const { asked } = await portal.road.application({ id, agency });
      const terms = { ...asked, fields: listIn(body, "fields"), validUntil: String(body.validUntil ?? "").trim() || null };
      const note = String(body.note ?? "").trim() || null;
      await portal.road.approveApplication({ id, agency, actor: session.subject, terms, note });
      return seeOther(reply, `/access/${id}`);
    }),
  );
  for (const step of ["refuse", "revoke"] as const)
    app.post(
      `/access/:id/${step}`,
      hidden,
      decider(async (request, session, reply) => {
        const { id } = request.params as { id: string };
        const { reason } = (request.body ?? {}) as { reason?: unknown };
        const decision = {
          id,
          agency: agencyFor(session, "provider-officer"),
          actor: session.subject,
          reason: String(reason ?? ""),
        };
        await (step === "refuse" ? portal.road.refuseApplication(decision) : portal.road.revokeApplication(decision));
        return seeOther(reply, `/access/${id}`);
      }),
    );
  app.post(
    "/access/:id/withdraw",
    hidden,
    officer(async (request, session, reply) => {
      const { id } = request.params as { id: string };
      await portal.road.withdrawApplication({ id, agency: agencyOf(session), actor: session.subject });
      return seeOther(reply, `/access/${id}`);
    }),
  );
};

async function cataloguePage(portal: Portal, request: FastifyRequest): Promise<View> {
  const { t, lang } = request;
  const { q = "", after } = request.query as { q?: string; after?: string };
  const found = await portal.road.services({ text: q, ...(after ? { after } : {}), limit: listed + 1 });
  const rows = found.slice(0, listed).map((one) => ({
    key: { text: portal.names.dataSet(lang, one.provider) },
    value: { html: catalogueEntry(portal, request, one) },
  }));
  const next = found.length > listed ? found[listed - 1]?.provider : undefined;
  const title = t("portal.catalogue.title");
  const content = html`<h1>${title}</h1><p class="tr-lead">${t("portal.catalogue.lead")}</p>
    <form method="get" action="/catalogue" role="search"><div class="tr-form-group"><label class="tr-label" for="q">${t("portal.catalogue.search")}</label><input class="tr-input" id="q" name="q" type="search" value="${q}"></div>${button({ text: t("portal.catalogue.search") })}</form>
    ${rows.length === 0 ? emptyState({ title: t("portal.catalogue.empty") }) : summaryList({ rows })}
    ${next && html`<p><a class="tr-link" rel="next" href="/catalogue?q=${encodeURIComponent(q)}&after=${encodeURIComponent(next)}">${t("portal.catalogue.more")}</a></p>`}`;
  return { title, content, path: [] };
}

type Listed = Awaited<ReturnType<Portal["road"]["services"]>>[number];

function catalogueEntry({ ctx, names }: Portal, { t, lang }: FastifyRequest, one: Listed): Html {
  const bases = Object.fromEntries(Object.entries(one.legalBasis).map(([code, text]) => [code, { text }]));
  const fields = one.fields.map(({ name }) => name);
  const href = `/catalogue/service?provider=${encodeURIComponent(one.provider)}`;
  const more = t("portal.catalogue.more-about", { name: names.dataSet(lang, one.provider) });
  return html`${names.agency(lang, one.owner)}<br><span class="tr-hint">${ctx.texts.pick(bases, lang, "text")}</span><br>
    ${names.fields(lang, one.provider, fields)}<br><a class="tr-link" href="${href}">${more}</a>`;
}

async function listPage(portal: Portal, request: FastifyRequest, agency: string): Promise<View> {
  const { t, lang } = request;
  const side = async (which: "consumer" | "provider") => {
    const found = await portal.road.applications({ agency, side: which, limit: listed });
    const other = (one: ApplicationSummary): string => (which === "consumer" ? one.provider : one.consumer);
    const rows = found.map((one) => [
      { html: html`<a class="tr-link" href="/access/${one.id}">${portal.names.dataSet(lang, one.provider)}</a>` },
      { text: portal.names.agency(lang, other(one)) },
      { text: t(`portal.access.state.${one.state}`) },
      { html: time(one.updatedAt, { lang }) },
    ]);
    const title = t(`portal.access.as-${which}`);
    const head = ["service", "agency", "state", "updated"].map((key) => ({ text: t(`portal.access.${key}`) }));
    return html`<h2>${title}</h2>${rows.length === 0 ? emptyState({ title: t("portal.access.none") }) : scrollable(title, table({ head, rows }))}`;
  };
  const title = t("portal.access.title");
  const content = html`<h1>${title}</h1><p>${portal.names.agency(lang, agency)}</p><p><a class="tr-link" href="/catalogue">${t("portal.catalogue.title")}</a></p>${await side("consumer")}${await side("provider")}`;
  return { title, content, path: [] };
}

function detailPage(portal: Portal, request: FastifyRequest, agency: string, found: ApplicationView): View {
  const { t, lang } = request;
  const member = portal.memberOf(agency);
  const mine = (identifier: string): boolean => identifier.split("/").slice(1, 3).join("/") === member;
  const terms = found.granted ?? found.asked;
  const row = (key: string, text: string) => ({ key: { text: t(`portal.access.${key}`) }, value: { text } });
  const rows = [
    row("state", t(`portal.access.state.${found.endorsed ? "endorsed" : found.state}`)),
    row("subsystem", found.consumer),
    row("service", found.provider),
    row("purpose", portal.purposeOf(lang, found.id) ?? terms.purpose),
    row("legal-basis", terms.legalBasis),
    row("fields", portal.names.fields(lang, found.provider, terms.fields)),
    row(
      "endpoints",
      terms.endpoints.map(({ method, path }) => `${method} ${path}`).join(t("web.comma")) || t("portal.access.whole-service"),
    ),
    row("volume", String(terms.volume)),
    row("valid-until", terms.validUntil ?? t("portal.access.no-end")),
    row("consent", t(terms.consentRequired ? "portal.access.consent-needed" : "portal.access.consent-not")),
    ...(found.reason ? [row("reason", found.reason)] : []),
  ];
  const history = found.actions.map((one) => html`<li>${time(one.at, { lang })} ${t(`portal.access.action.${one.type}`)}</li>`);
  const withdraw =
    mine(found.consumer) && (found.state === "submitted" || found.state === "approved")
      ? html`<form method="post" action="/access/${found.id}/withdraw">${button({ text: t("portal.access.withdraw"), classes: "tr-button--secondary" })}</form>`
      : undefined;
  const title = portal.names.dataSet(lang, found.provider);
  const content = html`<h1>${title}</h1>${summaryList({ rows })}<h2>${t("portal.access.history")}</h2><ol class="tr-list tr-list--number">${history}</ol>
    ${mine(found.provider) && found.state === "submitted" && decideForms(portal, request, found)}
    ${mine(found.provider) && found.state === "approved" && html`<h2>${t("portal.access.revoke")}</h2>${reasonForm(request, `/access/${found.id}/revoke`, "revoke")}`}${withdraw}`;
  return { title, content, path: [{ href: "/access", text: t("portal.access.title") }] };
}
