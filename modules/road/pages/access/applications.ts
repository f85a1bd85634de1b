import { emptyState, scrollable, table, time } from "@troad/design";
import { type Html, html } from "@troad/html";
import { seeOther } from "@troad/kernel";
import { hidden, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { ApplicationSummary } from "../../api.ts";
import type { Asking, RoadPages } from "../parts.ts";
import { applicationView } from "./application.ts";
import { actingFor, officers } from "./officers.ts";

type Parts = Pick<RoadPages, "site" | "names" | "purposeOf"> & Asking<"applications" | "application" | "withdrawApplication">;

const listed = 50;
const idIn = (request: FastifyRequest): string => (request.params as { id: string }).id;

/** Applications for access to data, of an agency and to it. */
export function applicationPages(app: FastifyInstance, parts: Parts): void {
  const { site, road } = parts;
  app.get(
    "/access",
    hidden,
    site.signedIn(officers, async (request, session) => listPage(parts, request, actingFor(session))),
  );
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
}

async function listPage(parts: Parts, request: FastifyRequest, agency: string): Promise<View> {
  const { t, lang } = request;
  const side = async (which: "consumer" | "provider") =>
    sideTable(parts, request, which, await parts.road.applications({ agency, side: which, limit: listed }));
  const title = t("road.access.title");
  const catalogue = html`<a class="tr-link" href="/catalogue">${t("road.catalogue.title")}</a>`;
  const content = html`<h1>${title}</h1><p>${parts.names.agency(lang, agency)}</p><p>${catalogue}</p>
    ${await side("consumer")}${await side("provider")}`;
  return { title, content, path: [] };
}

type Side = "consumer" | "provider";

function sideTable({ names }: Parts, request: FastifyRequest, side: Side, found: readonly ApplicationSummary[]): Html {
  const { t, lang } = request;
  const title = t(`road.access.as-${side}`);
  const rows = found.map((one) => [
    { html: html`<a class="tr-link" href="/access/${one.id}">${names.dataSet(lang, one.provider)}</a>` },
    { text: names.agency(lang, side === "consumer" ? one.provider : one.consumer) },
    { text: t(`road.access.state.${one.state}`) },
    { html: time(one.updatedAt, { lang }) },
  ]);
  const head = ["service", "agency", "state", "updated"].map((key) => ({ text: t(`road.access.${key}`) }));
  const list = rows.length === 0 ? emptyState({ title: t("road.access.none") }) : scrollable(title, table({ head, rows }));
  return html`<h2>${title}</h2>${list}`;
}
