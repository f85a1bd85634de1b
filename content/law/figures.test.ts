import assert from "node:assert/strict";
import { test } from "node:test";
import type { Law } from "@troad/law";
import { allExamples } from "./evidence.ts";
import { laws } from "./index.ts";
import { rules } from "./rules.ts";
import { alterationsOf, figuresOf } from "./second/comparison/alterations.ts";
import { compare } from "./second/comparison/compare.ts";
import { comparisons, lawOf } from "./second/comparison/index.ts";

/** Tables of more steps than these are noticed at one of them at least. */
const fewSteps = 12;

/** Figures that random cases notice; `second/second.test.ts` alters those. */
const compared = new Set(
  comparisons.flatMap((comparison) => {
    const law = lawOf(comparison);
    return figuresOf(law, compare(law, comparison, { cases: 200 }).rules).map(({ name }) => `${comparison.law} ${name}`);
  }),
);

/** Whether an example comes out otherwise by this law, or not at all. */
function noticed(name: string, law: Law): boolean {
  return allExamples.some(({ law: of, want, at, facts, value }) => {
    if (of !== name) return false;
    try {
      return law.calculate({ want: [want], situation: facts, at }).values[want] !== value;
    } catch {
      return true;
    }
  });
}

/** Entries of a table that no case can reach: without a disability there is no rate. */
const unreachable = ["tuition.disability.rate none"];
const inFolders = new Set(rules.map(({ id }) => id));

for (const [name, law] of laws) {
  if (inFolders.has(name)) continue;
  test(`${name}: a worked example notices when a figure is altered`, () => {
    const rules = new Set(law.variables.filter(({ article }) => article !== null).map((rule) => rule.name));
    const figures = figuresOf(law, rules).filter((figure) => !compared.has(`${name} ${figure.name}`));
    const unnoticed = figures.flatMap((figure) => {
      const alterations = alterationsOf(law, figure, "2026-12-31");
      const missed = alterations.filter((altered) => !noticed(name, altered.law)).map(({ what }) => what);
      return alterations.length > fewSteps && missed.length < alterations.length ? [] : missed;
    });
    assert.deepEqual(
      unnoticed.filter((what) => !unreachable.includes(what)),
      [],
    );
  });
}
