import { button, startArrow } from "@troad/design";
import { html } from "@troad/html";
import { kernelFailure, seeOther } from "@troad/kernel";
import { hidden } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Asking, CasePages } from "./parts.ts";

type Parts = Pick<CasePages, "site" | "services" | "nationalId"> & Asking<"open">;

/** Opens an application to a service, from the portal's page of that service. */
export function beginPages(app: FastifyInstance, { site, services, cases, nationalId }: Parts): void {
  const serviceIn = (request: FastifyRequest): string => {
    const { service } = request.params as { service: string };
    if (!services.services.some(({ id }) => id === service)) throw kernelFailure("request.not-found");
    return service;
  };
  const start: Parameters<typeof site.signedIn>[1] = async (request, { subject, name }, reply) => {
    const id = await nationalId(request);
    if (!id) throw kernelFailure("request.invalid", { reason: "national_id" });
    const opened = await cases.open({ service: serviceIn(request), subject, nationalId: id, name });
    return seeOther(reply, `/cases/${opened.id}/form`);
  };
  const beginOf = (request: FastifyRequest): string => `/services/${serviceIn(request)}/begin`;
  app.post("/services/:service/start", hidden, site.signedIn(["citizen"], start, { returnTo: beginOf }));
  /** After signing in the citizen comes back here. The page only asks: a link from elsewhere must not open an application. */
  app.get(
    "/services/:service/begin",
    hidden,
    site.signedIn(["citizen"], async (request, { name: person }) => {
      const { t, lang } = request;
      const service = serviceIn(request);
      const name = services.text(lang, service, "name");
      const go = button({ html: html`${t("cases.begin.start")}${startArrow}`, classes: "tr-button--start" });
      const content = html`<h1>${name}</h1><p class="tr-lead">${t("cases.begin.as", { name: person })}</p>
        <form method="post" action="/services/${service}/start">${go}</form>`;
      const catalogue = site.href("portal", "/services");
      return { title: name, content, path: catalogue ? [{ href: catalogue, text: t("portal.services.title") }] : [] };
    }),
  );
}
