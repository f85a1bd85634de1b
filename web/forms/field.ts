import type { Answer, Field } from "@troad/forms";
import { type Html, html } from "@troad/html";
import type { FastifyRequest } from "fastify";
import { uiOf } from "../site/view.ts";
import { addressHtml } from "./address.ts";
import { asText, inFrame, type Legend } from "./composite.ts";
import { filesHtml } from "./files.ts";
import { longChoiceHtml } from "./long-choice.ts";
import { offeredHtml } from "./offered.ts";
import { registeredHtml } from "./registered.ts";
import type { Bank, FieldShown } from "./shown.ts";

/** One question of a form as its component, with what was typed and what is wrong with it. Groups: `fieldsHtml`. */
export function fieldHtml(request: FastifyRequest, shown: FieldShown): Html {
  const { field, values, error, text, under } = shown;
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
    case "plate":
      return ui.input({ ...common, label, value: asText(value), classes: "tr-input--width-10", spellcheck: false });
    case "village":
      return ui.select({
        ...common,
        label,
        value: asText(value),
        items: [
          { value: "", text: t("web.form.village-choose") },
          ...(shown.villages ?? []).map(({ code, name }) => ({ value: code, text: `${name} ${code}` })),
        ],
      });
    case "bank-account":
      if (shown.banks) return accountHtml(request, { ...shown, banks: shown.banks }, legend);
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
        ...(under ? {} : { classes: "tr-radios--inline" }),
        items: [
          { ...choice("yes", t("web.form.yes"), value === true || value === "yes"), ...openedBy("true", under) },
          { ...choice("no", t("web.form.no"), value === false || value === "no"), ...openedBy("false", under) },
        ],
      });
    case "choice":
      return ui.radios({
        ...radioCommon(common, field),
        fieldset: legend,
        items: field.options.map((option) => ({
          ...choice(option.value, text(option.label), value === option.value),
          ...openedBy(option.value, under),
          ...(option.hint ? { hint: { text: text(option.hint) } } : {}),
        })),
      });
    case "choices": {
      const chosen: unknown[] = Array.isArray(value) ? value : value === undefined ? [] : [String(value)];
      return ui.checkboxes({
        ...radioCommon(common, field),
        fieldset: legend,
        items: field.options.map((option) => ({
          ...choice(option.value, text(option.label), chosen.includes(option.value)),
          ...(option.hint ? { hint: { text: text(option.hint) } } : {}),
        })),
      });
    }
    case "declaration":
      return ui.checkboxes({
        ...radioCommon(common, field),
        items: [choice("yes", label.text, value === true || value === "yes")],
      });
    case "signature":
      return html`<p>${text(field.statement)}</p>${ui.input({
        ...common,
        label,
        hint: { text: common.hint?.text ?? t("web.form.type-name") },
        value: asText(value),
        autocomplete: "name",
        spellcheck: false,
      })}`;
    case "long-choice":
      return longChoiceHtml(request, shown, field, label);
    case "offered":
      return offeredHtml(request, shown, field, { common: radioCommon(common, field), label, legend });
    case "address":
      return addressHtml(request, shown, legend);
    case "person":
    case "business":
      return registeredHtml(request, shown, field.type, legend);
    case "file":
      return filesHtml(request, shown, field, label);
    case "group":
      return html``;
    default:
      return field satisfies never;
  }
}

const openedBy = (value: string, under: FieldShown["under"]) => {
  const opened = under?.get(value);
  return opened ? { conditional: { html: opened } } : {};
};

/** An account in two boxes: its bank by name, and its number. A stored answer is both. */
function accountHtml(request: FastifyRequest, shown: FieldShown & { banks: readonly Bank[] }, legend: Legend): Html {
  const { field, values, banks } = shown;
  const { t } = request;
  const ui = uiOf(request);
  const [bank = "", account = ""] = asText(values[field.name]).split("-");
  const typed = (part: string, stored: string): string => asText(values[`${field.name}-${part}`] ?? stored);
  const choices = banks.map(({ code, name }) => ({ value: code, text: `${code} ${name}` }));
  const known = banks.some(({ code }) => code === bank);
  const inputs = html`${ui.select({
    name: `${field.name}-bank`,
    label: { text: t("web.form.bank") },
    value: typed("bank", known ? bank : ""),
    items: [{ value: "", text: t("web.form.bank-other") }, ...choices],
  })}
    ${ui.input({
      id: `${field.name}-account`,
      name: `${field.name}-account`,
      label: { text: t("web.form.account") },
      value: typed("account", known || bank === "" ? account : `${bank}-${account}`),
      inputmode: "numeric",
      autocomplete: "off",
      spellcheck: false,
      classes: "tr-input--width-20",
    })}`;
  return inFrame(request, shown, legend, inputs);
}

const choice = (value: string, text: string, checked: boolean) => ({ value, text, checked });
const radioCommon = <T extends { id: string; name: string }>({ id: _id, ...rest }: T, field: Field) => ({
  ...rest,
  idPrefix: field.name,
  name: field.name,
});
