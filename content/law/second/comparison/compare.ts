import { decisive, type Facts, type Law, type Value } from "@troad/law";
import { type Random, seededRandom } from "./random.ts";

/** One question to the rules and what the second computation answers. */
export type Question = { at: string; facts: Facts; expected: Readonly<Record<string, Value>> };
/** A tax that both compute: the law that holds its rules, and how cases are drawn. */
export type Comparison = { tax: string; law: string; draw: (random: Random) => Question };
type Difference = Question & { answered: Readonly<Record<string, Value | undefined>> };
type Result = { cases: number; differences: number; first: Difference[]; rules: ReadonlySet<string> };

const kept = 3;

type Limits = { cases: number; until?: number; differences?: number };

/** Asks the rules random questions, up to a number of cases or of differences, or until the time is over. */
export function compare(law: Law, { tax, draw }: Comparison, limits: Limits): Result {
  const { cases: most, until = Number.POSITIVE_INFINITY, differences: enough = Number.POSITIVE_INFINITY } = limits;
  const random = seededRandom([...tax].reduce((seed, letter) => seed * 31 + letter.charCodeAt(0), 7));
  const first: Difference[] = [];
  const rules = new Set<string>();
  let differences = 0;
  let cases = 0;
  for (; cases < most && differences < enough && Date.now() < until; cases++) {
    const question = draw(random);
    const want = Object.keys(question.expected);
    const { values, trace } = law.calculate({ want, situation: question.facts, at: question.at });
    if (want.every((name) => values[name] === question.expected[name])) {
      for (const { variable } of decisive(trace, want)) rules.add(variable);
      continue;
    }
    differences++;
    if (first.length < kept) first.push({ ...question, answered: values });
  }
  return { cases, differences, first, rules };
}
