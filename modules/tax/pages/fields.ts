import type { Field } from "@troad/forms";
import type { Html } from "@troad/html";
import type { FastifyRequest } from "fastify";
import { uiOf } from "../tax.ts";

export type Shown = {
  field: Field;
  /** What was typed, or the answer that is there. */
  values: Record<string, unknown>;
  error: string | undefined;
  text(key: string): string;
};

const asText = (value: unknown): string =>
  value === undefined || value === null || Array.isArray(value) || typeof value === "object" ? "" : String(value);

/** One question as its component, with what was typed and what is wrong with it. */
export function fieldHtml(request: FastifyRequest, { field, values, error, text }: Shown): Html {
  const ui = uiOf(request);
  const { t } = request;
  const value = values[field.name];
  const words = field.required === false ? t("tax.optional", { label: text(field.label) }) : text(field.label);
  const common = {
    ...(field.hint ? { hint: { text: text(field.hint) } } : {}),
    ...(error ? { errorMessage: { text: error } } : {}),
  };
  const legend = { legend: { text: words, classes: "tr-fieldset__legend--m" } };
  switch (field.type) {
    case "money":
    case "integer":
      return ui.input({ ...common, ...numberOptions(field, value), label: { text: words, classes: "tr-label--m" } });
    case "yes-no":
      return ui.radios({
        ...common,
        idPrefix: field.name,
        name: field.name,
        fieldset: legend,
        classes: "tr-radios--inline",
        items: [
          choice("yes", t("tax.yes"), value === true || value === "yes"),
          choice("no", t("tax.no"), value === false || value === "no"),
        ],
      });
    case "choice":
      return ui.radios({
        ...common,
        idPrefix: field.name,
        name: field.name,
        fieldset: legend,
        items: field.options.map((option) => choice(option.value, text(option.label), value === option.value)),
      });
    case "date":
      return dateHtml(request, field.name, values, { ...common, fieldset: legend });
    default:
      throw new RangeError(`${field.name}: no calculation asks for a ${field.type}`);
  }
}

const numberOptions = ({ name, type }: Field, value: unknown) => ({
  id: name,
  name,
  value: asText(value),
  inputmode: "numeric",
  ...(type === "money" ? { classes: "tr-input--width-10", prefix: { text: "NT$" } } : { classes: "tr-input--width-5" }),
});
const choice = (value: string, text: string, checked: boolean) => ({ value, text, checked });

type DateOptions = Omit<Parameters<ReturnType<typeof uiOf>["dateInput"]>[0], "id" | "items">;
function dateHtml(request: FastifyRequest, name: string, values: Record<string, unknown>, options: DateOptions): Html {
  const [year = "", month = "", day = ""] = asText(values[name]).split("-");
  const part = (of: string, stored: string, classes: string) => ({
    name: of,
    classes,
    value: asText(values[`${name}-${of}`] ?? stored),
  });
  return uiOf(request).dateInput({
    ...options,
    id: name,
    namePrefix: name,
    items: [
      part("year", year, "tr-input--width-4"),
      part("month", month, "tr-input--width-2"),
      part("day", day, "tr-input--width-2"),
    ],
  });
}
