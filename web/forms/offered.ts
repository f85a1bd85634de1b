import type { FieldOf, Offer } from "@troad/forms";
import { type Html, html } from "@troad/html";
import type { FastifyRequest } from "fastify";
import { uiOf } from "../site/view.ts";
import { asText, type Legend } from "./composite.ts";
import type { FieldShown } from "./shown.ts";

/** More than so many are a list to open. */
const mostRadios = 8;

type Common = { idPrefix: string; name: string; hint?: { text: string }; errorMessage?: { text: string } };
type Framed = { common: Common; label: { text: string; classes: string }; legend: Legend };

/** What a module offers, to choose one or several of; where it offers nothing, that is said. */
export function offeredHtml(
  request: FastifyRequest,
  { field: { name }, values, offers = {} }: FieldShown,
  { many }: FieldOf<"offered">,
  { common, label, legend }: Framed,
): Html {
  const { t, lang } = request;
  const ui = uiOf(request);
  const offered = offers[name] ?? [];
  const chosen = [values[name]].flat().map(valueIn);
  const items = offered.map((one) => ({ value: one.value, text: offerText(one, lang), checked: chosen.includes(one.value) }));
  if (items.length === 0)
    return html`<div id="${name}"><p class="${label.classes}"><strong>${label.text}</strong></p><p>${t("web.form.nothing-offered")}</p></div>`;
  if (many) return ui.checkboxes({ ...common, fieldset: legend, items });
  if (items.length <= mostRadios) return ui.radios({ ...common, fieldset: legend, items });
  const { idPrefix: id, ...rest } = common;
  const [value = ""] = chosen;
  return ui.select({ ...rest, id, label, value, items: [{ value: "", text: t("web.form.choose") }, ...items] });
}

/** What it is called; in a language that its module does not know, as it is called there first. */
export const offerText = ({ value, text }: Offer, lang: string): string => text[lang] ?? Object.values(text)[0] ?? value;

const valueIn = (one: unknown): string =>
  typeof one === "object" && one !== null && "value" in one ? asText(one.value) : asText(one);
