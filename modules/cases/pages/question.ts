import { button } from "@troad/design";
import type { Field } from "@troad/forms";
import { type Html, html } from "@troad/html";
import { fieldsHtml, type ServiceItem, uiOf, type View } from "@troad/web";
import type { FastifyRequest } from "fastify";
import type { CaseForm, FieldError, Standing } from "../api.ts";
import type { CasePages } from "./parts.ts";

type Parts = Pick<CasePages, "site" | "services" | "banks">;
export type Question = {
  form: CaseForm;
  service: ServiceItem;
  page: string;
  /** What was typed, or the stored answers. */
  values: Record<string, unknown>;
  errors: FieldError[];
  /** What was typed while nobody was signed in any more. */
  signedOut?: boolean;
  /** The same application, which stands already. */
  standing?: Standing | undefined;
};

/** One page of a form, with what was typed and what is wrong with it. */
export function questionPage(parts: Parts, request: FastifyRequest, question: Question): View {
  const { site, services } = parts;
  const { service, form, page, values, errors } = question;
  const { t, lang } = request;
  const ui = uiOf(request);
  const at = form.pages.findIndex(({ id }) => id === page);
  const definition = form.pages[at]!;
  const text = (key: string): string => services.text(lang, service.id, key);
  const errorOf = (field: Field): string | undefined => {
    const error = errors.find((one) => one.field === field.name);
    if (!error) return undefined;
    const special = field.errors?.[error.code];
    const asked = { type: field.type, label: text(field.label) };
    return special
      ? services.text(lang, service.id, special, error.params)
      : services.fieldErrorText(lang, { code: error.code, ...(error.params ? { params: error.params } : {}) }, asked);
  };
  const fields = fieldsHtml(request, { fields: definition.fields, values, errorOf, text, banks: parts.banks(lang) });
  const summary = errors.map((error) => {
    const field = definition.fields.find(({ name }) => name === error.field);
    return { text: (field && errorOf(field)) ?? error.code, href: `#${field ? targetOf(field, error) : error.field}` };
  });
  const before = form.pages[at - 1]?.id;
  const back = before ? `/cases/${form.id}/form/${before}` : (site.href("portal", `/services/${service.id}`) ?? "/cases");
  const title = text(definition.title);
  const content = html`${ui.backLink({ href: back })}
    ${errors.length > 0 && ui.errorSummary({ titleText: t("web.form.problem"), errorList: summary })}
    ${question.signedOut && notice(t("cases.form.signed-out"), html`<p>${t("cases.form.signed-out-how")}</p>`)}
    ${question.standing && standingNotice(parts, request, service.id, question.standing)}
    ${stepLine(parts, request, service.id, { at: at + 1, of: form.pages.length + 1 })}
    <h1>${title}</h1>${definition.intro && html`<p>${text(definition.intro)}</p>`}
    <form method="post" action="/cases/${form.id}/form/${page}" data-module="tr-question" novalidate>${fields}
    ${button({ text: t("web.form.continue") })}</form>`;
  return { title: errors.length > 0 ? `${t("web.form.error-word")}${t("web.colon")}${title}` : title, content };
}

/** The service and the step, above the heading of each page of a form. */
export function stepLine(
  { services }: Pick<Parts, "services">,
  { t, lang }: FastifyRequest,
  service: string,
  step: { at: number; of: number },
): Html {
  return html`<p class="tr-hint">${services.text(lang, service, "name")}${t("web.dot")}${t("web.form.step", step)}</p>`;
}

/** The input to which an error leads: of an answer in parts the one that has to be looked at. */
function targetOf(field: Field, { part }: FieldError): string {
  if (field.type === "date") return `${field.name}-${part ?? "year"}`;
  if (field.type === "bank-account") return `${field.name}-${part ?? "account"}`;
  return field.name;
}

const notice = (title: string, body: Html): Html =>
  html`<div class="tr-notice" role="status"><h2 class="tr-notice__title">${title}</h2>${body}</div>`;

/** That the same was applied for: what there is, and where. */
export function standingNotice(
  { services }: Pick<Parts, "services">,
  { t, lang }: FastifyRequest,
  service: string,
  { id, granted }: Standing,
): Html {
  const title = services.ownText(lang, service, "once") ?? t("cases.once.title");
  const link = html`<a class="tr-link" href="/cases/${id}">${t(granted ? "cases.once.granted" : "cases.once.under-way")}</a>`;
  return notice(title, html`<p>${link}</p><p>${t("cases.once.after-refusal")}</p>`);
}
