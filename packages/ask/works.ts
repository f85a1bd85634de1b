import { type Facts, type Input, type Law, LawError, type LocalText, type Value } from "@troad/law";
import { type Figure, resultFigure } from "./figures.ts";
import type { Guide, Lang } from "./guide.ts";

type Laws = ReadonlyMap<string, Law>;
export type MissingFact = { fact: string; question: LocalText };
/** What the engine says for the facts known so far: the next one it asks for, or the figure. */
export type Worked = { missing: MissingFact[]; figures: Figure[]; assumed: boolean };

const nothing: Worked = { missing: [], figures: [], assumed: false };
const worstFirst = ["D", "C", "B", "A"];

/** Works a guide's variable out. A fact that the guide does not ask for counts as none, unless it has no none: then it is asked too. */
export function workOut(laws: Laws, works: NonNullable<Guide["works"]>, known: Facts, at: string): Worked {
  const law = [...laws.values()].find(({ definitions }) => definitions.variable(works.variable));
  if (!law) return nothing;
  const entity = law.definitions.variable(works.variable)?.entity;
  const own = Object.entries(known).filter(([name]) => law.definitions.input(name)?.entity === entity);
  const situation: Facts = { ...noneOf(law, entity, works.asks), ...Object.fromEntries(own) };
  const { missing, values, trace } = law.calculate({ want: [works.variable], situation, at });
  const next = missing.find(({ scope }) => scope === "");
  // one at a time, in the order in which the engine needs them
  if (next)
    return {
      missing: [{ fact: next.input, question: questionFor(law.definitions.input(next.input), next.label) }],
      figures: [],
      assumed: false,
    };
  const value = values[works.variable];
  if (value === undefined) return nothing;
  const used = trace.map(({ certainty }) => certainty as string);
  const certainty = worstFirst.find((one) => used.includes(one)) ?? "A";
  return { missing: [], figures: [resultFigure(law, works.variable, value, { at, certainty })], assumed: true };
}

/** Facts as they were typed, for the inputs of the laws; throws LawError for one that is unknown or does not fit. */
export function readFacts(laws: Laws, typed: Readonly<Record<string, string>>): Facts {
  return Object.fromEntries(
    Object.entries(typed).map(([name, text]) => {
      const input = inputOf(laws, name);
      if (!input) throw new LawError("law.unknown-input", name.slice(0, 60), "is no fact of the law");
      return [name, readFact(input, text.trim())];
    }),
  );
}

/** The input of a fact, from whichever law has it. */
export const inputOf = (laws: Laws, name: string): Input | undefined => {
  for (const law of laws.values()) {
    const input = law.definitions.input(name);
    if (input) return input;
  }
  return undefined;
};

function readFact(input: Input, text: string): Value {
  const { name, type, codes, least, most } = input;
  if (type === "boolean") {
    if (["true", "yes", "是"].includes(text)) return true;
    if (["false", "no", "否"].includes(text)) return false;
    throw new LawError("law.type", name, "must be yes or no");
  }
  if (type === "money" || type === "integer") {
    if (!/^\d{1,15}$/.test(text.replaceAll(",", ""))) throw new LawError("law.type", name, "must be a whole number");
    const value = Number(text.replaceAll(",", ""));
    if (value < (least ?? 0) || value > (most ?? Number.MAX_SAFE_INTEGER))
      throw new LawError("law.range", name, "is outside what is possible");
    return value;
  }
  if (type === "code" && !Object.hasOwn(codes, text))
    throw new LawError("law.type", name, `must be one of ${Object.keys(codes).join(", ")}`);
  if (type === "date" && !/^\d{4}-\d{2}-\d{2}$/.test(text)) throw new LawError("law.type", name, "must be a day as YYYY-MM-DD");
  return text;
}

const noneOf = (law: Law, entity: string | undefined, asked: readonly string[]): Facts =>
  Object.fromEntries(
    law.inputs
      .filter((input) => input.entity === entity && !asked.includes(input.name))
      .flatMap(({ name, type, least }): [string, Value][] => {
        if (type === "boolean") return [[name, false]];
        return type === "money" || type === "integer" ? [[name, Math.max(0, least ?? 0)]] : [];
      }),
  );

function questionFor(input: Input | undefined, label: LocalText): LocalText {
  const codes = Object.entries(input?.codes ?? {});
  const choices = (lang: Lang): string =>
    codes.map(([code, text]) => `${text[lang]} (${code})`).join(lang === "zh-Hant" ? "、" : ", ");
  if (codes.length > 0)
    return { "zh-Hant": `${label["zh-Hant"]}是哪一種？${choices("zh-Hant")}`, en: `${label.en}: which one? ${choices("en")}` };
  switch (input?.type) {
    case "boolean":
      return { "zh-Hant": `${label["zh-Hant"]}：是或否？`, en: `${label.en}: yes or no?` };
    case "date":
      return { "zh-Hant": `${label["zh-Hant"]}是哪一天？`, en: `${label.en}: on which day?` };
    default:
      return { "zh-Hant": `${label["zh-Hant"]}是多少？`, en: `${label.en}: how much?` };
  }
}
