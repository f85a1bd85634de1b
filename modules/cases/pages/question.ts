import { button } from "@troad/design";
import { type Field, fieldAt, fileInputsOf, holds, type Page, type StoredFile } from "@troad/forms";
import { attributes, type Html, html } from "@troad/html";
import { fieldsHtml, uiOf, type View } from "@troad/web";
import type { FastifyRequest } from "fastify";
import type { FieldError, Standing } from "../api.ts";
import { type Answering, drawnFor, originIn } from "./fill/form.ts";
import { knownData, workedOut } from "./fill/known.ts";
import { lockedAnswer } from "./fill/shown.ts";
import type { CasePages } from "./parts.ts";

type Parts = Pick<CasePages, "site" | "names" | "services" | "banks" | "places">;
/** The same application; `isOthers` where the reader may not open it. */
export type ShownStanding = Standing & { isOthers?: boolean };
export type Question = Pick<Answering, "form" | "service" | "base"> & {
  page: string;
  /** What was typed, or the stored answers. */
  values: Record<string, unknown>;
  errors: FieldError[];
  /** Documents that were uploaded for it. */
  files?: readonly StoredFile[];
  /** What was typed while nobody was signed in any more. */
  signedOut?: boolean;
  /** The same application, which stands already. */
  standing?: ShownStanding | undefined;
  /** Where the first page leads back to, if not to the service. */
  home?: string;
};

/** One page of a form, with what was typed and what is wrong with it. */
export function questionPage(parts: Parts, request: FastifyRequest, question: Question): View {
  const { site, services } = parts;
  const { service, form, base, page, values, errors } = question;
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
  const files = new Map((question.files ?? []).map((file) => [file.id, file]));
  const content = { offers: form.offers, banks: parts.banks(lang), places: parts.places, files };
  const locked = (field: Field) => originIn(form, field.name) !== undefined;
  const fields = fieldsHtml(request, {
    ...{ fields: askedNow(definition.fields, locked, form.answers), values, errorOf, text, ...content },
    brought: (field) => (locked(field) ? lockedAnswer(parts, request, { form, service }, field) : undefined),
  });
  const summary = errors.map((error) => {
    const found = fieldAt(definition, error.field);
    if (!found) return { text: error.code, href: `#${error.field}` };
    const field = { ...found.field, name: error.field } as Field;
    const said = errorOf(field) ?? error.code;
    const entry = found.group && t("web.form.entry", { entry: text(found.group.entry), n: (found.index ?? 0) + 1 });
    return { text: entry ? `${entry}${t("web.colon")}${said}` : said, href: `#${targetOf(field, error)}` };
  });
  const before = form.pages[at - 1]?.id;
  const { place } = form;
  const home = place ? `/cases/${form.id}` : (question.home ?? site.href("portal", `/services/${service.id}`) ?? "/cases");
  const back = before ? `${base}/${before}` : home;
  const title = text(definition.title);
  const hasFiles = fileInputsOf(definition, emptyEntries(definition)).size > 0;
  const hasButtons = hasFiles || definition.fields.some(({ type }) => type === "group");
  const sending = {
    ...{ method: "post", action: `${base}/${page}${drawnFor(place)}`, novalidate: true },
    enctype: hasFiles ? "multipart/form-data" : undefined,
    // the script sends texts alone, and forgets which button was pressed
    "data-module": hasButtons ? undefined : "tr-question",
  };
  const body = html`${ui.backLink({ href: back })}
    ${errors.length > 0 && ui.errorSummary({ titleText: t("web.form.problem"), errorList: summary })}
    ${question.signedOut && notice(t("cases.form.signed-out"), html`<p>${t("cases.form.signed-out-how")}</p>`)}
    ${question.standing && standingNotice(parts, request, service.id, question.standing)}
    ${stepLine(parts, request, service.id, { at: at + 1, of: form.pages.length + 1 })}
    <h1>${title}</h1>${definition.intro && html`<p>${text(definition.intro)}</p>`}
    ${at === 0 && workedOut(parts, request, { form, service })}${knownData(parts, request, { form, service }, definition)}
    <form${attributes(sending)}>${hasButtons && firstButton}${fields}
    ${button({ text: t("web.form.continue") })}</form>`;
  return { title: errors.length > 0 ? `${t("web.form.error-word")}${t("web.colon")}${title}` : title, content: body };
}

/** The questions of a page without those that hang on an answer which is locked and says otherwise. */
const askedNow = (
  fields: readonly Field[],
  locked: (field: Field) => boolean,
  answers: Record<string, unknown>,
): readonly Field[] =>
  fields.filter(({ showWhen }) => {
    const on = showWhen && "field" in showWhen ? fields.find(({ name }) => name === showWhen.field) : undefined;
    return !on || !locked(on) || holds(showWhen, answers);
  });

/** The Enter key presses the first button of a form, which must be the one that goes on. */
const firstButton = html`<button class="tr-visually-hidden" tabindex="-1" aria-hidden="true"></button>`;

/** A form with one entry in each group, to ask what it has. */
const emptyEntries = ({ fields }: Page): Record<string, string> =>
  Object.fromEntries(fields.flatMap(({ type, name }) => (type === "group" ? [[`${name}-count`, "1"]] : [])));

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
  if (field.type === "address") return `${field.name}-${part ?? "district"}`;
  if (field.type === "person" || field.type === "business") return `${field.name}-number`;
  return field.name;
}

const notice = (title: string, body: Html): Html =>
  html`<div class="tr-notice" role="status"><h2 class="tr-notice__title">${title}</h2>${body}</div>`;

/** That the same was applied for: what there is, and where. */
export function standingNotice(
  { services }: Pick<Parts, "services">,
  { t, lang }: FastifyRequest,
  service: string,
  { id, granted, isOthers = false }: ShownStanding,
): Html {
  const title = services.ownText(lang, service, "once") ?? t("cases.once.title");
  const text = t(granted ? "cases.once.granted" : "cases.once.under-way");
  // who applies for someone else does not open what that person applied for
  if (isOthers) return notice(title, html`<p>${t("cases.once.others")}</p><p>${t("cases.once.after-refusal")}</p>`);
  const link = html`<a class="tr-link" href="/cases/${id}">${text}</a>`;
  return notice(title, html`<p>${link}</p><p>${t("cases.once.after-refusal")}</p>`);
}
