import { type Html, html } from "@troad/html";
import type { FastifyRequest } from "fastify";
import type { Journey } from "../api.ts";
import { chosenOf, type JourneyPages } from "./parts.ts";

type Parts = Pick<JourneyPages, "services" | "names">;

/** Whether the applicant has to agree to any read: where a law allows every one, nobody is asked. */
export const needsConsent = ({ services }: Pick<Parts, "services">, view: Journey): boolean =>
  chosenOf(view).some(({ service }) => services.find(service)?.sources.some(({ byLaw }) => byLaw === undefined));

/** Each read of all services, by the agency that gives the data: what, for which service, by which article or with consent. */
export function readsByAgency({ services, names }: Parts, { t, lang }: FastifyRequest, view: Journey): Html {
  const reads = chosenOf(view).flatMap(({ service }) =>
    (services.find(service)?.sources ?? []).map((source) => ({ service, ...source })),
  );
  const agencies = [...new Set(reads.map(({ provider }) => names.agency(lang, provider)))];
  const listed = agencies.map((agency) => {
    const own = reads.filter(({ provider }) => names.agency(lang, provider) === agency);
    const items = own.map(({ id, service, provider, fields, byLaw }) => {
      const purpose = services.ownText(lang, service, `purpose.${id}`);
      const ground = byLaw === undefined ? t("journeys.reads.consent") : services.text(lang, service, byLaw);
      return html`<li><strong>${names.dataSet(lang, provider)}</strong>${t("web.colon")}${names.fields(lang, provider, fields)}
        <br>${t("journeys.reads.for", { service: services.text(lang, service, "name") })}${purpose && html`<br>${purpose}`}
        <br><span class="tr-hint">${ground}</span></li>`;
    });
    return html`<h3>${agency}</h3><ul class="tr-list tr-list--bullet">${items}</ul>`;
  });
  return html`<h2>${t("journeys.reads.title")}</h2><p>${t("journeys.reads.lead")}</p>${listed}`;
}
