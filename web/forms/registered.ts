import { type Html, html } from "@troad/html";
import type { FastifyRequest } from "fastify";
import { uiOf } from "../site/view.ts";
import { inFrame, type Legend, partOf } from "./composite.ts";
import type { FieldShown } from "./shown.ts";

/**
 * A number whose name a register gives. The number that the reader confirms goes along unseen: another one in the box is looked up again.
 */
export function registeredHtml(request: FastifyRequest, shown: FieldShown, kind: "person" | "business", legend: Legend): Html {
  const { field, values } = shown;
  const { t } = request;
  const number = partOf(values, field.name, "number");
  const name = partOf(values, field.name, "name");
  const confirmed = partOf(values, field.name, "confirmed") || (name && number);
  return inFrame(
    request,
    shown,
    legend,
    html`${uiOf(request).input({
      id: `${field.name}-number`,
      name: `${field.name}-number`,
      label: { text: t(`web.form.${kind}-number`) },
      value: number,
      classes: "tr-input--width-10",
      spellcheck: false,
      autocomplete: "off",
      ...(name ? { hint: { text: t("web.form.found", { name }) } } : {}),
    })}<input type="hidden" name="${field.name}-confirmed" value="${confirmed}">`,
  );
}
