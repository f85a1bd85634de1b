import { type Rule, rules } from "@troad/content-law";
import { ask, type Calculator, calculator } from "../calculator.ts";

const more = { "zh-Hant": "其他情形", en: "Further facts" };

/** A rule of content/law/rules as a page: what must be answered first, then what counts as none when it is left out. */
const pageOf = ({ id, group, title, lead, where, law, want, years, monthDay, optional, vary, slip }: Rule): Calculator => {
  const asked = law.inputs.map(({ name }) => name);
  const first = asked.filter((name) => !optional.has(name));
  const rest = asked.filter((name) => optional.has(name));
  return calculator({
    id,
    group,
    law,
    want,
    years,
    monthDay,
    words: { title, lead, start: title, more, ...(where ? { where } : {}) },
    pages: [
      { id: "start", ask: first.map((fact) => ask(law, fact)) },
      ...(rest.length > 0 ? [{ id: "more", optional: true, ask: rest.map((fact) => ask(law, fact, { optional: true })) }] : []),
    ],
    ...(vary ? { vary } : {}),
    ...(slip && want[0]
      ? { slip: { category: () => slip.category, due: { month: slip.month, day: slip.day }, result: want[0] } }
      : {}),
  });
};

export const ruleCalculators: readonly Calculator[] = rules.filter(({ isStep }) => !isStep).map(pageOf);
