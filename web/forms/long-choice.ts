import type { FieldOf } from "@troad/forms";
import { type Html, html } from "@troad/html";
import type { FastifyRequest } from "fastify";
import { uiOf } from "../site/view.ts";
import { asText } from "./composite.ts";
import type { FieldShown } from "./shown.ts";

const mostShown = 20;

/** A box whose suggestions the browser makes. What was typed and is none of them is searched for on the server, and what fits can be chosen. */
export function longChoiceHtml(request: FastifyRequest, shown: FieldShown, field: FieldOf<"long-choice">, label: object): Html {
  const { values, error, text } = shown;
  const ui = uiOf(request);
  const options = field.options.map(({ value, label: key }) => ({ value, name: text(key) }));
  const written = ({ value, name }: { value: string; name: string }): string => `${value} ${name}`;
  const typed = asText(values[field.name]).slice(0, 300);
  const chosen = options.find(({ value }) => value === typed);
  const wanted = typed.trim().toLowerCase();
  const found = error && wanted ? options.filter((one) => written(one).toLowerCase().includes(wanted)).slice(0, mostShown) : [];
  const matching =
    found.length > 0 &&
    ui.radios({
      name: `${field.name}-pick`,
      idPrefix: `${field.name}-pick`,
      fieldset: { legend: { text: request.t("web.form.matching", { text: typed }) } },
      items: found.map((one) => ({ value: one.value, text: written(one) })),
    });
  const list = `${field.name}-options`;
  return html`${ui.input({
    id: field.name,
    name: field.name,
    label: { text: "", ...label },
    value: chosen ? written(chosen) : typed,
    autocomplete: "off",
    attributes: { list },
    ...(field.hint ? { hint: { text: text(field.hint) } } : {}),
    ...(error ? { errorMessage: { text: error } } : {}),
  })}<datalist id="${list}">${options.map((one) => html`<option value="${written(one)}"></option>`)}</datalist>${matching}`;
}
