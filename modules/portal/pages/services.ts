import { button, startArrow, summaryList } from "@troad/design";
import { type Html, html } from "@troad/html";
import { kernelFailure, seeOther } from "@troad/kernel";
import type { FastifyRequest } from "fastify";
import type { PageFile, Portal } from "../portal.ts";

const hidden = { schema: { hide: true } };

/** What a service asks of other agencies, so that one need not bring it. */
export function sourcesOf(portal: Portal, request: FastifyRequest, id: string): Html | undefined {
  const { t, lang } = request;
  const service = portal.services.find((one) => one.id === id);
  if (!service || service.sources.length === 0) return undefined;
  const sources = summaryList({
    rows: service.sources.map((source) => ({
      key: { text: portal.names.dataSet(lang, source.provider) },
      value: {
        text: `${portal.names.agency(lang, source.provider)}${t("web.colon")}${portal.names.fields(lang, source.provider, source.fields)}`,
      },
    })),
  });
  const how = t("portal.service.fetched-how", { agency: portal.names.agency(lang, service.agency) });
  return html`<h2>${t("portal.service.fetched")}</h2><p>${how}</p>${sources}`;
}

/** Where an application begins. */
export const servicePages: PageFile = (app, portal) => {
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
