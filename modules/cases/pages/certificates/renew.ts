import { button, time } from "@troad/design";
import { html } from "@troad/html";
import { CodedError, kernelFailure, seeOther } from "@troad/kernel";
import { hidden, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { answers, askedSources, lawfulSources, needsConsent } from "../check.ts";
import { type Asking, type CasePages, certificateText, idIn } from "../parts.ts";
import { askForCard } from "../proof.ts";

type Parts = Pick<CasePages, "site" | "names" | "services" | "banks" | "places"> & Asking<"ownCertificate" | "form" | "renew">;

/** The next certificate with one button: what will be submitted again and who will be asked stands above it. */
export function renewPages(app: FastifyInstance, parts: Parts): void {
  const { site, cases } = parts;
  const address = (request: FastifyRequest): string => `/cases/${idIn(request)}/renew`;
  app.get(
    "/cases/:id/renew",
    hidden,
    site.signedIn(["citizen"], async (request, session): Promise<View> => {
      const { t, lang } = request;
      const id = idIn(request);
      const issued = await cases.ownCertificate({ id, subject: session.subject });
      if (!issued?.renewable) throw kernelFailure("request.not-found");
      const form = await cases.form({ id, subject: session.subject });
      const service = parts.services.find(form.service);
      if (!service) throw kernelFailure("request.not-found");
      const consent = needsConsent(service);
      const agency = parts.names.agency(lang, service.agency);
      const asked = html`<h2>${t("cases.consent.title")}</h2><p>${t("cases.consent.lead", { agency })}</p>${askedSources(parts, request, service)}
        <p class="tr-hint">${t("cases.consent.once")}</p>`;
      const title = t("cases.renew.title");
      const label = t(consent ? "cases.renew.agree" : "cases.renew.do");
      const until = issued.validUntil && html` ${time(issued.validUntil, { lang, show: "date" })}`;
      const content = html`<h1>${title}</h1>
        <p class="tr-lead">${certificateText(parts.services, lang, issued, "title")}${t("web.comma")}${t("cases.verify.until")}${until}</p>
        <p>${t("cases.renew.lead")}</p><h2>${t("cases.check.answers")}</h2>${answers(parts, request, { service, form: { ...form, open: null } })}
        ${lawfulSources(parts, request, service)}${consent && asked}
        ${
          askForCard(parts, request, { service, session, returnTo: address(request) }) ??
          html`<form method="post" action="${address(request)}" novalidate>${button({ text: label })}</form>`
        }
        <p class="tr-after-form"><a class="tr-link" href="/services/${service.id}/begin">${t("cases.renew.anew")}</a></p>`;
      return {
        title,
        content,
        path: [{ href: `/cases/${id}/certificate`, text: certificateText(parts.services, lang, issued, "title") }],
      };
    }),
  );
  app.post(
    "/cases/:id/renew",
    hidden,
    site.signedIn(
      ["citizen"],
      async (request, { subject, proof }, reply) => {
        const done = await cases.renew({ id: idIn(request), subject, proof }).catch((error: unknown) => {
          // a second click: the first has begun the next one
          if (error instanceof CodedError && error.code === "case.not-open") return undefined;
          throw error;
        });
        if (!done) return seeOther(reply, "/cases");
        if (done.outcome === "open" || done.outcome === "begun") return seeOther(reply, `/cases/${done.id}/form`);
        return seeOther(reply, done.outcome === "stands" ? `/cases/${done.id}?stands=1` : `/cases/${done.id}`);
      },
      { returnTo: address },
    ),
  );
}
