import {
  type Calendar,
  collect,
  createLaw,
  type Input,
  type Law,
  type LocalText,
  loadParameters,
  type Value,
  type Variable,
} from "@troad/law";

type Text = readonly [zh: string, en: string];
const text = ([zh, en]: Text): LocalText => ({ "zh-Hant": zh, en });

/**
 * A case worked out by hand: the day, the facts by their short names, what the first result comes to (or several results by name),
 * and the article, page or announcement against which that can be checked.
 */
export type RuleExample = readonly [
  at: string,
  facts: Readonly<Record<string, Value>>,
  comesTo: Value | Readonly<Record<string, Value>>,
  origin: string,
];

/** One thing that can be worked out: its page, its topic and its interface are derived from this. */
export type Rule = {
  id: string;
  group: "tax" | "benefit" | "late";
  title: LocalText;
  lead: LocalText;
  /** Where a benefit is claimed. */
  where: LocalText | null;
  law: Law;
  /** What another calculation starts from: it has a topic and examples, and no page of its own. */
  isStep: boolean;
  /** What is shown, the answer first. */
  want: readonly string[];
  years: readonly number[];
  /** Month and day for which a year is asked. */
  monthDay: string;
  /** Facts that count as none when they are left out. */
  optional: ReadonlySet<string>;
  /** The fact that the chart varies, and how far. */
  vary: { fact: string; most: number } | null;
  /** The slip of the first result: the tax on it, and its last day of payment in the year asked. */
  slip: { category: string; month: number; day: number } | null;
  examples: readonly RuleExample[];
};

type Parts = {
  id: string;
  group: Rule["group"];
  isStep?: boolean;
  title: Text;
  lead: Text;
  where?: Text;
  /** Files of figures that are not defined beside the formulas. */
  parameters?: readonly unknown[];
  /** Calendars of days off that its steps move over. */
  calendars?: readonly Calendar[];
  results: readonly Variable[];
  years: readonly number[];
  monthDay?: string;
  optional?: readonly Input[];
  vary?: { fact: Input; most: number };
  slip?: { category: string; month: number; day: number };
  examples: readonly RuleExample[];
};

/** Puts a rule together: its facts and steps are those that its results name. Throws LawError where they do not fit each other. */
export function rule(parts: Parts): Rule {
  const { id, group, years, results, monthDay = "12-31", vary, examples } = parts;
  const collected = collect(results);
  return {
    id,
    group,
    years,
    monthDay,
    examples,
    isStep: parts.isStep ?? false,
    title: text(parts.title),
    lead: text(parts.lead),
    where: parts.where ? text(parts.where) : null,
    law: createLaw({
      ...collected,
      ...(parts.calendars ? { calendars: parts.calendars } : {}),
      parameters: [...collected.parameters, ...loadParameters(...(parts.parameters ?? []))],
    }),
    want: results.map(({ name }) => name),
    optional: new Set((parts.optional ?? []).map(({ name }) => name)),
    slip: parts.slip ?? null,
    vary: vary ? { fact: vary.fact.name, most: vary.most } : null,
  };
}
