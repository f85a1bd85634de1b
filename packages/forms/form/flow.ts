import type { FieldError } from "../errors.ts";
import { parseFields } from "../fields/parse-page.ts";
import { answerOf, holds } from "./condition.ts";
import { END, type Form } from "./load.ts";
import type { Answers, Page } from "./schema.ts";

type Walk = { pages: string[]; answers: Answers };

/**
 * Walks the form with these answers. Conditions see only answers of pages already walked, so that a left-over answer of a page
 * that is no longer reachable can never steer. `until` stops the walk before a page.
 */
function walk(form: Form, given: Record<string, unknown>, until?: string): Walk {
  const pages: string[] = [];
  const answers: Answers = {};
  let at: string = form.pages[0]!.id;
  // loadForm found no cycle, so that each page comes at most once.
  while (at !== END && at !== until) {
    const page: Page = form.page(at)!;
    if (!holds(page.showWhen, answers)) {
      at = form.below(at);
      continue;
    }
    pages.push(at);
    for (const field of page.fields) {
      const answer = answerOf(given, field.name);
      if (answer !== undefined && holds(field.showWhen, answers)) answers[field.name] = answer as Answers[string];
    }
    at = page.next?.find(({ when }) => holds(when, answers))?.page ?? form.below(at);
  }
  return { pages, answers };
}

/** The pages that these answers lead through, in order. */
export const path = (form: Form, answers: Record<string, unknown>): string[] => walk(form, answers).pages;

/** The page after `page` for these answers; null at the end, or when these answers do not lead to `page`. */
export function nextPage(form: Form, page: string, answers: Record<string, unknown>): string | null {
  const pages = path(form, answers);
  const at = pages.indexOf(page);
  return at < 0 ? null : (pages[at + 1] ?? null);
}

/** Only the answers to questions that are asked now; what belongs to pages out of reach is dropped. */
export const prune = (form: Form, answers: Record<string, unknown>): Answers => walk(form, answers).answers;

/** The answers of the pages before `page`: what its conditions may look at. */
export const answersBefore = (form: Form, page: string, answers: Record<string, unknown>): Answers =>
  walk(form, answers, page).answers;

export type FlowOptions = { /** Calendar day that the bound `today` means. */ today: string };

/** What still stands against submitting: the first page with a problem comes first. Stored answers are parsed like new ones. */
export function openQuestions(
  form: Form,
  answers: Record<string, unknown>,
  options: FlowOptions,
): { page: string; errors: FieldError[] }[] {
  const { pages, answers: kept } = walk(form, answers);
  return pages.flatMap((id) => {
    const parsed = parseFields(form.page(id)!, kept, answersBefore(form, id, kept), { ...options, stored: true });
    return "errors" in parsed ? [{ page: id, errors: parsed.errors }] : [];
  });
}

/** Whether every question on the path has a valid answer. */
export const complete = (form: Form, answers: Record<string, unknown>, options: FlowOptions): boolean =>
  openQuestions(form, answers, options).length === 0;
