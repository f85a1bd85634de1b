import type { Field } from "@troad/forms";
import { type Html, html } from "@troad/html";
import type { FastifyRequest } from "fastify";
import { fieldHtml } from "./field.ts";
import { groupHtml } from "./group.ts";
import type { FieldShown } from "./shown.ts";

type Shown = Omit<FieldShown, "field" | "error" | "under"> & {
  fields: readonly Field[];
  /** What is wrong with a field, in the reader's language. */
  errorOf(field: Field): string | undefined;
  /** What stands in the place of a question whose answer nobody changes here. */
  brought?(field: Field): Html | undefined;
};

/** The choice above on the same page that opens a field: its name and value. */
function openerOf(field: Field, fields: readonly Field[]): { field: string; value: string } | undefined {
  const { showWhen } = field;
  if (!showWhen || !("is" in showWhen)) return undefined;
  const opener = fields.find(({ name }) => name === showWhen.field);
  const isChoice = opener?.type === "yes-no" || opener?.type === "choice";
  return isChoice && !opener.showWhen ? { field: opener.name, value: String(showWhen.is) } : undefined;
}

/** All questions of a page. One that hangs on a choice of the same page stands under that choice. */
export function fieldsHtml(request: FastifyRequest, { fields, errorOf, brought, ...shown }: Shown): Html[] {
  const open = fields.filter((field) => !brought?.(field));
  const openers = new Map(open.map((field) => [field.name, openerOf(field, open)]));
  const draw = (field: Field): Html => {
    const known = brought?.(field);
    if (known) return known;
    const under = new Map<string, Html>();
    for (const [name, opener] of openers) {
      const opened = opener?.field === field.name ? fields.find((one) => one.name === name) : undefined;
      if (opened && opener) under.set(opener.value, html`${under.get(opener.value)}${draw(opened)}`);
    }
    const one = { ...shown, field, error: errorOf(field), ...(under.size > 0 ? { under } : {}) };
    if (field.type !== "group") return fieldHtml(request, one);
    return groupHtml(request, one, field, (inner, values) => fieldsHtml(request, { ...shown, fields: inner, values, errorOf }));
  };
  return fields.filter(({ name }) => !openers.get(name)).map(draw);
}
