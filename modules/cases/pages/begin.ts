import { button, startArrow } from "@troad/design";
import { html } from "@troad/html";
import { kernelFailure, seeOther } from "@troad/kernel";
import { hidden, posted, uiOf } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { type Asking, applicants, type CasePages } from "./parts.ts";

type Parts = Pick<CasePages, "site" | "services" | "nationalId"> & Asking<"open" | "principals">;

/** Who applies for themselves, although they might for others. */
const oneself = "oneself";

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
    const service = serviceIn(request);
    const mandate = posted(request, "for", 60);
    // who may apply for others as well says for whom
    if (mandate === "" && (await cases.principals({ service, subject })).length > 0)
      return seeOther(reply, `/services/${service}/begin`);
    const whose = mandate === "" || mandate === oneself ? {} : { mandate };
    const opened = await cases.open({ service, subject, nationalId: id, name, ...whose });
    return seeOther(reply, `/cases/${opened.id}/form`);
  };
  const beginOf = (request: FastifyRequest): string => `/services/${serviceIn(request)}/begin`;
  app.post("/services/:service/start", hidden, site.signedIn(applicants, start, { returnTo: beginOf }));
  /** After signing in the citizen comes back here. The page only asks: a link from elsewhere must not open an application. */
  app.get(
    "/services/:service/begin",
    hidden,
    site.signedIn(applicants, async (request, { name: person, subject }) => {
      const { t, lang } = request;
      const service = serviceIn(request);
      const name = services.text(lang, service, "name");
      const go = button({ html: html`${t("cases.begin.start")}${startArrow}`, classes: "tr-button--start" });
      const principals = await cases.principals({ service, subject });
      const choices = principals.map((one) => ({
        value: one.mandate,
        text: t(`cases.begin.for-${one.kind}`, { name: one.name }),
      }));
      const whose =
        choices.length > 0 &&
        uiOf(request).radios({
          ...{ name: "for", idPrefix: "for", fieldset: { legend: { text: t("cases.begin.for") } } },
          items: [{ value: oneself, text: t("cases.begin.for-oneself", { name: person }), checked: true }, ...choices],
        });
      const lead = choices.length === 0 && html`<p class="tr-lead">${t("cases.begin.as", { name: person })}</p>`;
      const content = html`<h1>${name}</h1>${lead}
        <form method="post" action="/services/${service}/start">${whose}${go}</form>`;
      const catalogue = site.href("portal", "/services");
      return { title: name, content, path: catalogue ? [{ href: catalogue, text: t("portal.services.title") }] : [] };
    }),
  );
}
