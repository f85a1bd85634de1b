import { button, emptyState, scrollable, summaryList, table, tag, time } from "@troad/design";
import { html } from "@troad/html";
import { seeOther } from "@troad/kernel";
import { uiOf, type View } from "@troad/web";
import type { FastifyRequest } from "fastify";
import type { PageFile, Portal } from "../portal.ts";

const hidden = { schema: { hide: true } };
const listed = 50;

/** The operator's desk: requests by which members change the registry, what was checked, and the decision. */
export const registryPages: PageFile = (app, portal) => {
  app.get(
    "/registry",
    hidden,
    portal.site.signedIn(["road-operator"], async (request) => listPage(portal, request)),
  );
  app.get(
    "/registry/:id",
    hidden,
    portal.site.signedIn(["road-operator"], async (request) => requestPage(portal, request)),
  );
  app.post(
    "/registry/:id",
    hidden,
    portal.site.signedIn(["road-operator"], async (request, session, reply) => {
      const { id } = request.params as { id: string };
      const { decision, reason } = (request.body ?? {}) as { decision?: unknown; reason?: unknown };
      const text = String(reason ?? "").trim() || null;
      await portal.road.decideRequest({ id, approve: decision === "approve", reason: text, actor: session.subject });
      return seeOther(reply, `/registry/${id}`);
    }),
  );
};

async function listPage(portal: Portal, request: FastifyRequest): Promise<View> {
  const { t, lang } = request;
  const found = [
    ...(await portal.road.requests({ state: "submitted", limit: listed })),
    ...(await portal.road.requests({ limit: listed })).filter(({ state }) => state !== "submitted"),
  ];
  const rows = found.map((one) => [
    { html: html`<a class="tr-link" href="/registry/${one.id}">${t(`portal.registry.type.${one.type}`)}</a>` },
    { text: portal.names.agency(lang, one.member) },
    { text: t(`portal.registry.state.${one.state}`) },
    { html: time(one.at, { lang }) },
  ]);
  const title = t("portal.registry.title");
  const head = ["request", "member", "state", "at"].map((key) => ({ text: t(`portal.registry.${key}`) }));
  const content = html`<h1>${title}</h1>${rows.length === 0 ? emptyState({ title: t("portal.registry.none") }) : scrollable(title, table({ head, rows }))}`;
  return { title, content, path: [] };
}

async function requestPage(portal: Portal, request: FastifyRequest): Promise<View> {
  const { t, lang } = request;
  const { id } = request.params as { id: string };
  const found = await portal.road.request(id);
  const row = (key: string, text: string) => ({ key: { text: t(`portal.registry.${key}`) }, value: { text } });
  const address = found.content.address;
  const rows = [
    row("member", `${portal.names.agency(lang, found.member)} ${found.member}/${found.server ?? ""}`),
    row("state", t(`portal.registry.state.${found.state}`)),
    ...(typeof address === "string" ? [row("address", address)] : []),
    ...found.states.flatMap(({ reason }) => (reason ? [row("reason", reason)] : [])),
  ];
  const checks = found.checks.map((one) => [
    { text: t(`portal.registry.check.${one.name}`) },
    { text: one.measured },
    { text: one.expected },
    {
      html: tag({
        text: t(one.ok ? "portal.registry.holds" : "portal.registry.fails"),
        classes: one.ok ? "tr-tag--green" : "tr-tag--red",
      }),
    },
  ]);
  const head = ["check", "measured", "expected", "verdict"].map((key) => ({ text: t(`portal.registry.${key}`) }));
  const title = t(`portal.registry.type.${found.type}`);
  const label = { text: t("portal.registry.reason"), classes: "tr-label--m" };
  const decide = html`<form method="post" action="/registry/${id}" novalidate>${uiOf(request).textarea({ id: "reason", name: "reason", label })}<div class="tr-button-group">${button({ text: t("portal.registry.approve"), name: "decision", value: "approve" })}${button({ text: t("portal.registry.decline"), name: "decision", value: "decline", classes: "tr-button--secondary" })}</div></form>`;
  const content = html`<h1>${title}</h1>${summaryList({ rows })}
    ${checks.length > 0 && html`<h2>${t("portal.registry.checks")}</h2>${scrollable(t("portal.registry.checks"), table({ head, rows: checks }))}`}
    ${found.state === "submitted" && decide}`;
  return { title, content, path: [{ href: "/registry", text: t("portal.registry.title") }] };
}
