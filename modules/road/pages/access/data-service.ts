import { button, scrollable, summaryList, table } from "@troad/design";
import { type Html, html } from "@troad/html";
import { seeOther } from "@troad/kernel";
import type { RegistersApi } from "@troad/registers/api";
import { holds, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import Type from "typebox";
import type { CatalogueEntry } from "../../api.ts";
import type { Asking, RoadPages } from "../parts.ts";
import { officers } from "./officers.ts";

type Parts = Pick<RoadPages, "site" | "names" | "local" | "operations" | "applyAt"> &
  Asking<"service"> & { registers: Pick<RegistersApi, "description"> };

const providerQuery = { schema: { hide: true, querystring: Type.Object({ provider: Type.String({ maxLength: 200 }) }) } };
const providerIn = (request: FastifyRequest): string => (request.query as { provider: string }).provider;

/** One data service: its data, its legal basis and how to call it; its OpenAPI description can be downloaded. */
export function dataServicePages(app: FastifyInstance, parts: Parts): void {
  app.get(
    "/catalogue/service",
    providerQuery,
    parts.site.open(async (request, session, reply) => {
      const service = await parts.road.service(providerIn(request));
      if (!service) return seeOther(reply, "/catalogue");
      // officers apply for their agencies; a reader who is not signed in may be one
      const mayApply = session === undefined || holds(session, officers);
      return servicePage(parts, request, service, mayApply);
    }),
  );
  app.get("/catalogue/openapi", providerQuery, async (request, reply) => {
    const provider = providerIn(request);
    const described = await parts.registers.description(provider, request.lang);
    if (!described) return seeOther(reply, "/catalogue");
    const name = provider
      .split("/")
      .slice(1)
      .join("-")
      .replace(/[^A-Za-z0-9-]/g, "");
    return reply
      .type("application/openapi+json")
      .header("content-disposition", `attachment; filename="${name}.openapi.json"`)
      .send(JSON.stringify(described, null, 2));
  });
}

async function servicePage(parts: Parts, request: FastifyRequest, service: CatalogueEntry, mayApply: boolean): Promise<View> {
  const { t, lang } = request;
  const { names, local } = parts;
  const { provider } = service;
  const title = names.dataSet(lang, provider);
  const row = (key: string, text: string) => ({ key: { text: t(`road.catalogue.${key}`) }, value: { text } });
  const facts = summaryList({
    rows: [
      row("owner", names.agency(lang, service.owner)),
      row("legal-basis", local(service.legalBasis, lang)),
      { key: { text: t("road.catalogue.identifier") }, value: { html: html`<code>${provider}</code>` } },
    ],
  });
  const content = html`<h1>${title}</h1><p class="tr-lead">${local(service.description, lang)}</p>${facts}
    ${fieldsOf(parts, request, service)}
    ${await operationsView(parts, request, provider)}
    ${mayApply && applyButton(parts, request, title)}`;
  return { title, content, path: [{ href: "/catalogue", text: t("road.catalogue.title") }] };
}

function fieldsOf({ names }: Parts, { t, lang }: FastifyRequest, { provider, fields }: CatalogueEntry): Html {
  const title = t("road.catalogue.fields");
  const head = ["field", "data-class"].map((key) => ({ text: t(`road.catalogue.${key}`) }));
  const rows = fields.map(({ name, dataClass }) => [
    { text: names.field(lang, provider, name) },
    { text: t(`road.data-class.${dataClass}`) },
  ]);
  return html`<h2>${title}</h2>${scrollable(title, table({ head, rows }))}`;
}

async function operationsView(parts: Parts, { t, lang }: FastifyRequest, provider: string): Promise<Html | undefined> {
  const operations = await parts.operations(provider, lang);
  if (operations.length === 0) return undefined;
  const title = t("road.catalogue.operations");
  const head = ["operation", "does"].map((key) => ({ text: t(`road.catalogue.${key}`) }));
  const rows = operations.map(({ method, path, summary }) => [{ html: html`<code>${method} ${path}</code>` }, { text: summary }]);
  const address = `/catalogue/openapi?provider=${encodeURIComponent(provider)}`;
  return html`<h2>${title}</h2>${scrollable(title, table({ head, rows }))}
    <p><a class="tr-link" href="${address}" download>${t("road.catalogue.openapi")}</a></p>`;
}

const applyButton = ({ applyAt }: Pick<Parts, "applyAt">, { t }: FastifyRequest, name: string): Html =>
  html`<form method="get" action="${applyAt}">${button({ text: t("road.access.apply-for", { name }) })}</form>`;
