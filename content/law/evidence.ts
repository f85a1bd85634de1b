import { decisive, type Facts, type Law, type Value } from "@troad/law";
import { type Origin, type WorkedExample, workedExamples } from "./examples.ts";
import { laws } from "./index.ts";
import type { Rule, RuleExample } from "./rule.ts";
import { rules } from "./rules.ts";
import { compare } from "./second/comparison/compare.ts";
import { comparisons, lawOf } from "./second/comparison/index.ts";

/** What shows that a rule is right: examples by origin, and whether random cases of the second computation rest on it. */
export type Evidence = Record<Origin["kind"], number> & { second: boolean };

/** Enough for each rule of a tax to decide some of them. */
const randomCases = 500;
const article = /§|\bart\. \d/;

/** An origin that cites an article was worked out from its text; any other is printed somewhere. */
const originOf = (reference: string): Origin => ({ kind: article.test(reference) ? "statute" : "official", reference });

function examplesOf(rule: Rule): WorkedExample[] {
  const { id, law, want, optional, examples } = rule;
  const input = (short: string) => law.inputs.find(({ name }) => name.endsWith(`.${short}`))?.name ?? short;
  const absent = [...optional].map((name): [string, Value] => [
    name,
    law.definitions.input(name)?.type === "boolean" ? false : 0,
  ]);
  const situation = (facts: RuleExample[1]) => ({
    ...Object.fromEntries(absent),
    ...Object.fromEntries(Object.entries(facts).map(([short, value]) => [input(short), value])),
  });
  return examples.flatMap(([at, facts, comesTo, reference]) =>
    Object.entries(typeof comesTo === "object" ? comesTo : { [want[0] ?? ""]: comesTo }).map(
      ([name, value]): WorkedExample => ({
        law: id,
        want: name,
        at,
        facts: situation(facts),
        value,
        origin: originOf(reference),
      }),
    ),
  );
}

/** All worked examples: those of `examples/` and those that stand in a rule's own folder. */
export const allExamples: readonly WorkedExample[] = [...workedExamples, ...rules.flatMap(examplesOf)];

/** The rules that the answer of an example rests on; none when it does not come out. */
function rulesOf({ law, want, at, facts, value }: WorkedExample): string[] {
  const answer = laws.get(law)?.calculate({ want: [want], situation: facts as Facts, at });
  if (answer?.values[want] !== value) return [];
  return decisive(answer.trace, [want]).map(({ variable }) => variable);
}

function gather(): ReadonlyMap<string, Evidence> {
  const evidence = new Map<string, Evidence>();
  const of = (law: string, rule: string): Evidence => {
    const name = `${law} ${rule}`;
    const known = evidence.get(name) ?? { statute: 0, official: 0, second: false };
    evidence.set(name, known);
    return known;
  };
  for (const example of allExamples) for (const rule of new Set(rulesOf(example))) of(example.law, rule)[example.origin.kind]++;
  for (const comparison of comparisons)
    for (const rule of compare(lawOf(comparison), comparison, { cases: randomCases }).rules)
      of(comparison.law, rule).second = true;
  return evidence;
}

let gathered: ReadonlyMap<string, Evidence> | undefined;
const nothing: Evidence = { statute: 0, official: 0, second: false };

/** Evidence for a rule of a law; gathered once, by running every example. */
export function evidenceFor(law: string, rule: string): Evidence {
  gathered ??= gather();
  return gathered.get(`${law} ${rule}`) ?? nothing;
}

/** Rules that an article names and nothing shows to be right. */
export function withoutEvidence(all: ReadonlyMap<string, Law> = laws): string[] {
  return [...all].flatMap(([name, law]) =>
    law.variables
      .filter((rule) => rule.article !== null)
      .filter((rule) => {
        const { statute, official, second } = evidenceFor(name, rule.name);
        return statute + official === 0 && !second;
      })
      .map((rule) => `${name} ${rule.name}`),
  );
}
