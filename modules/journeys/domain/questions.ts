import { pagesOf } from "@troad/flow";
import { type Condition, type Field, holds, openQuestions, type Page, path } from "@troad/forms";
import { fits, formOf } from "./check-binding.ts";
import type { Journey, Part } from "./journey.ts";
import { isKnownFact, type KnownFacts, later, valueFor } from "./values.ts";

/** A page that is asked: of a service's page what nobody knows yet. Names of fields are the service's own. */
export type AskedPage = {
  service: string;
  page: string;
  definition: Page;
  values: Record<string, unknown>;
  /** Fields whose answer is a fact for other services as well, with its name. */
  facts: Record<string, string>;
};

/** Which parts the situation calls for, in their order. */
export const applying = ({ parts }: Journey, { situation }: Pick<KnownFacts, "situation">): Part[] =>
  parts.filter(({ when }) => holds(when, situation));

/** Those of them that are applied for. */
export const chosenParts = (journey: Journey, known: Pick<KnownFacts, "situation" | "leftOut">): Part[] =>
  applying(journey, known).filter(({ service, besides }) => !besides && !known.leftOut.includes(service));

/** The pages to ask, in order: each fact on the first page that has it; what is known, or comes with another part's outcome, on none. */
export function askedPages(journey: Journey, known: KnownFacts): AskedPage[] {
  const parts = chosenParts(journey, known);
  const around = { journey, known, chosen: new Set(parts.map(({ service }) => service)) };
  /** Facts that a page before asks. */
  const taken = new Set<string>();
  const pages: AskedPage[] = [];
  for (const part of parts) {
    const answers = answersOf(journey, known, part);
    for (const id of pagesOf(part.form, part.step, answers)) {
      const page = part.form.page(id)!;
      const here = new Set<string>();
      const isAsked = (field: Field): boolean => {
        const binding = part.bound.get(field.name);
        if (!binding) return true;
        if (!("fact" in binding))
          return valueFor(binding, around) === undefined || !suits(field, valueFor(binding, around), known);
        if (isKnownFact(binding, around)) return false;
        if (here.has(binding.fact)) return false;
        if (!taken.has(binding.fact)) {
          here.add(binding.fact);
          return true;
        }
        const given = known.facts[binding.fact];
        return given !== undefined && !fits(field, given, known.today);
      };
      const asked = page.fields.filter(isAsked);
      const fields = asked.flatMap((field) => reduced(field, asked, answers));
      const facts: Record<string, string> = {};
      for (const field of fields) {
        const binding = part.bound.get(field.name);
        if (!binding || !("fact" in binding) || taken.has(binding.fact)) continue;
        facts[field.name] = binding.fact;
      }
      // what is not shown with these answers, or may stay empty and does, leaves the question to a later form
      for (const { name, required, showWhen } of fields)
        if (facts[name] && holds(showWhen, answers) && (required !== false || answers[name] !== undefined))
          taken.add(facts[name]);
      if (fields.length === 0) continue;
      const values = Object.fromEntries(
        fields.map(({ name }) => [name, answers[name]]).filter(([, value]) => value !== undefined),
      );
      pages.push({ service: part.service, page: id, definition: { ...page, fields }, values, facts });
    }
  }
  return pages;
}

const suits = (field: Field, value: unknown, { today }: KnownFacts): boolean => value === later || fits(field, value, today);

/** All that is known of a part's form, by its own names; what is to come with another outcome is not there yet. */
export function answersOf(journey: Journey, known: KnownFacts, part: Part): Record<string, unknown> {
  const chosen = new Set(chosenParts(journey, known).map(({ service }) => service));
  const own = known.own[part.service] ?? {};
  const entries = part.form.pages.flatMap(({ fields }) =>
    fields.flatMap((field): [string, unknown][] => {
      const binding = part.bound.get(field.name);
      const brought = binding && valueFor(binding, { journey, known, chosen });
      if (brought === later) return [];
      const value = brought !== undefined && fits(field, brought, known.today) ? brought : own[field.name];
      return value === undefined ? [] : [[field.name, value]];
    }),
  );
  return Object.fromEntries(entries);
}

/** A question without what is settled of its condition; none where it is not asked at all. */
function reduced(field: Field, asked: readonly Field[], answers: Record<string, unknown>): Field[] {
  const { showWhen, ...bare } = field;
  if (!showWhen) return [field];
  const isOpen = (one: Condition): boolean => "field" in one && asked.some(({ name }) => name === one.field);
  if ("field" in showWhen) return isOpen(showWhen) ? [field] : holds(showWhen, answers) ? [bare as Field] : [];
  const all = "all" in showWhen ? showWhen.all : showWhen.any;
  const [open, settled] = [all.filter(isOpen), all.filter((one) => !isOpen(one))];
  if (open.length === 0) return holds(showWhen, answers) ? [bare as Field] : [];
  if ("all" in showWhen)
    return settled.every((one) => holds(one, answers)) ? [{ ...bare, showWhen: { all: open } } as Field] : [];
  return [(settled.some((one) => holds(one, answers)) ? bare : { ...bare, showWhen: { any: open } }) as Field];
}

/** The form of an asked page alone. */
export const formOfPage = (page: Page) => ({ ...formOf(page.fields[0]!), pages: [page], page: () => page });

/** What is still wrong with the answers to a page. */
export const openOn = ({ definition, values }: AskedPage, today: string) =>
  openQuestions(formOfPage(definition), values, { today });

/** How many questions are asked with these answers, and how many the forms of the same services ask one by one. */
export function countQuestions(journey: Journey, known: KnownFacts): { together: number; single: number } {
  const shown = (fields: readonly Field[], answers: Record<string, unknown>): number =>
    fields.filter(({ showWhen }) => holds(showWhen, answers)).length;
  const situation = path(journey.questions, known.situation).flatMap((page) => journey.questions.page(page)!.fields);
  const asked = askedPages(journey, known).map(({ definition, values }) => shown(definition.fields, values));
  const single = chosenParts(journey, known).map((part) => {
    const answers = answersOf(journey, known, part);
    return pagesOf(part.form, part.step, answers)
      .map((page) => shown(part.form.page(page)!.fields, answers))
      .reduce((sum, n) => sum + n, 0);
  });
  const sum = (all: readonly number[]): number => all.reduce((total, n) => total + n, 0);
  return { together: shown(situation, known.situation) + sum(asked), single: sum(single) };
}
