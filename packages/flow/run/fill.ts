import {
  type Answers,
  END,
  type Field,
  type FieldError,
  type Form,
  holds,
  openQuestions,
  type ParseOptions,
  parsePage,
  path,
} from "@troad/forms";
import type { Brought } from "../definition/brought.ts";
import { derive } from "../definition/derived.ts";
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

type Offer = Extract<Brought, { offers: unknown }>;
const isOffer = (brought: Brought): brought is Offer => typeof brought === "object" && "offers" in brought;
const broughtOf = (step: Fill): [string, Brought][] => Object.entries(("prefill" in step && step.prefill) || {});

/** Reads what a step brings for each field that `takes` holds of, as the field would take it as an answer. */
function broughtIn(
  form: Form,
  step: Fill,
  { read, around, takes }: { read: ReadValue; around: Omit<ParseOptions, "answers">; takes: (brought: Brought) => boolean },
): Answers {
  const answers: Answers = {};
  for (const [name, brought] of broughtOf(step)) {
    if (!takes(brought)) continue;
    const from = isOffer(brought) ? brought.offers : (brought as Exclude<Brought, Offer>);
    const found = form.pages.flatMap(({ fields }) => fields).find((one) => one.name === name);
    const value = (typeof from === "string" ? read(from) : derive(from, read)) ?? undefined;
    if (!found || value === undefined) continue;
    const taken = found.type === "text" && Array.isArray(value) ? value.map(String).join("、") : value;
    // whether it is asked is the page's matter
    const field: Field = structuredClone(found);
    delete field.showWhen;
    const alone: Form = { pages: [], page: () => ({ id: name, title: field.label, fields: [field] }), below: () => END };
    const parsed = parsePage(alone, name, { [name]: taken }, around);
    const answer = "values" in parsed ? parsed.values[name] : undefined;
    if (answer !== undefined) answers[name] = answer;
  }
  return answers;
}

/** The answers that a step offers: what is known of the person, who may state otherwise with a reason. */
export const offeredIn = (form: Form, step: Fill, read: ReadValue, around: Omit<ParseOptions, "answers">): Answers =>
  broughtIn(form, step, { read, around, takes: isOffer });

/** Nothing stated is the same as an amount of zero. */
const isSame = (offered: unknown, answer: unknown): boolean => answer === offered || (answer === undefined && offered === 0);

/** Of the fields asked, those whose answers differ from what the step offered, and the field that gives the reason. */
export const differencesIn = (
  step: Fill,
  { asked, offered, answers }: { asked: readonly string[]; offered: Answers; answers: Record<string, unknown> },
): { field: string; reason: string }[] =>
  broughtOf(step).flatMap(([field, brought]) =>
    isOffer(brought) && asked.includes(field) && Object.hasOwn(offered, field) && !isSame(offered[field], answers[field])
      ? [{ field, reason: brought.reason }]
      : [],
  );

/** The fields that a page asks with these answers. */
export const askedOn = (form: Form, page: string, answers: Record<string, unknown>): string[] =>
  (form.page(page)?.fields ?? []).filter(({ showWhen }) => holds(showWhen, answers)).map(({ name }) => name);

/** The reasons that are missing among the answers to a page, as errors of their fields. */
export const reasonsMissing = (
  form: Form,
  step: Fill,
  { page, offered, answers }: { page: string; offered: Answers; answers: Record<string, unknown> },
): FieldError[] =>
  [...new Set(differencesIn(step, { asked: askedOn(form, page, answers), offered, answers }).map(({ reason }) => reason))]
    .filter((reason) => answers[reason] === undefined)
    .map((field) => ({ field, code: "field.differs-without-reason" }));

/**
 * The answers that a step brings with it, by field: what a source or an earlier answer says, in the form of an answer. A value that is not
 * there, or that the field does not take, leaves the field to the person.
 */
export const lockedIn = (form: Form, step: Fill, read: ReadValue, around: Omit<ParseOptions, "answers">): Answers =>
  broughtIn(form, step, { read, around, takes: (brought) => !isOffer(brought) });

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
