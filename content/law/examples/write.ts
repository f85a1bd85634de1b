import { emptyReturn } from "../topics/income.ts";

/** One case worked out by hand from the articles: what is asked of which law on which day, and what has to come out. */
export type WorkedExample = {
  law: string;
  want: string;
  at: string;
  facts: Readonly<Record<string, number | string | boolean>>;
  value: number;
};

/** A day on which the figures of 2026 apply. */
export const today = "2026-05-01";

export const example = (law: string, want: string, at: string, facts: WorkedExample["facts"], value: number): WorkedExample => ({
  law,
  want,
  at,
  facts,
  value,
});

/** A return on which only these lines are filled in. */
export const taxReturn = (
  year: number,
  given: Record<string, number | boolean>,
  value: number,
  want = "income.tax",
): WorkedExample =>
  example(
    "income",
    want,
    `${year}-12-31`,
    { ...emptyReturn, ...Object.fromEntries(Object.entries(given).map(([name, fact]) => [`income.${name}`, fact])) },
    value,
  );
