import { button, details } from "@troad/design";
import { type Html, html } from "@troad/html";
import { CodedError } from "@troad/kernel";
import { uiOf } from "@troad/web";
import type { FastifyRequest } from "fastify";
import { writable } from "../intake/characters.ts";

/** A field of an office's form; its label is the text `<key>.<name>`, its hint `<key>.<name>-hint`. */
export type OfficeField = {
  name: string;
  kind?: "line" | "area" | "choice" | "file";
  hint?: boolean;
  /** For choices: value and text. */
  options?: readonly { value: string; text: string }[];
};
/** What was typed, and what is wrong with it. */
export type Typed = { values?: Readonly<Record<string, string>>; error?: CodedError | undefined };
type Shown = Typed & {
  key: string;
  action: string;
  fields: readonly OfficeField[];
  submit: string;
  before?: Html;
  prefix?: string;
} & {
  /** A form that only asks goes by its address. */
  method?: "get" | "post";
  hidden?: Readonly<Record<string, string>>;
  /** What the error says, where its page has better words than `error.<code>`. */
  says?: string | undefined;
  /** The page's one filled button is another's. */
  isSecondary?: boolean;
  /** From this field on they are in a fold, open where something was typed or is wrong. */
  fold?: { from: string; text: string };
};

const most = 200_000;
/** The fields of a posted form as text. */
export const typedIn = (request: FastifyRequest, fields: readonly Pick<OfficeField, "name">[]): Record<string, string> => {
  const body = (request.body ?? {}) as Record<string, unknown>;
  return Object.fromEntries(
    fields.map(({ name }) => [name, typeof body[name] === "string" ? writable(body[name]).slice(0, most).trim() : ""]),
  );
};

/** The field that an error is about; the first one where it names none. */
const fieldOf = (error: CodedError, fields: readonly OfficeField[]): OfficeField | undefined =>
  fields.find(({ name }) => name === error.params.field) ?? fields[0];

/** A form with its error beside the field, and the summary above the page. */
export function officeForm(request: FastifyRequest, shown: Shown): { summary: Html | false; form: Html } {
  const { key, action, fields, values = {}, error, submit, before, prefix, method = "post", hidden = {}, fold } = shown;
  const idOf = (name: string): string => (prefix === undefined ? name : `${prefix}-${name}`);
  const { t } = request;
  const ui = uiOf(request);
  const wrong = error && fieldOf(error, fields);
  const text = error && (shown.says ?? t(`error.${error.code}`, error.params));
  const parts = fields.map((field) => {
    const { name, kind = "line", hint, options = [] } = field;
    const about = {
      ...{ id: idOf(name), name },
      ...(hint ? { hint: { text: t(`${key}.${name}-hint`) } } : {}),
      ...(text !== undefined && wrong === field ? { errorMessage: { text } } : {}),
    };
    const label = { text: t(`${key}.${name}`) };
    if (kind === "area") return ui.textarea({ ...about, label, rows: 4, value: values[name] ?? "" });
    if (kind === "file") return ui.fileUpload({ ...about, label });
    if (kind === "choice")
      return ui.radios({
        ...{ ...about, idPrefix: idOf(name), fieldset: { legend: { text: label.text, classes: "tr-fieldset__legend--s" } } },
        items: options.map((one) => ({ ...one, checked: values[name] === one.value })),
      });
    return ui.input({ ...about, label, value: values[name] ?? "", autocomplete: "off", spellcheck: false });
  });
  const press = button({ text: t(submit), ...(shown.isSecondary ? { classes: "tr-button--secondary" } : {}) });
  const encoding = fields.some(({ kind }) => kind === "file") ? "multipart/form-data" : "application/x-www-form-urlencoded";
  return {
    summary:
      text !== undefined &&
      ui.errorSummary({
        titleText: t("web.form.problem"),
        errorList: [{ text, ...(wrong ? { href: `#${idOf(wrong.name)}` } : {}) }],
      }),
    form: html`<form method="${method}" action="${action}" enctype="${encoding}" novalidate>${Object.entries(hidden).map(
      ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
    )}${before}${folded(fields, parts, fold, wrong, values)}${press}</form>`,
  };
}

/** The fields of a form, the later ones in a fold. */
function folded(
  fields: readonly OfficeField[],
  parts: readonly Html[],
  fold: Shown["fold"],
  wrong: OfficeField | undefined,
  values: Typed["values"],
) {
  const at = fields.findIndex(({ name }) => name === fold?.from);
  if (!fold || at < 0) return parts;
  const open = fields.slice(at).some((field) => field === wrong || (values?.[field.name] ?? "") !== "");
  return html`${parts.slice(0, at)}${details({ summaryText: fold.text, html: html`${parts.slice(at)}`, open })}`;
}

const expected = /^(office|shop|books|account|benefits|prize|numbers|invoice)\./;
/** Does what a form asks; gives the error that its page shows, defects go on. */
export async function tried(work: () => Promise<unknown>): Promise<CodedError | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (error instanceof CodedError && expected.test(error.code)) return error;
    throw error;
  }
}
/** The status of a page that shows an error. */
export const failedAs = (error: CodedError | undefined): { status?: number; isError?: boolean } =>
  error ? { status: error.status, isError: true } : {};
