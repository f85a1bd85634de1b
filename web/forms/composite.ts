import { fieldset, hint } from "@troad/design";
import { type Html, html } from "@troad/html";
import type { FastifyRequest } from "fastify";
import { uiOf } from "../site/view.ts";
import type { FieldShown } from "./shown.ts";

export type Legend = { legend: { text: string; classes: string } };

/** Several inputs that are one answer: framed together, with the hint and the error of the whole. */
export function inFrame(
  request: FastifyRequest,
  { field, error, text }: Pick<FieldShown, "field" | "error" | "text">,
  legend: Legend,
  inputs: Html,
): Html {
  const [hintId, errorId] = [`${field.name}-hint`, `${field.name}-error`];
  const content = html`${field.hint && hint({ id: hintId, text: text(field.hint) })}${
    error && uiOf(request).errorMessage({ id: errorId, text: error })
  }
    ${inputs}`;
  const describedBy = [field.hint && hintId, error && errorId].filter(Boolean).join(" ");
  const set = fieldset({ ...legend, ...(describedBy ? { describedBy } : {}), html: content });
  return html`<div class="tr-form-group${error && " tr-form-group--error"}" id="${field.name}">${set}</div>`;
}

export const asText = (value: unknown): string =>
  value === undefined || value === null ? "" : Array.isArray(value) ? value.join(",") : String(value);

/** A part of an answer: what was typed into its input, or the part of the stored answer. */
export function partOf(values: Record<string, unknown>, name: string, part: string): string {
  const typed = values[`${name}-${part}`];
  if (typed !== undefined) return asText(typed);
  const stored = values[name];
  const isRecord = typeof stored === "object" && stored !== null && !Array.isArray(stored);
  return isRecord && Object.hasOwn(stored, part) ? asText((stored as Record<string, unknown>)[part]) : "";
}
