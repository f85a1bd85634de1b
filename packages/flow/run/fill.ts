import {
  type Answers,
  END,
  type Field,
  type FieldError,
  type Form,
  openQuestions,
  type ParseOptions,
  parsePage,
  path,
} from "@troad/forms";
import type { ReadValue } from "../definition/guard.ts";
import type { StepOf } from "../definition/steps.ts";

type Fill = StepOf<"fill"> | StepOf<"notice">;

/** The pages that a step asks, in the order in which these answers lead through the form. */
export const pagesOf = (form: Form, step: Fill, answers: Record<string, unknown>): string[] =>
  path(form, answers).filter((page) => !step.pages || step.pages.includes(page));

/** The page of the step after `page` for these answers; null at the end, or where they do not lead to `page`. */
export function nextPageOf(form: Form, step: Fill, page: string, answers: Record<string, unknown>): string | null {
  const pages = pagesOf(form, step, answers);
  const at = pages.indexOf(page);
  return at < 0 ? null : (pages[at + 1] ?? null);
}

/** What still stands against leaving the step: pages of other steps do not count. */
export const openQuestionsOf = (
  form: Form,
  step: Fill,
  answers: Record<string, unknown>,
  today: string,
): { page: string; errors: FieldError[] }[] =>
  openQuestions(form, answers, { today }).filter(({ page }) => !step.pages || step.pages.includes(page));

/**
 * The answers that a step brings with it, by field: what a source or an earlier answer says, in the form of an answer. A value that is not
 * there, or that the field does not take, leaves the field to the person.
 */
export function lockedIn(form: Form, step: Fill, read: ReadValue, around: Omit<ParseOptions, "answers">): Answers {
  const locked: Answers = {};
  for (const [name, reference] of Object.entries(("prefill" in step && step.prefill) || {})) {
    const found = form.pages.flatMap(({ fields }) => fields).find((one) => one.name === name);
    const value = read(reference) ?? undefined;
    if (!found || value === undefined) continue;
    // whether it is asked is the page's matter
    const field: Field = structuredClone(found);
    delete field.showWhen;
    const alone: Form = { pages: [], page: () => ({ id: name, title: field.label, fields: [field] }), below: () => END };
    const parsed = parsePage(alone, name, { [name]: value }, around);
    const answer = "values" in parsed ? parsed.values[name] : undefined;
    if (answer !== undefined) locked[name] = answer;
  }
  return locked;
}

/** Parses one page of a step. What was sent for a locked field does not count, whichever of its inputs it names. */
export function parsePageOf(
  form: Form,
  page: string,
  sent: unknown,
  { locked, ...options }: ParseOptions & { locked: Answers },
): ReturnType<typeof parsePage> {
  const body = typeof sent === "object" && sent !== null && !Array.isArray(sent) ? sent : {};
  // inputs of a field are its name, or begin with it and a hyphen, which no name has
  const open = Object.entries(body).filter(([input]) => !Object.hasOwn(locked, input.split("-", 1)[0] ?? ""));
  const asked = form.page(page)?.fields.filter(({ name }) => Object.hasOwn(locked, name)) ?? [];
  const brought = asked.map(({ name }) => [name, locked[name]] as const);
  return parsePage(form, page, Object.fromEntries([...open, ...brought]), options);
}
