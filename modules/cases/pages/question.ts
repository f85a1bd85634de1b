import { button } from "@troad/design";
import type { Field } from "@troad/forms";
import { html } from "@troad/html";
import { fieldHtml, type ServiceItem, uiOf, type View } from "@troad/web";
import type { FastifyRequest } from "fastify";
import type { CaseForm, FieldError } from "../api.ts";
import type { CasePages } from "./parts.ts";

type Parts = Pick<CasePages, "site" | "services">;
type Question = {
  form: CaseForm;
  service: ServiceItem;
  page: string;
  /** What was typed, or the stored answers. */
  values: Record<string, unknown>;
  errors: FieldError[];
};

/** One page of a form, with what was typed and what is wrong with it. */
export function questionPage({ site, services }: Parts, request: FastifyRequest, question: Question): View {
  const { service, form, page, values, errors } = question;
  const { t, lang } = request;
  const ui = uiOf(request);
  const at = form.pages.findIndex(({ id }) => id === page);
  const definition = form.pages[at]!;
  const text = (key: string): string => services.text(lang, service.id, key);
  const errorText = (field: Field, error: FieldError): string => {
    const special = field.errors?.[error.code];
    return special ? services.text(lang, service.id, special, error.params) : services.fieldErrorText(lang, error);
  };
  const fields = definition.fields.map((field) => {
    const error = errors.find((one) => one.field === field.name);
    return fieldHtml(request, { field, values, error: error && errorText(field, error), text });
  });
  const summary = errors.map((error) => {
    const field = definition.fields.find(({ name }) => name === error.field);
    const target = field?.type === "date" ? `${error.field}-year` : error.field;
    return { text: field ? errorText(field, error) : error.code, href: `#${target}` };
  });
  const before = form.pages[at - 1]?.id;
  const back = before ? `/cases/${form.id}/form/${before}` : (site.href("portal", `/services/${service.id}`) ?? "/cases");
  const title = text(definition.title);
  const step = t("web.form.step", { at: at + 1, of: form.pages.length + 1 });
  const content = html`${ui.backLink({ href: back })}
    ${errors.length > 0 && ui.errorSummary({ titleText: t("web.form.problem"), errorList: summary })}
    <p class="tr-hint">${text("name")}${t("web.comma")}${step}</p>
    <h1>${title}</h1>${definition.intro && html`<p>${text(definition.intro)}</p>`}
    <form method="post" action="/cases/${form.id}/form/${page}" novalidate>${fields}${button({ text: t("web.form.continue") })}</form>`;
  return {
    title: errors.length > 0 ? `${t("web.form.error-word")}${t("web.colon")}${title}` : title,
    content,
    status: errors.length > 0 ? 422 : 200,
  };
}
