import { button, emptyState, summaryList } from "@troad/design";
import { type Html, html } from "@troad/html";
import type { View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import Type from "typebox";
import type { CatalogueEntry } from "../../api.ts";
import type { Asking, RoadPages } from "../parts.ts";

type Parts = Pick<RoadPages, "site" | "names" | "local"> & Asking<"services">;

const listed = 50;
const query = Type.Object({
  q: Type.Optional(Type.String({ maxLength: 200 })),
  after: Type.Optional(Type.String({ maxLength: 200 })),
});

/** The searchable public catalogue of the data services that members offer. */
export function cataloguePages(app: FastifyInstance, parts: Parts): void {
  app.get(
    "/catalogue",
    { schema: { hide: true, querystring: query } },
    parts.site.open(async (request) => {
      const { q = "", after } = request.query as { q?: string; after?: string };
      const found = await parts.road.services({ text: q, ...(after ? { after } : {}), limit: listed + 1 });
      return listPage(parts, request, q, found);
    }),
  );
}

function listPage(parts: Parts, request: FastifyRequest, q: string, found: readonly CatalogueEntry[]): View {
  const { t, lang } = request;
  const title = t("road.catalogue.title");
  const rows = found.slice(0, listed).map((one) => ({
    key: { text: parts.names.dataSet(lang, one.provider) },
    value: { html: entry(parts, request, one) },
  }));
  const content = html`<h1>${title}</h1><p class="tr-lead">${t("road.catalogue.lead")}</p>
    ${searchForm(request, q)}
    ${rows.length === 0 ? emptyState({ title: t("road.catalogue.empty") }) : summaryList({ rows })}
    ${found.length > listed && more(request, q, found[listed - 1]?.provider ?? "")}`;
  return { title, content, path: [] };
}

function searchForm({ t }: FastifyRequest, q: string): Html {
  const text = t("road.catalogue.search");
  const field = html`<input class="tr-input" id="q" name="q" type="search" value="${q}">`;
  return html`<form method="get" action="/catalogue" role="search">
    <div class="tr-form-group"><label class="tr-label" for="q">${text}</label>${field}</div>${button({ text })}</form>`;
}

function more({ t }: FastifyRequest, q: string, after: string): Html {
  const next = `/catalogue?q=${encodeURIComponent(q)}&after=${encodeURIComponent(after)}`;
  return html`<p><a class="tr-link" rel="next" href="${next}">${t("road.catalogue.more")}</a></p>`;
}

function entry({ names, local }: Parts, { t, lang }: FastifyRequest, one: CatalogueEntry): Html {
  const fields = one.fields.map(({ name }) => name);
  const href = `/catalogue/service?provider=${encodeURIComponent(one.provider)}`;
  const about = t("road.catalogue.more-about", { name: names.dataSet(lang, one.provider) });
  return html`${names.agency(lang, one.owner)}<br><span class="tr-hint">${local(one.legalBasis, lang)}</span><br>
    ${names.fields(lang, one.provider, fields)}<br><a class="tr-link" href="${href}">${about}</a>`;
}
