import { button, card, cardGrid, section, startArrow, summaryList } from "@troad/design";
import { html } from "@troad/html";
import { kernelFailure, seeOther } from "@troad/kernel";
import type { FastifyRequest } from "fastify";
import type { PageFile, Portal } from "../portal.ts";

const hidden = { schema: { hide: true } };

/** The catalogue, by life event, and the first page of each service. */
export const servicePages: PageFile = (app, portal) => {
  app.get(
    "/services",
    hidden,
    portal.site.open(async (request) => {
      const { t, lang } = request;
      const events = [...new Set(portal.services.map((service) => service.lifeEvent))];
      const groups = events.map((event) =>
        section({ title: { text: portal.lifeEventName(lang, event) }, content: cardGrid(serviceCards(portal, request, event)) }),
      );
      return {
        title: t("portal.services.title"),
        content: html`<h1>${t("portal.services.title")}</h1><p class="tr-lead">${t("portal.services.lead")}</p>${groups}`,
        path: [],
      };
    }),
  );

  app.get(
    "/services/:service",
    hidden,
    portal.site.open(async (request) => {
      const { t, lang } = request;
      const service = find(portal, request);
      const text = (key: string): string => portal.serviceText(lang, service.id, key);
      const sources = summaryList({
        rows: service.sources.map((source) => ({
          key: { text: portal.names.dataSet(lang, source.provider) },
          value: {
            text: `${portal.names.agency(lang, source.provider)}${t("web.colon")}${portal.names.fields(lang, source.provider, source.fields)}`,
          },
        })),
      });
      const content = html`<h1>${text("name")}</h1><p class="tr-lead">${text("summary")}</p>
      <h2>${t("portal.service.who")}</h2><p>${text("who")}</p>
      <h2>${t("portal.service.need")}</h2><p>${text("need")}</p>
      <h2>${t("portal.service.fetched")}</h2><p>${t("portal.service.fetched-how", { agency: portal.names.agency(lang, service.agency) })}</p>${sources}
      <form method="post" action="/services/${service.id}/start">${button({ html: html`${t("portal.service.start")}${startArrow}`, classes: "tr-button--start" })}</form>`;
      return { title: text("name"), content, path: [{ href: "/services", text: t("portal.services.title") }] };
    }),
  );

  app.post("/services/:service/start", hidden, async (request, reply) => {
    const service = find(portal, request);
    const session = await portal.sessions.current(request);
    if (!session) return seeOther(reply, `/auth/sign-in?return=${encodeURIComponent(`/services/${service.id}/begin`)}`);
    return begin(service.id)(request, reply);
  });
  /** After signing in the citizen comes back here. The page only asks: a link from elsewhere must not open an application. */
  app.get(
    "/services/:service/begin",
    hidden,
    portal.site.signedIn(["citizen"], async (request, session) => {
      const { t, lang } = request;
      const service = find(portal, request);
      const name = portal.serviceText(lang, service.id, "name");
      const start = button({ html: html`${t("portal.service.begin")}${startArrow}`, classes: "tr-button--start" });
      const content = html`<h1>${name}</h1><p class="tr-lead">${t("portal.service.begin-as", { name: session.name })}</p>
        <form method="post" action="/services/${service.id}/start">${start}</form>`;
      return { title: name, content, path: [{ href: "/services", text: t("portal.services.title") }] };
    }),
  );

  const begin = (serviceId: string) =>
    portal.site.signedIn(["citizen"], async (_request, session, reply) => {
      if (!session.nationalId) throw kernelFailure("request.invalid", { reason: "national_id" });
      const { id } = await portal.cases.open({
        service: serviceId,
        subject: session.subject,
        nationalId: session.nationalId,
        name: session.name,
      });
      return seeOther(reply, `/cases/${id}/form`);
    });
};

function find(portal: Portal, request: FastifyRequest) {
  const { service } = request.params as { service: string };
  const found = portal.services.find(({ id }) => id === service);
  if (!found) throw kernelFailure("request.not-found");
  return found;
}

export const serviceCards = (portal: Portal, request: FastifyRequest, lifeEvent?: string) =>
  portal.services
    .filter((service) => lifeEvent === undefined || service.lifeEvent === lifeEvent)
    .map((service) =>
      card({
        href: `/services/${service.id}`,
        title: { text: portal.serviceText(request.lang, service.id, "name") },
        body: { text: portal.serviceText(request.lang, service.id, "summary") },
        meta: { text: portal.names.agency(request.lang, service.agency) },
      }),
    );
