import type { ParameterUse, Step, Trace, Use } from "../run/trace.ts";
import { dayIn, type Lang, valueIn } from "./format.ts";
import { labelOf, workingIn } from "./working.ts";

type Words = {
  result: (label: string, value: string) => string;
  working: (line: string) => string;
  because: (facts: string[]) => string;
  fact: (label: string, value: string) => string;
  figure: (label: string, value: string, since: string, citation: string) => string;
  reached: (label: string, value: string, since: string, citation: string) => string;
  article: (text: string) => string;
  exception: (text: string) => string;
  carried: string;
  derived: string;
  unsure: string;
};

const words: Record<Lang, Words> = {
  "zh-Hant": {
    result: (label, value) => `${label}：${value}。`,
    working: (line) => `算法：${line}。`,
    because: (facts) => `根據${facts.join("、")}。`,
    fact: (label, value) => `「${label}」（${value}）`,
    figure: (label, value, since, citation) => `${label}是 ${value}（${since}起，${citation}）。`,
    reached: (label, value, since, citation) => `${label}適用到 ${value}（${since}起，${citation}）。`,
    article: (text) => `依據：${text}。`,
    exception: (text) => `適用例外規定：${text}。`,
    carried: "下一期的數字尚未公布，暫用最近一次公布的數字。",
    derived: "這個數字依假設的指數推算，尚未公布。",
    unsure: "這一步有尚未用法規原文核對的內容。",
  },
  en: {
    result: (label, value) => `${label}: ${value}.`,
    working: (line) => `Worked out as ${line}.`,
    because: (facts) => `Based on: ${facts.join("; ")}.`,
    fact: (label, value) => `${label} – ${value}`,
    figure: (label, value, since, citation) => `${label} is ${value} (from ${since}, ${citation}).`,
    reached: (label, value, since, citation) => `${label}: ${value} is reached (from ${since}, ${citation}).`,
    article: (text) => `Basis: ${text}.`,
    exception: (text) => `An exception applies: ${text}.`,
    carried: "The next figure has not been announced: the last one announced is used.",
    derived: "This figure follows from a supposed index and has not been announced.",
    unsure: "Part of this step has not been checked against the text of the law.",
  },
};

const joiner: Record<Lang, string> = { "zh-Hant": "", en: " " };

/** One step in plain sentences: the result, how it was reached, the figures of the law with their dates, the article. */
export function explainStep(step: Step, lang: Lang): string {
  const result = words[lang].result(step.label[lang], valueIn(step.value, step.type, lang, step.text));
  return [result, ...basisOf(step, lang)].join(joiner[lang]);
}

/** The same without the result, for pages that show it separately. */
export const explainBasis = (step: Step, lang: Lang): string => basisOf(step, lang).join(joiner[lang]);

function basisOf(step: Step, lang: Lang): string[] {
  const say = words[lang];
  const sentences: string[] = [];
  const facts = step.working ? outside(step) : step.uses;
  if (facts.length > 0)
    sentences.push(
      say.because(
        facts.map((use) => say.fact(labelOf(use.label[lang], use.period, lang), valueIn(use.value, use.type, lang, use.text))),
      ),
    );
  if (step.working) sentences.push(say.working(workingIn(step.working, lang)));
  for (const parameter of step.parameters) sentences.push(figureIn(parameter, lang));
  const standing = new Set(step.parameters.map((one) => one.standing));
  if (standing.has("carried")) sentences.push(say.carried);
  if (standing.has("derived")) sentences.push(say.derived);
  for (const article of step.exceptions ?? []) sentences.push(say.exception(article[lang]));
  if (step.article) sentences.push(say.article(step.article[lang]));
  if (step.note) sentences.push(step.note[lang]);
  if (step.certainty > "B") sentences.push(say.unsure);
  return sentences;
}

const figureIn = (parameter: ParameterUse, lang: Lang): string =>
  words[lang][parameter.type === "brackets" ? "reached" : "figure"](
    parameter.label[lang],
    valueIn(parameter.value, parameter.valueType, lang),
    dayIn(parameter.from, lang),
    parameter.citation[lang],
  );

/** What a step used that its arithmetic does not show: the facts that chose the branch. */
function outside(step: Step): Use[] {
  return step.uses.filter((use) => use.type !== "money" && use.type !== "integer" && use.type !== "rate");
}

const asKnown: Record<Lang, (day: string) => string> = {
  "zh-Hant": (day) => `只依 ${day}以前已公布的規定計算。`,
  en: (day) => `Only what had been made known by ${day} is applied.`,
};

/** The whole trace, one paragraph per step, in calculation order; if `knownAt` was given, it comes first. */
export const explain = (trace: Trace, lang: Lang, knownAt?: string): string[] => [
  ...(knownAt === undefined ? [] : [asKnown[lang](dayIn(knownAt, lang))]),
  ...trace.map((step) => explainStep(step, lang)),
];
