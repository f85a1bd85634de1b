import { type Answers, path } from "@troad/forms";
import { nextQuestions, type Trials, type Value } from "@troad/law";
import type { Calculator } from "./calculator.ts";

/** A page that was left out, and how far its answers can move the result. */
export type OpenPage = { page: string; spread: number };

/** Usual figures to try, none first: a person, a yes, a year of rent or of premiums. */
const trialOf: Partial<Record<string, readonly Value[]>> = { money: [0, 200_000], integer: [0, 1], boolean: [false, true] };

/** The pages that were left out, first the one that matters most. */
export function openPages(calculator: Calculator, answers: Answers, year: number, want: string): OpenPage[] {
  const { form, optional, law, fields } = calculator;
  const open = path(form, answers).filter(
    (page) => optional.has(page) && form.page(page)?.fields.every(({ name }) => answers[name] === undefined),
  );
  if (open.length < 2) return open.map((page) => ({ page, spread: 0 }));
  const trials: Trials = Object.fromEntries(law.inputs.map(({ name, type }) => [name, trialOf[type] ?? []]));
  const isAnswered = (fact: string) => answers[fields.get(fact) ?? ""] !== undefined || !fields.has(fact);
  const situation = Object.fromEntries(Object.entries(calculator.facts(answers, year)).filter(([fact]) => isAnswered(fact)));
  const spreads = new Map(
    nextQuestions(law, { want, situation, at: calculator.day(year) }, trials).map(({ input, spread }) => [
      fields.get(input),
      spread,
    ]),
  );
  return open
    .map((page) => ({ page, spread: Math.max(0, ...(form.page(page)?.fields ?? []).map(({ name }) => spreads.get(name) ?? 0)) }))
    .toSorted((a, b) => b.spread - a.spread);
}
