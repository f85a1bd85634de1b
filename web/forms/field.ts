import type { Answer, Field } from "@troad/forms";
import type { Html } from "@troad/html";
import type { FastifyRequest } from "fastify";
import { uiOf } from "../site/view.ts";

export type FieldShown = {
  field: Field;
  /** What was typed, or the stored answer. */
  values: Record<string, unknown>;
  /** What is wrong with it, in the reader's language. */
  error: string | undefined;
  /** Texts of the form, by key. */
  text(key: string): string;
};

const asText = (value: unknown): string =>
  value === undefined || value === null ? "" : Array.isArray(value) ? value.join(",") : String(value);

/** One question of a form as its component, with what was typed and what is wrong with it. */
export function fieldHtml(request: FastifyRequest, { field, values, error, text }: FieldShown): Html {
  const ui = uiOf(request);
  const { t } = request;
  const value = values[field.name] as Answer | undefined;
  const common = {
    id: field.name,
    name: field.name,
    ...(field.hint ? { hint: { text: text(field.hint) } } : {}),
    ...(error ? { errorMessage: { text: error } } : {}),
  };
  const label = {
    text: field.required === false ? t("web.form.optional", { label: text(field.label) }) : text(field.label),
    classes: "tr-label--m",
  };
  const legend = { legend: { text: label.text, classes: "tr-fieldset__legend--m" } };
  switch (field.type) {
    case "text":
      return field.multiline
        ? ui.textarea({ ...common, label, value: asText(value) })
        : ui.input({ ...common, label, value: asText(value) });
    case "integer":
      return ui.input({ ...common, label, value: asText(value), inputmode: "numeric", classes: "tr-input--width-5" });
    case "money":
      return ui.input({
        ...common,
        label,
        value: asText(value),
        inputmode: "numeric",
        classes: "tr-input--width-10",
        prefix: { text: "NT$" },
      });
    case "email":
      return ui.input({ ...common, label, value: asText(value), type: "email", autocomplete: "email", spellcheck: false });
    case "mobile":
      return ui.input({
        ...common,
        label,
        value: asText(value),
        type: "tel",
        autocomplete: "tel",
        classes: "tr-input--width-20",
      });
    case "national-id":
      return ui.input({ ...common, label, value: asText(value), classes: "tr-input--width-10", spellcheck: false });
    case "bank-account":
      return ui.input({ ...common, label, value: asText(value), inputmode: "numeric", classes: "tr-input--width-20" });
    case "date": {
      const [year = "", month = "", day = ""] = asText(value).split("-");
      const part = (name: string, stored: string, width: string) => ({
        name,
        classes: width,
        value: asText(values[`${field.name}-${name}`] ?? stored),
      });
      return ui.dateInput({
        id: field.name,
        namePrefix: field.name,
        fieldset: legend,
        ...(common.hint ? { hint: common.hint } : {}),
        ...(common.errorMessage ? { errorMessage: common.errorMessage } : {}),
        items: [
          part("year", year, "tr-input--width-4"),
          part("month", month, "tr-input--width-2"),
          part("day", day, "tr-input--width-2"),
        ],
      });
    }
    case "yes-no":
      return ui.radios({
        ...radioCommon(common, field),
        fieldset: legend,
        classes: "tr-radios--inline",
        items: [
          choice("yes", t("web.form.yes"), value === true || value === "yes"),
          choice("no", t("web.form.no"), value === false || value === "no"),
        ],
      });
    case "choice":
      return ui.radios({
        ...radioCommon(common, field),
        fieldset: legend,
        items: field.options.map((option) => ({
          ...choice(option.value, text(option.label), value === option.value),
          ...(option.hint ? { hint: { text: text(option.hint) } } : {}),
        })),
      });
    case "choices": {
      const chosen = Array.isArray(value) ? value : value === undefined ? [] : [String(value)];
      return ui.checkboxes({
        ...radioCommon(common, field),
        fieldset: legend,
        items: field.options.map((option) => ({
          ...choice(option.value, text(option.label), chosen.includes(option.value)),
          ...(option.hint ? { hint: { text: text(option.hint) } } : {}),
        })),
      });
    }
    default:
      return field satisfies never;
  }
}

const choice = (value: string, text: string, checked: boolean) => ({ value, text, checked });
const radioCommon = <T extends { id: string; name: string }>({ id: _id, ...rest }: T, field: Field) => ({
  ...rest,
  idPrefix: field.name,
  name: field.name,
});
