import { button } from "@troad/design";
import { type Field, fieldAt, type Page, type StoredFile } from "@troad/forms";
import { attributes, type Html, html } from "@troad/html";
import { fieldsHtml, uiOf, type View } from "@troad/web";
import type { FastifyRequest } from "fastify";
import type { AnswerError, Journey, JourneyPage } from "../api.ts";
import { addressOf, eventText, type JourneyPages, pageAddress, pathOfEvent } from "./parts.ts";

type Parts = Pick<JourneyPages, "ctx" | "events" | "services" | "banks" | "places">;
type Question = {
  view: Journey;
  asked: JourneyPage;
  /** What was typed, or the stored answers. */
  values: Record<string, unknown>;
  errors: readonly AnswerError[];
  files: readonly StoredFile[];
  /** What was typed while nobody was signed in any more. */
  signedOut: boolean;
};

/** Texts of a page: those of its service, or of the life event. */
export const textOf =
  (parts: Parts, { lang }: FastifyRequest, { event }: Pick<Journey, "event">, service: string | null) =>
  (key: string): string =>
    service === null ? eventText(parts, lang, event, key) : parts.services.text(lang, service, key);

/** One page of questions, with what was typed and what is wrong with it. */
export function questionPage(parts: Parts, request: FastifyRequest, question: Question): View {
  const { view, asked, values, errors, files, signedOut } = question;
  const { t, lang } = request;
  const ui = uiOf(request);
  const { definition, service } = asked;
  const text = textOf(parts, request, view, service);
  const errorOf = (field: Field): string | undefined => {
    const error = errors.find((one) => one.field === field.name);
    if (!error) return undefined;
    const special = field.errors?.[error.code];
    if (special) return text(special);
    return parts.services.fieldErrorText(lang, error, { type: field.type, label: text(field.label) });
  };
  const around = { banks: parts.banks(lang), places: parts.places, files: new Map(files.map((file) => [file.id, file])) };
  const fields = fieldsHtml(request, { fields: definition.fields, values, errorOf, text, ...around });
  const summary = errors.map((error) => {
    const found = fieldAt(definition, error.field);
    if (!found) return { text: error.code, href: `#${error.field}` };
    const field = { ...found.field, name: error.field } as Field;
    const said = errorOf(field) ?? error.code;
    const entry = found.group && t("web.form.entry", { entry: text(found.group.entry), n: (found.index ?? 0) + 1 });
    return { text: entry ? `${entry}${t("web.colon")}${said}` : said, href: `#${targetOf(field, error)}` };
  });
  const title = text(definition.title);
  const hasButtons = hasFiles(definition) || definition.fields.some(({ type }) => type === "group");
  const sending = {
    ...{ method: "post", action: pageAddress(view.id, asked), novalidate: true },
    enctype: hasFiles(definition) ? "multipart/form-data" : undefined,
    // the script sends texts alone, and forgets which button was pressed
    "data-module": hasButtons ? undefined : "tr-question",
  };
  const content = html`${ui.backLink({ href: backOf(view, asked) })}
    ${errors.length > 0 && ui.errorSummary({ titleText: t("web.form.problem"), errorList: summary })}
    ${signedOut && html`<div class="tr-notice" role="status"><h2 class="tr-notice__title">${t("journeys.signed-out")}</h2></div>`}
    ${stepLine(parts, request, view, asked)}
    <h1>${title}</h1>${definition.intro && html`<p>${text(definition.intro)}</p>`}
    <form${attributes(sending)}>${hasButtons && firstButton}${fields}${button({ text: t("web.form.continue") })}</form>`;
  return {
    title: errors.length > 0 ? `${t("web.form.error-word")}${t("web.colon")}${title}` : title,
    content,
    path: pathOfEvent(parts, request, view.event),
  };
}

export const hasFiles = ({ fields }: Page): boolean =>
  fields.some((field) => field.type === "file" || (field.type === "group" && field.fields.some(({ type }) => type === "file")));

/** The Enter key presses the first button of a form, which must be the one that goes on. */
const firstButton = html`<button class="tr-visually-hidden" tabindex="-1" aria-hidden="true"></button>`;

/** The life event or the service, and how far one has come. */
function stepLine(parts: Parts, { t, lang }: FastifyRequest, { event, pages }: Journey, asked: JourneyPage): Html {
  const own = pages.filter(({ service }) => (service === null) === (asked.service === null));
  const at = own.findIndex(({ service, page }) => service === asked.service && page === asked.page) + 1;
  const name = asked.service === null ? eventText(parts, lang, event, "name") : parts.services.text(lang, asked.service, "name");
  const step = asked.service === null ? t("journeys.step.about") : t("web.form.step", { at, of: own.length + 1 });
  return html`<p class="tr-hint">${name}${t("web.dot")}${step}</p>`;
}

function backOf({ id, event, pages }: Journey, asked: JourneyPage): string {
  const at = pages.findIndex(({ service, page }) => service === asked.service && page === asked.page);
  const before = pages[at - 1];
  if (!before) return `/life-events/${event}`;
  return before.service === null && asked.service !== null ? `${addressOf(id)}/services` : pageAddress(id, before);
}

/** The input to which an error leads: of an answer in parts the one that has to be looked at. */
function targetOf(field: Field, { part }: AnswerError): string {
  if (field.type === "date") return `${field.name}-${part ?? "year"}`;
  if (field.type === "bank-account") return `${field.name}-${part ?? "account"}`;
  if (field.type === "address") return `${field.name}-${part ?? "district"}`;
  return field.name;
}
