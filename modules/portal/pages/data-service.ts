import { button, scrollable, summaryList, table } from "@troad/design";
import { html } from "@troad/html";
import { seeOther } from "@troad/kernel";
import type { CatalogueEntry, Terms } from "@troad/road/api";
import type { View } from "@troad/web";
import type { FastifyRequest } from "fastify";
import Type from "typebox";
import { Compile } from "typebox/compile";
import type { PageFile, Portal } from "../portal.ts";

type Endpoint = Terms["endpoints"][number] & { summary: string };

/** Of an OpenAPI document what names its operations. */
const pathsCheck = Compile(
  Type.Object({
    paths: Type.Record(Type.String(), Type.Record(Type.String(), Type.Object({ summary: Type.Optional(Type.String()) }))),
  }),
);

/** The methods and paths of a service, as its OpenAPI description names them; none where it has none. */
export async function endpointsOf(portal: Portal, provider: string, lang: string): Promise<Endpoint[]> {
  const described: unknown = await portal.registers.description(provider, lang);
  if (!pathsCheck.Check(described)) return [];
  return Object.entries(described.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, { summary = "" }]) => ({ method: method.toUpperCase(), path, summary })),
  );
}

const providerQuery = { schema: { hide: true, querystring: Type.Object({ provider: Type.String({ maxLength: 200 }) }) } };
const providerIn = (request: FastifyRequest): string => (request.query as { provider: string }).provider;

/** One data service: what it gives, on what basis, how it is called; its OpenAPI description can be taken along. */
export const dataServicePages: PageFile = (app, portal) => {
  app.get(
    "/catalogue/service",
    providerQuery,
    portal.site.open(async (request, _session, reply) => {
      const service = await portal.road.service(providerIn(request));
      return service ? servicePage(portal, request, service) : seeOther(reply, "/catalogue");
    }),
  );
  app.get("/catalogue/openapi", providerQuery, async (request, reply) => {
    const provider = providerIn(request);
    const described = await portal.registers.description(provider, request.lang);
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
};

async function servicePage(portal: Portal, request: FastifyRequest, service: CatalogueEntry): Promise<View> {
  const { t, lang } = request;
  const { provider } = service;
  const pick = (texts: Record<string, string>): string =>
    portal.ctx.texts.pick(Object.fromEntries(Object.entries(texts).map(([code, text]) => [code, { text }])), lang, "text");
  const row = (key: string, text: string) => ({ key: { text: t(`portal.catalogue.${key}`) }, value: { text } });
  const rows = [
    row("owner", portal.names.agency(lang, service.owner)),
    row("legal-basis", pick(service.legalBasis)),
    { key: { text: t("portal.catalogue.identifier") }, value: { html: html`<code>${provider}</code>` } },
  ];
  const head = (...keys: string[]) => keys.map((key) => ({ text: t(`portal.catalogue.${key}`) }));
  const fields = table({
    head: head("field", "data-class"),
    rows: service.fields.map(({ name, dataClass }) => [
      { text: portal.names.field(lang, provider, name) },
      { text: t(`portal.data-class.${dataClass}`) },
    ]),
  });
  const endpoints = await endpointsOf(portal, provider, lang);
  const operations = table({
    head: head("operation", "does"),
    rows: endpoints.map(({ method, path, summary }) => [{ html: html`<code>${method} ${path}</code>` }, { text: summary }]),
  });
  const query = encodeURIComponent(provider);
  const title = portal.names.dataSet(lang, provider);
  const content = html`<h1>${title}</h1><p class="tr-lead">${pick(service.description)}</p>${summaryList({ rows })}
    <h2>${t("portal.catalogue.fields")}</h2>${scrollable(t("portal.catalogue.fields"), fields)}
    ${endpoints.length > 0 && html`<h2>${t("portal.catalogue.operations")}</h2>${scrollable(t("portal.catalogue.operations"), operations)}<p><a class="tr-link" href="/catalogue/openapi?provider=${query}" download>${t("portal.catalogue.openapi")}</a></p>`}
    <form method="get" action="/access/apply"><input type="hidden" name="provider" value="${provider}">${button({ text: t("portal.access.apply-for", { name: title }) })}</form>`;
  return { title, content, path: [{ href: "/catalogue", text: t("portal.catalogue.title") }] };
}
