import { button, summaryList, time } from "@troad/design";
import { type Html, html } from "@troad/html";
import { uiOf, type View } from "@troad/web";
import type { FastifyRequest } from "fastify";
import type { ApplicationView } from "../../api.ts";
import type { RoadPages } from "../parts.ts";

type Parts = Pick<RoadPages, "names" | "purposeOf" | "applyAt">;

/** One right, or what was applied for, with its terms and history, and the actions open to the reader's agency. */
export function applicationView(parts: Parts, request: FastifyRequest, agency: string, found: ApplicationView): View {
  const { t, lang } = request;
  const title = parts.names.dataSet(lang, found.provider);
  const history = found.actions.map((one) => html`<li>${time(one.at, { lang })} ${t(`road.access.action.${one.type}`)}</li>`);
  const content = html`<h1>${title}</h1>${facts(parts, request, found)}
    <h2>${t("road.access.history")}</h2><ol class="tr-list tr-list--number">${history}</ol>
    ${choices(parts, request, agency, found)}`;
  return { title, content, path: [{ href: "/access", text: t("road.access.title") }] };
}

function facts({ names, purposeOf }: Parts, { t, lang }: FastifyRequest, found: ApplicationView): Html {
  const terms = found.granted ?? found.asked;
  const row = (key: string, text: string) => ({ key: { text: t(`road.access.${key}`) }, value: { text } });
  const operations = terms.endpoints.map(({ method, path }) => `${method} ${path}`).join(t("web.comma"));
  const rows = [
    row("state", t(`road.access.state.${found.state}`)),
    row("subsystem", found.consumer),
    row("service", found.provider),
    row("purpose", purposeOf(lang, found.id) ?? terms.purpose),
    row("legal-basis", terms.legalBasis),
    row("fields", names.fields(lang, found.provider, terms.fields)),
    row("endpoints", operations || t("road.access.whole-service")),
    row("volume", String(terms.volume)),
    row("valid-until", terms.validUntil ?? t("road.access.no-end")),
    row("consent", t(terms.consentRequired ? "road.access.consent-needed" : "road.access.consent-not")),
    ...(found.reason ? [row("reason", found.reason)] : []),
  ];
  return summaryList({ rows });
}

/** The provider ends a right, and so does its holder; what was applied for before applications were cases is applied for anew. */
function choices(parts: Parts, request: FastifyRequest, agency: string, found: ApplicationView): Html {
  const { t } = request;
  const member = parts.names.member(agency);
  const isOf = (identifier: string): boolean => identifier.split("/").slice(1, 3).join("/") === member;
  const [isProvider, isConsumer] = [isOf(found.provider), isOf(found.consumer)];
  const [isSubmitted, isApproved] = [found.state === "submitted", found.state === "approved"];
  const anew = html`<p>${t("road.access.former")}</p>
    <p><a class="tr-link" href="${parts.applyAt}">${t("road.access.anew")}</a></p>`;
  return html`${isSubmitted && anew}
    ${isProvider && isApproved && html`<h2>${t("road.access.revoke")}</h2>${revokeForm(request, found.id)}`}
    ${isConsumer && (isSubmitted || isApproved) && withdrawForm(request, found.id)}`;
}

function withdrawForm({ t }: FastifyRequest, id: string): Html {
  const withdraw = button({ text: t("road.access.withdraw"), classes: "tr-button--secondary" });
  return html`<form method="post" action="/access/${id}/withdraw">${withdraw}</form>`;
}

function revokeForm(request: FastifyRequest, id: string): Html {
  const { t } = request;
  const label = { text: t("road.access.reason"), classes: "tr-label--m" };
  const reason = uiOf(request).textarea({ id: "reason-revoke", name: "reason", label });
  const send = button({ text: t("road.access.revoke"), classes: "tr-button--warning" });
  return html`<form method="post" action="/access/${id}/revoke" novalidate>${reason}${send}</form>`;
}
