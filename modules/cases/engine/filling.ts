import { lockedIn, nextPageOf, offeredIn, openQuestionsOf, pagesOf, parsePageOf, reasonsMissing, type StepOf } from "@troad/flow";
import { type Answers, answersBefore, type FieldError, type ParseOptions, prune } from "@troad/forms";
import { caseFailure } from "../domain/errors.ts";
import type { LoadedService } from "../domain/services.ts";

/**
 * A step of kind fill while it is answered: all answers so far, those that it brings and nobody changes, and those that it offers, which stand
 * among the answers as long as the person has given no other.
 */
export type Filling = {
  service: LoadedService;
  step: StepOf<"fill">;
  answers: Answers;
  locked: Answers;
  offered: Answers;
  /** Pages that nobody has looked at yet, though all on them was offered. */
  unseen: string[];
};

/** The step that begins a case by answering; a service that other authorities' notices begin alone has none. */
export function firstFill({ flow }: LoadedService): StepOf<"fill"> | undefined {
  return flow.first.kind === "fill" ? flow.first : undefined;
}

/** What was answered of a step before, with what it brings in the place of anything else. */
export function fillingOf(
  { service, step }: Pick<Filling, "service" | "step">,
  answers: Record<string, unknown>,
  brought?: { read: Parameters<typeof lockedIn>[2]; around: Parameters<typeof lockedIn>[3] },
): Filling {
  const locked = brought ? lockedIn(service.form, step, brought.read, brought.around) : {};
  const offered = brought ? offeredIn(service.form, step, brought.read, brought.around) : {};
  const unseen = service.form.pages
    .filter(({ fields }) => fields.some(({ name }) => Object.hasOwn(offered, name) && !Object.hasOwn(answers, name)))
    .map(({ id }) => id);
  return { service, step, locked, offered, unseen, answers: prune(service.form, { ...offered, ...answers, ...locked }) };
}

/** The pages of the step that the answers lead to, and the first that is not answered yet or whose answers no longer hold. */
export function pagesShown({ service: { form }, step, answers, unseen }: Filling, today: string) {
  const pages = pagesOf(form, step, answers);
  const open = new Set([...openQuestionsOf(form, step, answers, today).map(({ page }) => page), ...unseen]);
  return { pages: pages.map((page) => form.page(page)!), open: pages.find((page) => open.has(page)) ?? null };
}

type Around = Omit<ParseOptions, "answers">;

/** Answers one page of the step: all answers after it and the page that follows, or what is wrong with the page. */
export function answerPage(
  { service: { form }, step, answers, locked, offered }: Filling,
  page: string,
  values: Record<string, unknown>,
  around: Around,
): { errors: FieldError[] } | { answers: Answers; next: string | null } {
  if (!form.page(page) || (step.pages && !step.pages.includes(page))) throw caseFailure("case.page-unknown");
  const parsed = parsePageOf(form, page, values, { ...around, answers: answersBefore(form, page, answers), locked });
  if ("errors" in parsed) return parsed;
  const unexplained = reasonsMissing(form, step, {
    ...{ page, offered },
    answers: { ...answersBefore(form, page, answers), ...parsed.values },
  });
  if (unexplained.length > 0) return { errors: unexplained };
  const names = new Set(form.page(page)!.fields.map((field) => field.name));
  const kept = Object.fromEntries(Object.entries(answers).filter(([name]) => !names.has(name)));
  const merged = prune(form, { ...kept, ...parsed.values });
  return { answers: merged, next: nextPageOf(form, step, page, merged) };
}

/** Nothing of the step is open any more. */
export function requireComplete({ service: { form }, step, answers, offered }: Filling, today: string): void {
  const isUnexplained = (page: string): boolean => reasonsMissing(form, step, { page, offered, answers }).length > 0;
  if (openQuestionsOf(form, step, answers, today).length > 0 || pagesOf(form, step, answers).some(isUnexplained))
    throw caseFailure("case.incomplete");
}
