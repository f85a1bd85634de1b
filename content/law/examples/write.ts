import type { Facts, Value } from "@troad/law";
import { laws } from "../index.ts";
import { rareFacts } from "../taxes/basic.ts";
import { emptyReturn } from "../topics/income.ts";

/** Whence the answer of an example: worked out from a statute's text, or printed on an official page or in an announcement. */
export type Origin = { kind: "statute" | "official"; reference: string };

/** One case worked out by hand: what is asked of which law on which day, and what has to come out. */
export type WorkedExample = {
  law: string;
  want: string;
  at: string;
  facts: Facts;
  value: Value;
  origin: Origin;
};

/** From the text of an act or of its rules, with the reckoning. */
export const statute = (reference: string): Origin => ({ kind: "statute", reference });
/** From an office's page, notice or announcement, or a report of it. */
export const official = (reference: string): Origin => ({ kind: "official", reference });

/** A day on which the figures of 2026 apply. */
export const today = "2026-05-01";

type Builder = (want: string, at: string, facts: WorkedExample["facts"], value: Value, origin: Origin) => WorkedExample;

/** Amounts that most cases do not have. */
const rare = [
  "cit.losses",
  "cit.abroad",
  "cit.paidAbroad",
  "sale.losses",
  "gift.totalBurden",
  "estate.givenBefore",
  "estate.giftTaxPaid",
  "estate.spouseClaim",
  ...rareFacts,
];

/** What an example need not say: no to every question, and none of the rare amounts. */
function silent(name: string, want: string): WorkedExample["facts"] {
  const law = laws.get(name);
  const entity = law?.definitions.variable(want)?.entity;
  const inputs = law?.inputs.filter((input) => input.entity === entity) ?? [];
  return Object.fromEntries(
    inputs.flatMap((input): [string, Value][] =>
      input.type === "boolean" ? [[input.name, false]] : rare.includes(input.name) ? [[input.name, 0]] : [],
    ),
  );
}

/** Examples of one law. */
export const examplesOf =
  (law: string): Builder =>
  (want, at, facts, value, origin) => ({ law, want, at, facts: { ...silent(law, want), ...facts }, value, origin });

/** A return on which only these lines are filled in. */
export const taxReturn = (
  year: number,
  given: Record<string, number | boolean>,
  value: Value,
  origin: Origin,
  want = "income.tax",
): WorkedExample => ({
  law: "income",
  want,
  at: `${year}-12-31`,
  facts: { ...emptyReturn, ...Object.fromEntries(Object.entries(given).map(([name, fact]) => [`income.${name}`, fact])) },
  value,
  origin,
});
