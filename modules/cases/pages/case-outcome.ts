import { button, formatDate, panel, summaryList } from "@troad/design";
import { type Html, html } from "@troad/html";
import { reasonOf, uiOf } from "@troad/web";
import type { FastifyRequest } from "fastify";
import type { CaseView } from "../api.ts";
import { grantedOf, whyOf } from "./ending.ts";
import type { CasePages } from "./parts.ts";

export type Reader = "citizen" | "officer";
type Parts = Pick<CasePages, "site" | "names" | "services">;

/** What has become of a case so far. */
export function outcomeOf(parts: Parts, request: FastifyRequest, found: CaseView, reader: Reader): Html | undefined {
  const { t } = request;
  if (found.state === "collecting" || found.state === "deciding")
    return html`${underWay(request, found, reader)}${issuedSoFar(request, found, reader)}`;
  if (found.state === "waiting" || found.state === "reviewing" || found.state === "closed")
    return html`<p role="status">${stepText(parts, request, found)}${t(`cases.case.${found.state}`)}</p>
      ${issuedSoFar(request, found, reader)}`;
  if (found.state === "withdrawn") return html`<p>${t("cases.case.withdrawn")}</p>`;
  if (found.stopped) return stopped(parts, request, found, found.stopped, reader);
  const granted = grantedOf(found);
  if (granted === null) return undefined;
  return granted ? grant(parts, request, found, reader) : refusal(parts, request, found, reader);
}

/** The step on which a case stands, where the service has a name for it. */
const stepText = ({ services }: Parts, { t, lang }: FastifyRequest, { named, step }: CaseView): Html | undefined => {
  const text = step ? services.ownText(lang, named, `step.${step.id}`) : undefined;
  return text === undefined ? undefined : html`<strong>${text}</strong>${t("web.colon")}`;
};

function underWay({ t }: FastifyRequest, { id, state }: CaseView, reader: Reader): Html {
  const again = html`<p><a class="tr-link" href="/cases/${id}">${t("cases.case.look-again")}</a></p>`;
  const text = t(state === "deciding" ? "cases.case.deciding" : "cases.case.working");
  return html`<p role="status">${text}</p>${reader === "citizen" && again}`;
}

type Stop = NonNullable<CaseView["stopped"]>;

function stopped({ names }: Parts, request: FastifyRequest, found: CaseView, stop: Stop, reader: Reader): Html {
  const { t, lang } = request;
  const source = found.sources.find(({ id }) => id === stop.source);
  const reason = reasonOf(request, stop.code);
  const text = source
    ? t("cases.case.stopped", { agency: names.agency(lang, source.provider), reason })
    : t("cases.case.stopped-here", { reason });
  return html`${uiOf(request).warningText({ text })}${reader === "citizen" && goOn(request, found)}`;
}

/** The applicant tries again, or gives up. */
function goOn({ t }: FastifyRequest, { id, step }: CaseView): Html {
  // data are asked for under a consent, which is given again; other steps are done again as they were
  const asks = step?.kind === "collect" ? "" : "-here";
  const resume = button({ text: t(`cases.case.resume${asks}`) });
  const withdraw = button({ text: t("cases.case.withdraw"), classes: "tr-button--secondary" });
  return html`<p>${t(`cases.case.resume-why${asks}`)}</p><div class="tr-button-group">
    <form method="post" action="/cases/${id}/resume">${resume}</form>
    <form method="post" action="/cases/${id}/withdraw">${withdraw}</form></div>`;
}

function grant(parts: Parts, request: FastifyRequest, found: CaseView, reader: Reader): Html {
  const { t, lang } = request;
  const { services } = parts;
  const text = whyOf(parts, request, found);
  const figures = services
    .figuresOf(lang, found.named, found.decision?.values ?? {})
    .map(({ key, value }) => ({ key: { text: key }, value: { text: value } }));
  const next = reader === "citizen" ? services.ownText(lang, found.named, "next.granted") : undefined;
  return html`${panel({ titleText: t("cases.case.granted"), headingLevel: 2, ...(text === "" ? {} : { text }) })}${summaryList({ rows: figures })}
    ${next && html`<h2>${t("cases.case.next")}</h2><p>${next}</p>`}
    ${found.certificate && certificateLink(request, found.id, found.certificate.code, reader)}`;
}

/** Days after the one on which a decision arrives in which one may object (訴願法 section 14 paragraph 1). */
const objectionDays = 30;
const dayMs = 86_400_000;

/** A refusal: why, what to do, and where and until when to object. It has nothing of the look of a success. */
function refusal(parts: Parts, request: FastifyRequest, found: CaseView, reader: Reader): Html {
  const { t, lang } = request;
  const { names, services } = parts;
  const why = whyOf(parts, request, found);
  const title = html`<h2 class="tr-notice__title">${t("cases.case.refused")}</h2>`;
  const panelOf = html`<div class="tr-notice tr-notice--outcome">${title}${why !== "" && html`<p>${why}</p>`}</div>`;
  if (reader === "officer") return panelOf;
  const what = services.ownText(lang, found.named, "next.refused") ?? t("cases.case.refused-next");
  const endedAt = found.actions.findLast(({ type }) => type === "ended" || type === "decided")?.at ?? found.createdAt;
  const until = formatDate(new Date(Date.parse(endedAt) + objectionDays * dayMs), { lang });
  const service = services.find(found.named);
  const agency = service ? names.agency(lang, service.agency) : "";
  const appeal = html`<h2>${t("cases.case.appeal-title")}</h2><p>${t("cases.case.appeal-until", { agency, until })}</p>`;
  const again = parts.site.href("portal", `/services/${found.service}`);
  return html`${panelOf}<h2>${t("cases.case.refused-do")}</h2><p>${what}</p>
    ${again && html`<p><a class="tr-button tr-button--secondary" href="${again}">${t("cases.case.apply-again")}</a></p>`}
    ${!service?.hasRemedies && appeal}`;
}

/** What was issued while the case goes on, such as the receipt of a return. */
const issuedSoFar = (request: FastifyRequest, { id, certificate }: CaseView, reader: Reader): Html | null =>
  certificate && certificateLink(request, id, certificate.code, reader);

/** The applicant sees the certificate, an officer what everybody can check of it. */
const certificateLink = ({ t }: FastifyRequest, id: string, code: string, reader: Reader): Html =>
  reader === "citizen"
    ? html`<p><a class="tr-button" href="/cases/${id}/certificate">${t("cases.case.certificate")}</a></p>`
    : html`<p><a class="tr-link" href="/verify/${code}">${t("cases.case.verify")}</a></p>`;
