import { button, card, cardGrid, insetText, section, startArrow, summaryList } from "@troad/design";
import { type Html, html } from "@troad/html";
import { kernelFailure } from "@troad/kernel";
import { hidden, type ServiceItem, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { PortalPages } from "./parts.ts";

type Parts = Pick<PortalPages, "site" | "names" | "services">;

/** The services, by life event, and the first page of each. Applications begin where cases are. */
export function servicePages(app: FastifyInstance, parts: Parts): void {
  const { site, services } = parts;
  app.get(
    "/services",
    hidden,
    site.open(async (request) => listPage(parts, request)),
  );
  app.get(
    "/services/:service",
    hidden,
    site.open(async (request) => {
      const { service } = request.params as { service: string };
      const found = services.services.find(({ id }) => id === service);
      if (!found) throw kernelFailure("request.not-found");
      return servicePage(parts, request, found);
    }),
  );
}

function listPage(parts: Parts, request: FastifyRequest): View {
  const { t, lang } = request;
  const title = t("portal.services.title");
  const events = [...new Set(parts.services.services.map((service) => service.lifeEvent))];
  const groups = events.map((event) =>
    section({
      title: { text: parts.services.lifeEventName(lang, event) },
      content: cardGrid(serviceCards(parts, request, event)),
    }),
  );
  return { title, content: html`<h1>${title}</h1><p class="tr-lead">${t("portal.services.lead")}</p>${groups}`, path: [] };
}

function servicePage(parts: Parts, request: FastifyRequest, service: ServiceItem): View {
  const { t, lang } = request;
  const { names, services } = parts;
  const text = (key: string): string => services.text(lang, service.id, key);
  const sources = summaryList({
    rows: service.sources.map(({ provider, fields }) => ({
      key: { text: names.dataSet(lang, provider) },
      value: { text: `${names.agency(lang, provider)}${t("web.colon")}${names.fields(lang, provider, fields)}` },
    })),
  });
  const fetched = t("portal.service.fetched-how", { agency: names.agency(lang, service.agency) });
  const content = html`<h1>${text("name")}</h1><p class="tr-lead">${text("summary")}</p>
    <h2>${t("portal.service.who")}</h2><p>${text("who")}</p>
    <h2>${t("portal.service.need")}</h2><p>${text("need")}</p>
    <h2>${t("portal.service.fetched")}</h2><p>${fetched}</p>${sources}
    ${startForm(parts, request, service)}`;
  return { title: text("name"), content, path: [{ href: "/services", text: t("portal.services.title") }] };
}

/** The way to an application; where cases are out of reach, the page says so. */
function startForm({ site }: Parts, { t }: FastifyRequest, { id }: ServiceItem): Html {
  const action = site.href("cases", `/services/${id}/start`);
  if (!action) return insetText({ text: t("portal.service.away") });
  const start = button({ html: html`${t("portal.service.start")}${startArrow}`, classes: "tr-button--start" });
  return html`<form method="post" action="${action}">${start}</form>`;
}

export const serviceCards = ({ names, services }: Parts, { lang }: FastifyRequest, lifeEvent?: string): Html[] =>
  services.services
    .filter((service) => lifeEvent === undefined || service.lifeEvent === lifeEvent)
    .map(({ id, agency }) =>
      card({
        href: `/services/${id}`,
        title: { text: services.text(lang, id, "name") },
        body: { text: services.text(lang, id, "summary") },
        meta: { text: names.agency(lang, agency) },
      }),
    );
