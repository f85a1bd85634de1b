import { button, formatMoney, summaryList } from "@troad/design";
import type { Field } from "@troad/forms";
import { type Html, html } from "@troad/html";
import { answerText, type ServiceItem, uiOf, type View } from "@troad/web";
import type { FastifyRequest } from "fastify";
import type { CaseForm } from "../api.ts";
import type { CasePages } from "./parts.ts";

type Parts = Pick<CasePages, "names" | "services">;
type Checked = { form: CaseForm; service: ServiceItem };

/** All answers, and what will be asked of whom; `missing` where the citizen did not agree. */
export function checkPage(parts: Parts, request: FastifyRequest, { service, form }: Checked, missing: boolean): View {
  const { t, lang } = request;
  const ui = uiOf(request);
  const title = t("cases.check.title");
  const problem = missing ? t("cases.consent.missing") : undefined;
  const agree = ui.checkboxes({
    name: "agree",
    idPrefix: "agree",
    ...(problem ? { errorMessage: { text: problem } } : {}),
    fieldset: { legend: { text: t("cases.consent.question"), classes: "tr-fieldset__legend--m" } },
    items: [{ value: "yes", text: t("cases.consent.agree") }],
  });
  const summary =
    problem && ui.errorSummary({ titleText: t("web.form.problem"), errorList: [{ text: problem, href: "#agree" }] });
  const lead = t("cases.consent.lead", { agency: parts.names.agency(lang, service.agency) });
  const content = html`${summary}
    <h1>${title}</h1><h2>${t("cases.check.answers")}</h2>${answers(parts, request, { service, form })}
    <h2>${t("cases.consent.title")}</h2><p>${lead}</p>${asked(parts, request, service)}
    <p class="tr-hint">${t("cases.consent.once")}</p>
    <form method="post" action="/cases/${form.id}/check" novalidate>${agree}${button({ text: t("cases.check.hand-in") })}</form>`;
  return {
    title: missing ? `${t("web.form.error-word")}${t("web.colon")}${title}` : title,
    content,
    status: missing ? 422 : 200,
  };
}

function answers({ services }: Parts, request: FastifyRequest, { service, form }: Checked): Html {
  const { t, lang } = request;
  const text = (key: string): string => services.text(lang, service.id, key);
  const row = (page: string, field: Field) => ({
    key: { text: text(field.label) },
    value: { text: answerText(request, field, form.answers[field.name], text, (amount) => formatMoney(amount, lang)) },
    actions: {
      items: [{ href: `/cases/${form.id}/form/${page}`, text: t("web.form.change"), visuallyHiddenText: text(field.label) }],
    },
  });
  const given = form.pages.flatMap(({ id, fields }) =>
    fields.filter(({ name }) => name in form.answers).map((field) => row(id, field)),
  );
  return summaryList({ rows: given });
}

/** Which agency gives which data, and what for. */
function asked({ names, services }: Parts, { t, lang }: FastifyRequest, service: ServiceItem): Html {
  const items = service.sources.map(({ id, provider, fields }) => {
    const purpose = services.text(lang, service.id, `purpose.${id}`);
    return html`<li><strong>${names.agency(lang, provider)}</strong>${t("web.colon")}${names.dataSet(lang, provider)}
      <br>${purpose}<br><span class="tr-hint">${names.fields(lang, provider, fields)}</span></li>`;
  });
  return html`<ul class="tr-list tr-list--bullet">${items}</ul>`;
}
