import type { FieldError } from "@troad/cases/api";
import type { Answer, Field } from "@troad/forms";
import type { Html } from "@troad/html";
import type { FastifyRequest } from "fastify";
import { uiOf } from "../portal.ts";

type Shown = {
  field: Field;
  /** What was typed, or the stored answer. */
  values: Record<string, unknown>;
  error: FieldError | undefined;
  text(key: string): string;
  errorText(field: Field, error: FieldError): string;
};

const asText = (value: unknown): string =>
  value === undefined || value === null ? "" : Array.isArray(value) ? value.join(",") : String(value);

/** One question of a form as its component, with what was typed and what is wrong with it. */
export function fieldHtml(request: FastifyRequest, { field, values, error, text, errorText }: Shown): Html {
  const ui = uiOf(request);
  const { t } = request;
  const value = values[field.name] as Answer | undefined;
  const common = {
    id: field.name,
    name: field.name,
    ...(field.hint ? { hint: { text: text(field.hint) } } : {}),
    ...(error ? { errorMessage: { text: errorText(field, error) } } : {}),
  };
  const label = {
    text: field.required === false ? t("portal.form.optional", { label: text(field.label) }) : text(field.label),
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
          choice("yes", t("portal.form.yes"), value === true || value === "yes"),
          choice("no", t("portal.form.no"), value === false || value === "no"),
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

/** An answer as it reads in the summary. */
export function answerText(
  request: FastifyRequest,
  field: Field,
  value: unknown,
  text: (key: string) => string,
  money: (amount: number) => string,
): string {
  if (value === undefined || value === null || value === "") return request.t("portal.form.none");
  if (field.type === "yes-no") return request.t(value === true ? "portal.form.yes" : "portal.form.no");
  if (field.type === "money" && typeof value === "number") return money(value);
  if (field.type === "choice" || field.type === "choices") {
    const chosen = Array.isArray(value) ? value : [value];
    return chosen
      .map((one) => text(field.options.find((option) => option.value === one)?.label ?? String(one)))
      .join(request.t("portal.comma"));
  }
  return asText(value);
}
