import { button, summaryList } from "@troad/design";
import { type Field, holds } from "@troad/forms";
import { type Html, html } from "@troad/html";
import { type ServiceItem, type Session, uiOf, type View } from "@troad/web";
import type { FastifyRequest } from "fastify";
import { type Answering, originIn } from "./fill/form.ts";
import { fromText, shownAnswer } from "./fill/shown.ts";
import type { CasePages } from "./parts.ts";
import { askForCard } from "./proof.ts";
import { stepLine } from "./question.ts";

type Parts = Pick<CasePages, "site" | "names" | "services" | "banks" | "places">;
type Checked = Pick<Answering, "form" | "service">;

/** All answers, and what will be asked of whom; `missing` where the citizen did not agree. Where a card is wanted, that is asked for first. */
export function checkPage(
  parts: Parts,
  request: FastifyRequest,
  { service, form, base }: Answering,
  { missing, session }: { missing: boolean; session: Session },
): View {
  const { t, lang } = request;
  const ui = uiOf(request);
  const title = t("cases.check.title");
  const problem = missing ? t("cases.consent.missing") : undefined;
  const agree = ui.radios({
    name: "agree",
    idPrefix: "agree",
    ...(problem ? { errorMessage: { text: problem } } : {}),
    fieldset: { legend: { text: t("cases.consent.question"), classes: "tr-fieldset__legend--m" } },
    items: [
      { value: "yes", text: t("cases.consent.agree") },
      { value: "no", text: t("cases.consent.decline"), hint: { text: t("cases.consent.decline-then") } },
    ],
  });
  const summary =
    problem && ui.errorSummary({ titleText: t("web.form.problem"), errorList: [{ text: problem, href: "#agree" }] });
  const agency = parts.names.agency(lang, service.agency);
  const consent = needsConsent(service);
  const asked = html`<h2>${t("cases.consent.title")}</h2><p>${t("cases.consent.lead", { agency })}</p>${askedSources(parts, request, service)}
    <p class="tr-hint">${t("cases.consent.once")}</p>`;
  const declined = html`<p class="tr-after-form"><a class="tr-link" href="/cases/${form.id}/declined">${t("cases.consent.what-if")}</a></p>`;
  const last = form.pages.at(-1);
  const steps = form.pages.length + 1;
  const content = html`${last && ui.backLink({ href: `${base}/${last.id}` })}${summary}
    ${stepLine(parts, request, service.id, { at: steps, of: steps })}
    <h1>${title}</h1><h2>${t("cases.check.answers")}</h2>${answers(parts, request, { service, form }, base)}
    ${lawfulSources(parts, request, service)}${consent && asked}
    ${
      askForCard(parts, request, { service, session, returnTo: `/cases/${form.id}/check` }) ??
      html`<form method="post" action="/cases/${form.id}/check" novalidate>${consent && agree}${button({ text: t("cases.check.hand-in") })}</form>`
    }
    ${consent && declined}`;
  return { title: missing ? `${t("web.form.error-word")}${t("web.colon")}${title}` : title, content };
}

/**
 * Every question on the way with its answer, also where that was left empty. Below `base` each can be changed while nothing was submitted, but
 * for those that the step brings.
 */
export function answers(parts: Omit<Parts, "site">, request: FastifyRequest, { service, form }: Checked, base?: string): Html {
  const { t, lang } = request;
  const label = (field: Field): string => parts.services.text(lang, service.id, field.label);
  const row = (page: string, field: Field) => {
    const origin = originIn(form, field.name);
    const change = { href: `${base}/${page}`, text: t("web.form.change"), visuallyHiddenText: label(field) };
    return {
      key: { text: label(field) },
      value: {
        html: html`${shownAnswer(parts, request, { service, form }, field)}${
          origin !== undefined && html`<br><span class="tr-hint">${fromText(parts, request, origin)}</span>`
        }`,
      },
      ...(base !== undefined && origin === undefined ? { actions: { items: [change] } } : {}),
    };
  };
  const given = form.pages.flatMap(({ id, fields }) =>
    fields.filter(({ showWhen }) => holds(showWhen, form.answers)).map((field) => row(id, field)),
  );
  return summaryList({ rows: given });
}

/** Whether the applicant has to agree to anything: where a law allows every read, nobody is asked. */
export const needsConsent = ({ sources }: ServiceItem): boolean => sources.some(({ byLaw }) => byLaw === undefined);

type Naming = Pick<Parts, "names" | "services">;

/** Which agency gives which data with the applicant's consent, and what for. */
export const askedSources = (parts: Naming, request: FastifyRequest, service: ServiceItem): Html =>
  sourceList(
    parts,
    request,
    service,
    service.sources.filter(({ byLaw }) => byLaw === undefined),
  );

/** What is read by law, and by which article; undefined where nothing is. */
export function lawfulSources(parts: Naming, request: FastifyRequest, service: ServiceItem): Html | undefined {
  const { t, lang } = request;
  const sources = service.sources.filter(({ byLaw }) => byLaw !== undefined);
  if (sources.length === 0) return undefined;
  const lead = t("cases.by-law.lead", { agency: parts.names.agency(lang, service.agency) });
  return html`<h2>${t("cases.by-law.title")}</h2><p>${lead}</p>${sourceList(parts, request, service, sources)}`;
}

export function sourceList(
  { names, services }: Naming,
  { t, lang }: FastifyRequest,
  service: ServiceItem,
  sources: ServiceItem["sources"],
): Html {
  const items = sources.map(({ id, provider, fields, byLaw }) => {
    const purpose = services.text(lang, service.id, `purpose.${id}`);
    const article = byLaw !== undefined && html`<br><span class="tr-hint">${services.text(lang, service.id, byLaw)}</span>`;
    return html`<li><strong>${names.agency(lang, provider)}</strong>${t("web.colon")}${names.dataSet(lang, provider)}
      <br>${purpose}<br><span class="tr-hint">${names.fields(lang, provider, fields)}</span>${article}</li>`;
  });
  return html`<ul class="tr-list tr-list--bullet">${items}</ul>`;
}
