import { button, fieldset } from "@troad/design";
import { type EntryField, entriesIn, entryInput, type Field, type FieldOf } from "@troad/forms";
import { type Html, html } from "@troad/html";
import type { FastifyRequest } from "fastify";
import { inFrame } from "./composite.ts";
import type { FieldShown } from "./shown.ts";

type Values = Record<string, unknown>;
type Draw = (fields: readonly Field[], values: Values) => Html[];

/** A field of an entry under the name of its input; a condition on another field of the entry follows it. */
function inEntry(group: FieldOf<"group">, index: number, field: EntryField): EntryField {
  const own = new Set(group.fields.map(({ name }) => name));
  const { showWhen } = field;
  const name = entryInput(group.name, index, field.name);
  if (!showWhen || !("field" in showWhen) || !own.has(showWhen.field)) return { ...field, name };
  return { ...field, name, showWhen: { ...showWhen, field: entryInput(group.name, index, showWhen.field) } };
}

/** How many entries a page shows: those sent, else those stored, and as many empty ones as are needed at least. */
function shownEntries(group: FieldOf<"group">, values: Values): number {
  const stored = values[group.name];
  const count = `${group.name}-count` in values ? entriesIn(group, values) : Array.isArray(stored) ? stored.length : 0;
  return Math.min(Math.max(count, group.min, group.required === false ? 0 : 1), group.max);
}

/** The values of the inputs of an entry; stored answers become what their inputs would say. */
function entryValues(group: FieldOf<"group">, index: number, values: Values): Values {
  const stored = values[group.name];
  if (`${group.name}-count` in values || !Array.isArray(stored)) return values;
  const entry: unknown = stored[index];
  if (typeof entry !== "object" || entry === null) return values;
  return Object.fromEntries(Object.entries(entry).map(([name, value]) => [entryInput(group.name, index, name), value]));
}

/** The same questions for each entry; entries are added and removed by buttons of the form itself. */
export function groupHtml(request: FastifyRequest, shown: FieldShown, group: FieldOf<"group">, draw: Draw): Html {
  const { values, text } = shown;
  const { t } = request;
  const count = shownEntries(group, values);
  const entry = text(group.entry);
  const least = Math.max(group.min, group.required === false ? 0 : 1);
  const entries = Array.from({ length: count }, (_, index) => {
    const title = t("web.form.entry", { entry, n: index + 1 });
    const fields = draw(
      group.fields.map((field) => inEntry(group, index, field)),
      entryValues(group, index, values),
    );
    const remove =
      count > least &&
      button({
        html: html`${t("web.form.remove-entry")}<span class="tr-visually-hidden"> ${title}</span>`,
        name: `${group.name}-remove`,
        value: index,
        classes: "tr-button--secondary",
      });
    const legend = { text: title, classes: "tr-fieldset__legend--s" };
    return html`<div class="tr-entry">${fieldset({ legend, html: html`${fields}${remove}` })}</div>`;
  });
  const add =
    count < group.max &&
    button({
      text: t("web.form.add-entry", { entry }),
      name: `${group.name}-add`,
      value: 1,
      classes: "tr-button--secondary",
    });
  const legend = { legend: { text: text(group.label), classes: "tr-fieldset__legend--m" } };
  return inFrame(request, shown, legend, html`<input type="hidden" name="${group.name}-count" value="${count}">${entries}${add}`);
}
