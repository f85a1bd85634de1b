import { tag } from "@troad/design";
import { html } from "@troad/html";
import { type ModuleContext, seeOther } from "@troad/kernel";
import { agencyOf, type Column, hidden, type List, listRoutes, posted, type Session, type Source } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { AccessState, ApplicationSummary } from "../../api.ts";
import type { Asking, RoadPages } from "../parts.ts";
import { applicationView } from "./application.ts";
import { actingFor, officers } from "./officers.ts";

type Parts = Pick<RoadPages, "site" | "names" | "purposeOf" | "applyAt"> &
  Asking<"applications" | "application" | "withdrawApplication" | "revokeApplication"> & {
    ctx: Pick<ModuleContext, "clock">;
  };

const sides = ["provider", "consumer"] as const;
const states = ["submitted", "approved", "refused", "revoked", "withdrawn", "expired"] as const;
const tones: Record<AccessState, string> = {
  ...{ submitted: "blue", approved: "green", refused: "red" },
  ...{ revoked: "red", withdrawn: "grey", expired: "grey" },
};
const idIn = (request: FastifyRequest): string => (request.params as { id: string }).id;

/** The rights of an agency to data of others, and those that others have to its own. */
export function applicationPages(app: FastifyInstance, parts: Parts): void {
  const { site, road } = parts;
  listRoutes<Session, ApplicationSummary>({
    ...{ app, ctx: parts.ctx, address: "/access" },
    guard: (load) => site.signedIn(officers, load),
    list: async (request, session) => applicationList(parts, request, actingFor(session)),
  });
  app.get(
    "/access/:id",
    hidden,
    site.signedIn(officers, async (request, session) => {
      const agency = actingFor(session);
      return applicationView(parts, request, agency, await road.application({ id: idIn(request), agency }));
    }),
  );
  app.post(
    "/access/:id/withdraw",
    hidden,
    site.signedIn(officers, async (request, session, reply) => {
      const id = idIn(request);
      await road.withdrawApplication({ id, agency: actingFor(session), actor: session.subject });
      return seeOther(reply, `/access/${id}`);
    }),
  );
  app.post(
    "/access/:id/revoke",
    hidden,
    // its officers for access decide what an agency gives away, not its case officers
    site.signedIn(["provider-officer"], async (request, session, reply) => {
      const id = idIn(request);
      const decider = { id, agency: agencyOf(session, "provider-officer"), actor: session.subject };
      await road.revokeApplication({ ...decider, reason: posted(request, "reason", 2_000) });
      return seeOther(reply, `/access/${id}`);
    }),
  );
}

function applicationList(parts: Parts, request: FastifyRequest, agency: string): List<ApplicationSummary> {
  const { t, lang } = request;
  const catalogue = html`<a class="tr-link" href="/catalogue">${t("road.catalogue.title")}</a>`;
  const apply = html`<a class="tr-link" href="${parts.applyAt}">${t("road.access.apply")}</a>`;
  return {
    ...{ address: "/access", title: t("road.access.title"), file: "access" },
    lead: html`<p class="tr-lead">${parts.names.agency(lang, agency)}</p><p>${catalogue} ${apply}</p>`,
    columns: columns(parts, request, agency),
    filters: [
      {
        ...{ kind: "select", name: "side", label: t("road.access.side") },
        options: sides.map((value) => ({ value, text: t(`road.access.as-${value}`) })),
      },
      {
        ...{ kind: "select", name: "state", label: t("road.access.state") },
        options: states.map((value) => ({ value, text: t(`road.access.state.${value}`) })),
      },
    ],
    source: applicationSource(parts, agency),
    empty: { title: t("road.access.none") },
  };
}

/** The applications of one agency and those made to it; no filter shows any others. */
const applicationSource = ({ road }: Parts, agency: string): Source<ApplicationSummary> => ({
  cursorKind: "instant-and-id",
  cursor: ({ createdAt, id }) => `${createdAt} ${id}`,
  rows: ({ chosen, before, limit }) => {
    const [side, state] = [sides.find((one) => one === chosen.side), states.find((one) => one === chosen.state)];
    const place = before === undefined ? {} : { before: before.slice(before.indexOf(" ") + 1) };
    return road.applications({ ...{ agency, limit, ...place }, ...(side ? { side } : {}), ...(state ? { state } : {}) });
  },
});

function columns({ names }: Parts, { t, lang }: FastifyRequest, agency: string): Column<ApplicationSummary>[] {
  const text = (key: string) => t(`road.access.${key}`);
  const member = names.member(agency);
  const isOwn = ({ consumer }: ApplicationSummary): boolean => consumer.split("/").slice(1, 3).join("/") === member;
  return [
    {
      ...{ key: "service", text: text("service"), kind: "text", value: ({ provider }) => names.dataSet(lang, provider) },
      show: ({ id, provider }) => html`<a class="tr-link" href="/access/${id}">${names.dataSet(lang, provider)}</a>`,
    },
    {
      ...{ key: "side", text: text("side"), kind: "text" },
      value: (one) => text(isOwn(one) ? "as-consumer" : "as-provider"),
    },
    {
      ...{ key: "agency", text: text("agency"), kind: "text" },
      value: (one) => names.agency(lang, isOwn(one) ? one.provider : one.consumer),
    },
    {
      ...{ key: "state", text: text("state"), kind: "text", value: ({ state }) => text(`state.${state}`) },
      show: ({ state }) => tag({ text: text(`state.${state}`), classes: `tr-tag--${tones[state]}` }),
    },
    { key: "created", text: text("created"), kind: "instant", value: ({ createdAt }) => createdAt },
    { key: "until", text: text("valid-until"), kind: "day", value: ({ validUntil }) => validUntil },
  ];
}
