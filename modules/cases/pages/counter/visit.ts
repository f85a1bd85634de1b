import { formatDateTime } from "@troad/design";
import { type Html, html } from "@troad/html";
import type { FastifyRequest } from "fastify";
import type { CaseView } from "../../api.ts";
import type { CasePages } from "../parts.ts";

/** What waits at a counter for the person of a case: the time that they booked, or where to book one. */
export function visitBox(
  { site }: Pick<CasePages, "site">,
  { t, lang }: FastifyRequest,
  { id, service, step, actions }: Pick<CaseView, "id" | "service" | "step" | "actions">,
): Html | undefined {
  const times = site.href("appointments", `/appointments?service=${service}&case=${id}`);
  if (!step?.counter || !times) return undefined;
  const last = actions.findLast(
    ({ type, data }) => type === "counter-visit" && data.step === step.id && data.visit === step.visit,
  )?.data;
  const when = last ? formatDateTime(String(last.at), { lang }) : "";
  const own = site.href("appointments", `/me/appointments/${String(last?.booking)}`);
  const title = html`<h2>${t("cases.visit.title")}</h2>`;
  if (last && own && (last.what === "booked" || last.what === "moved"))
    return html`<section>${title}<p>${t("cases.visit.booked", { when })}</p>
      <p><a class="tr-link" href="${own}">${t("cases.visit.change")}</a></p></section>`;
  const lead = last?.what === "missed" ? t("cases.visit.missed", { when }) : t("cases.visit.lead");
  return html`<section>${title}<p>${lead}</p><p><a class="tr-button" href="${times}">${t("cases.visit.book")}</a></p></section>`;
}
