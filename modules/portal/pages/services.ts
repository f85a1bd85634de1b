import { summaryList } from "@troad/design";
import { type Html, html } from "@troad/html";
import type { FastifyRequest } from "fastify";
import type { PortalPages } from "./parts.ts";

/** What an application goes through, and the documents that its service gets from other agencies, so people don't need to bring them. */
export function sourcesOf(
  { names, services, site }: Pick<PortalPages, "names" | "services" | "site">,
  request: FastifyRequest,
  id: string,
): Html | undefined {
  const { t, lang } = request;
  const service = services.services.find((one) => one.id === id);
  if (!service) return undefined;
  const address = site.href("cases", `/services/${id}/steps`);
  const steps = address && html`<p><a class="tr-link" href="${address}">${t("portal.service.steps")}</a></p>`;
  if (service.sources.length === 0) return steps || undefined;
  const agency = names.agency(lang, service.agency);
  const listed = (sources: typeof service.sources, how: string) =>
    sources.length > 0 &&
    html`<p>${how}</p>${summaryList({
      rows: sources.map(({ provider, fields }) => ({
        key: { text: names.dataSet(lang, provider) },
        value: { text: `${names.agency(lang, provider)}${t("web.colon")}${names.fields(lang, provider, fields)}` },
      })),
    })}`;
  const byLaw = service.sources.filter((one) => one.byLaw !== undefined);
  const agreed = service.sources.filter((one) => one.byLaw === undefined);
  return html`<h2>${t("portal.service.fetched")}</h2>${listed(agreed, t("portal.service.fetched-how", { agency }))}
    ${listed(byLaw, t("portal.service.fetched-by-law", { agency }))}${steps}`;
}
