import { details, scrollable, section } from "@troad/design";
import { type Html, html } from "@troad/html";
import type { FastifyRequest } from "fastify";
import type { CatalogueEntry } from "../../api.ts";
import type { Operation, RoadPages } from "../parts.ts";

type Parts = Pick<RoadPages, "names" | "local" | "operations">;

/** The data services of the road: what each gives, who answers for it, and how it is called. */
export async function dataServicesView(
  parts: Parts,
  request: FastifyRequest,
  services: readonly CatalogueEntry[],
): Promise<Html | undefined> {
  const { t } = request;
  if (services.length === 0) return undefined;
  const shown = await Promise.all(services.map((service) => serviceView(parts, request, service)));
  const content = html`<p>${t("road.open.services.lead")}</p>${shown}
    <p><a class="tr-link" href="/catalogue">${t("road.open.services.all")}</a></p>`;
  return section({ id: "data", title: { text: t("road.open.services") }, content });
}

async function serviceView(
  { names, local, operations }: Parts,
  { t, lang }: FastifyRequest,
  service: CatalogueEntry,
): Promise<Html> {
  const { provider, fields, owner } = service;
  const name = names.dataSet(lang, provider);
  const [operation] = await operations(provider, lang);
  const href = `/catalogue/service?provider=${encodeURIComponent(provider)}`;
  const given = names.fields(
    lang,
    provider,
    fields.map((field) => field.name),
  );
  const call =
    operation &&
    details({
      summaryText: t("road.open.services.call", { name }),
      html: scrollable(name, html`<pre class="tr-code"><code>${exampleCall(provider, operation)}</code></pre>`),
    });
  return html`<h3><a class="tr-link" href="${href}">${name}</a></h3>
    <p>${names.agency(lang, owner)}${t("web.dot")}${local(service.legalBasis, lang)}</p>
    <p class="tr-hint">${t("road.catalogue.fields")}${t("web.colon")}${given}</p>${call}`;
}

/** How an information system asks its own gateway, which signs and logs; what stands in angle brackets is the caller's own. */
export function exampleCall(provider: string, { method, path }: Operation): string {
  const [instance = ""] = provider.split("/");
  const body = method === "GET" ? [] : [`  -H 'Content-Type: application/json'`, `  -d '<BODY>'`];
  return [
    `curl -X ${method} 'https://<GATEWAY>/r1/${provider}${path}'`,
    `  -H 'X-Road-Client: ${instance}/<CLASS>/<MEMBER>/<SUBSYSTEM>'`,
    `  -H 'X-Troad-Consent: <CONSENT>'`,
    ...body,
  ].join(" \\\n");
}
