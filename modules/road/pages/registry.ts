import { button, scrollable, summaryList, table, tag } from "@troad/design";
import { type Html, html } from "@troad/html";
import { type ModuleContext, seeOther } from "@troad/kernel";
import { type Column, hidden, type List, listRoutes, type Session, uiOf, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { RegisteredMember, RequestSummary, RequestView } from "../api.ts";
import type { Asking, RoadPages } from "./parts.ts";
import { memberFilter } from "./transfers/filters.ts";

type Parts = Pick<RoadPages, "site" | "names"> &
  Asking<"requests" | "request" | "decideRequest" | "members"> & { ctx: Pick<ModuleContext, "clock"> };

const states = ["submitted", "approved", "declined", "revoked"] as const;
const tones = { submitted: "blue", approved: "green", declined: "red", revoked: "grey" } as const;
const types = [
  ...["gateway-registration", "address-change", "gateway-disabling", "gateway-enabling", "gateway-deletion"],
  ...["client-registration", "client-deletion", "request-revocation"],
];
const idIn = (request: FastifyRequest): string => (request.params as { id: string }).id;

/** The operator's pages: requests by which members change the registry, the results of the checks, and the decision. */
export function registryPages(app: FastifyInstance, parts: Parts): void {
  const { site, road } = parts;
  listRoutes<Session, RequestSummary>({
    ...{ app, ctx: parts.ctx, address: "/registry" },
    guard: (load) => site.signedIn(["road-operator"], load),
    list: async (request) => requestList(parts, request, await road.members()),
  });
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

function requestList(parts: Parts, request: FastifyRequest, members: readonly RegisteredMember[]): List<RequestSummary> {
  const { t } = request;
  const options = (part: string, values: readonly string[]) =>
    values.map((value) => ({ value, text: t(`road.registry.${part}.${value}`) }));
  return {
    ...{ address: "/registry", title: t("road.registry.title"), file: "registry-requests" },
    columns: columns(parts, request),
    filters: [
      { kind: "select", name: "state", label: t("road.registry.state"), options: options("state", states) },
      { kind: "select", name: "type", label: t("road.registry.request"), options: options("type", types) },
      memberFilter(parts, request, "member", members),
    ],
    source: {
      ...{ cursorKind: "uuid", cursor: ({ id }) => id },
      rows: ({ chosen, before, limit }) => {
        const state = states.find((one) => one === chosen.state);
        const { type, member } = chosen;
        return parts.road.requests({
          ...{ ...(state ? { state } : {}), ...(type ? { type } : {}), ...(member ? { member } : {}) },
          ...{ ...(before ? { before } : {}), limit },
        });
      },
    },
    empty: { title: t("road.registry.none") },
  };
}

function columns({ names }: Parts, { t, lang }: FastifyRequest): Column<RequestSummary>[] {
  const text = (key: string) => t(`road.registry.${key}`);
  return [
    {
      ...{ key: "request", text: text("request"), kind: "text", value: ({ type }) => text(`type.${type}`) },
      show: ({ id, type }) => html`<a class="tr-link" href="/registry/${id}">${text(`type.${type}`)}</a>`,
    },
    { key: "member", text: text("member"), kind: "text", value: ({ member }) => names.agency(lang, member) },
    { key: "server", text: text("server"), kind: "text", value: ({ server }) => server },
    {
      ...{ key: "state", text: text("state"), kind: "text", value: ({ state }) => text(`state.${state}`) },
      show: ({ state }) => tag({ text: text(`state.${state}`), classes: `tr-tag--${tones[state]}` }),
    },
    { key: "at", text: text("at"), kind: "instant", value: ({ at }) => at },
  ];
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

/** The measurements of the applicant's server, next to the expected values. */
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
