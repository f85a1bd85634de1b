import { html } from "@troad/html";
import { type ServiceItem, uiOf, type View } from "@troad/web";
import type { FastifyRequest } from "fastify";
import type { CaseForm } from "../api.ts";
import type { CasePages } from "./parts.ts";

type Parts = Pick<CasePages, "names" | "services">;

/** For those who do not agree: what happens now, and how to apply on paper. */
export function declinedPage(
  { names, services }: Parts,
  request: FastifyRequest,
  { form, service }: { form: CaseForm; service: ServiceItem },
): View {
  const { t, lang } = request;
  const title = t("cases.declined.title");
  const agency = names.agency(lang, service.agency);
  const paper = services.ownText(lang, service.id, "paper") ?? t("cases.declined.paper", { agency });
  const content = html`${uiOf(request).backLink({ href: `/cases/${form.id}/check` })}
    <h1>${title}</h1><p class="tr-lead">${t("cases.declined.nothing")}</p><p>${t("cases.declined.kept")}</p>
    <h2>${t("cases.declined.paper-title")}</h2><p>${paper}</p>
    <h2>${t("cases.declined.else")}</h2><ul class="tr-list tr-list--bullet">
    <li><a class="tr-link" href="/cases/${form.id}/check">${t("cases.declined.back")}</a></li>
    <li><a class="tr-link" href="/cases/${form.id}/delete">${t("cases.delete.title")}</a></li></ul>`;
  return { title, content };
}
