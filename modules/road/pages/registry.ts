import { button, emptyState, scrollable, summaryList, table, tag, time } from "@troad/design";
import { type Html, html } from "@troad/html";
import { seeOther } from "@troad/kernel";
import { hidden, uiOf, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { RequestSummary, RequestView } from "../api.ts";
import type { Asking, RoadPages } from "./parts.ts";

type Parts = Pick<RoadPages, "site" | "names"> & Asking<"requests" | "request" | "decideRequest">;

const listed = 50;
const idIn = (request: FastifyRequest): string => (request.params as { id: string }).id;

/** The operator's desk: requests by which members change the registry, what was checked, and the decision. */
export function registryPages(app: FastifyInstance, parts: Parts): void {
  const { site, road } = parts;
  app.get(
    "/registry",
    hidden,
    site.signedIn(["road-operator"], async (request) => {
      const submitted = await road.requests({ state: "submitted", limit: listed });
      const rest = (await road.requests({ limit: listed })).filter(({ state }) => state !== "submitted");
      return listPage(parts, request, [...submitted, ...rest]);
    }),
  );
  app.get(
    "/registry/:id",
    hidden,
    site.signedIn(["road-operator"], async (request) => requestPage(parts, request, await road.request(idIn(request)))),
  );
  app.post(
    "/registry/:id",
    hidden,
    site.signedIn(["road-operator"], async (request, session, reply) => {
      const id = idIn(request);
      const { decision, reason } = (request.body ?? {}) as { decision?: unknown; reason?: unknown };
      const text = String(reason ?? "").trim() || null;
      await road.decideRequest({ id, approve: decision === "approve", reason: text, actor: session.subject });
      return seeOther(reply, `/registry/${id}`);
    }),
  );
}

function listPage({ names }: Parts, request: FastifyRequest, found: readonly RequestSummary[]): View {
  const { t, lang } = request;
  const rows = found.map((one) => [
    { html: html`<a class="tr-link" href="/registry/${one.id}">${t(`road.registry.type.${one.type}`)}</a>` },
    { text: names.agency(lang, one.member) },
    { text: t(`road.registry.state.${one.state}`) },
    { html: time(one.at, { lang }) },
  ]);
  const title = t("road.registry.title");
  const head = ["request", "member", "state", "at"].map((key) => ({ text: t(`road.registry.${key}`) }));
  const list = rows.length === 0 ? emptyState({ title: t("road.registry.none") }) : scrollable(title, table({ head, rows }));
  return { title, content: html`<h1>${title}</h1>${list}`, path: [] };
}

function requestPage({ names }: Parts, request: FastifyRequest, found: RequestView): View {
  const { t, lang } = request;
  const row = (key: string, text: string) => ({ key: { text: t(`road.registry.${key}`) }, value: { text } });
  const { address } = found.content;
  const rows = [
    row("member", `${names.agency(lang, found.member)} ${found.member}/${found.server ?? ""}`),
    row("state", t(`road.registry.state.${found.state}`)),
    ...(typeof address === "string" ? [row("address", address)] : []),
    ...found.states.flatMap(({ reason }) => (reason ? [row("reason", reason)] : [])),
  ];
  const title = t(`road.registry.type.${found.type}`);
  const content = html`<h1>${title}</h1>${summaryList({ rows })}
    ${found.checks.length > 0 && checks(request, found)}
    ${found.state === "submitted" && decideForm(request, found.id)}`;
  return { title, content, path: [{ href: "/registry", text: t("road.registry.title") }] };
}

/** What was measured about the applicant's server, beside what is expected. */
function checks({ t }: FastifyRequest, found: RequestView): Html {
  const verdict = (ok: boolean): Html =>
    html`${tag({ text: t(ok ? "road.registry.holds" : "road.registry.fails"), classes: ok ? "tr-tag--green" : "tr-tag--red" })}`;
  const rows = found.checks.map(({ name, measured, expected, ok }) => [
    { text: t(`road.registry.check.${name}`) },
    { text: measured },
    { text: expected },
    { html: verdict(ok) },
  ]);
  const head = ["check", "measured", "expected", "verdict"].map((key) => ({ text: t(`road.registry.${key}`) }));
  const title = t("road.registry.checks");
  return html`<h2>${title}</h2>${scrollable(title, table({ head, rows }))}`;
}

function decideForm(request: FastifyRequest, id: string): Html {
  const { t } = request;
  const label = { text: t("road.registry.reason"), classes: "tr-label--m" };
  const reason = uiOf(request).textarea({ id: "reason", name: "reason", label });
  const approve = button({ text: t("road.registry.approve"), name: "decision", value: "approve" });
  const classes = "tr-button--secondary";
  const decline = button({ text: t("road.registry.decline"), name: "decision", value: "decline", classes });
  return html`<form method="post" action="/registry/${id}" novalidate>${reason}
    <div class="tr-button-group">${approve}${decline}</div></form>`;
}
