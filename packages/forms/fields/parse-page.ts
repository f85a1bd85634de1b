import type { FieldError } from "../errors.ts";
import { answerOf, holds } from "../form/condition.ts";
import type { Form } from "../form/load.ts";
import type { Answers, Page } from "../form/schema.ts";
import { parseGroup } from "./group.ts";
import { parseField } from "./parse-field.ts";
import type { Surroundings } from "./surroundings.ts";

export type ParsedPage = { values: Answers } | { errors: FieldError[] };
export type ParseOptions = Omit<Surroundings, "stored" | "earlier"> & {
  /** Answers of earlier pages, for fields whose `showWhen` looks at them. */
  answers?: Record<string, unknown>;
  today: string;
};

/**
 * Parses what someone sent for one page: an HTML form's body or JSON. Total: whatever `rawBody` is, the result is values or
 * errors, in the order of the page. Fields that are not asked and names that the page does not know are left out.
 * An empty answer to an optional field is left out too.
 */
export function parsePage(form: Form, page: string, rawBody: unknown, options: ParseOptions): ParsedPage {
  const definition = form.page(page);
  if (!definition) return { errors: [{ field: page, code: "field.malformed" }] };
  const { answers = {}, ...around } = options;
  return parseFields(definition, rawBody, answers, { ...around, stored: false });
}

/** As parsePage, for a page at hand. */
export function parseFields(page: Page, rawBody: unknown, earlier: Record<string, unknown>, around: Surroundings): ParsedPage {
  const body =
    typeof rawBody === "object" && rawBody !== null && !Array.isArray(rawBody) ? (rawBody as Record<string, unknown>) : {};
  const values: Answers = {};
  const errors: FieldError[] = [];
  const own = new Set(page.fields.map(({ name }) => name));
  const seen: Record<string, unknown> = Object.fromEntries(Object.entries(earlier).filter(([name]) => !own.has(name)));
  for (const field of page.fields) {
    if (!holds(field.showWhen, seen)) continue;
    if (field.type === "group") {
      const group = parseGroup(field, body, seen, around);
      if ("errors" in group) errors.push(...group.errors);
      else if (group.entries.length > 0) values[field.name] = group.entries;
      continue;
    }
    const parsed = parseField(field, (part) => answerOf(body, part === "" ? field.name : `${field.name}-${part}`), {
      ...around,
      earlier: seen,
    });
    if ("error" in parsed) errors.push({ field: field.name, ...parsed.error });
    else if (parsed.value !== undefined) {
      values[field.name] = parsed.value;
      seen[field.name] = parsed.value;
    }
  }
  return errors.length > 0 ? { errors } : { values };
}
