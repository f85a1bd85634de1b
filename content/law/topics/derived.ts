import { type Facts, type Input, isDay, type Law, LawError, type Value } from "@troad/law";
import { requirePossible } from "../possible.ts";
import type { Rule } from "../rule.ts";
import { ask, type Fields, type Topic } from "./fields.ts";

const shortOf = (name: string): string => name.slice(name.lastIndexOf(".") + 1);

/** The day of a flat question: a day, a year of the common era, or one of the ROC calendar; else the last year of the rule. */
export function dayOf({ years, monthDay }: Pick<Rule, "years" | "monthDay">, { date, year, roc }: Fields): string {
  if (date !== undefined) {
    if (typeof date !== "string" || !isDay(date)) throw new LawError("law.type", "date", "must be a day as YYYY-MM-DD");
    return date;
  }
  const given = year ?? (typeof roc === "number" ? roc + 1911 : roc) ?? years.at(-1);
  if (typeof given !== "number" || !Number.isInteger(given))
    throw new LawError("law.type", year === undefined ? "roc" : "year", "must be a whole number");
  if (given < 1912 || given > 9999)
    throw new LawError("law.range", "year", `must be a year of the common era; ROC ${given} is written as roc: ${given}`);
  return `${given}-${monthDay}`;
}

/**
 * Facts by their short names, each of them known to the law and of what is asked about, not of its members; a yes-no or an optional
 * amount that is left out counts as none.
 */
function factsOf({ law, want, optional }: Pick<Rule, "law" | "want" | "optional">, input: Fields): Facts {
  const entity = law.definitions.variable(want[0] ?? "")?.entity;
  const inputs = law.inputs.filter((one) => one.entity === entity);
  const byShort = new Map(inputs.map((one) => [shortOf(one.name), one]));
  const facts: Record<string, Value> = {};
  for (const { name, type } of inputs)
    if (type === "boolean") facts[name] = false;
    else if (optional.has(name)) facts[name] = 0;
  for (const [field, value] of Object.entries(input)) {
    if (["date", "year", "roc"].includes(field)) continue;
    const one =
      byShort.get(field.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())) ?? law.definitions.input(field);
    if (!one) throw new LawError("law.unknown-input", field, "is no fact that this topic asks for");
    if (typeof value !== "number" && typeof value !== "string" && typeof value !== "boolean")
      throw new LawError("law.type", field, "must be a number, a text, true or false");
    facts[one.name] = one.type === "code" ? codeOf(one, value) : value;
  }
  return facts;
}

/** A code, or what it is called in either language. */
const codeOf = ({ codes }: Input, value: string | number | boolean): string | number | boolean =>
  Object.entries(codes).find(([, text]) => text["zh-Hant"] === value || text.en === value)?.[0] ?? value;

export type Asked = Pick<Rule, "law" | "want" | "years" | "monthDay" | "optional">;
/** A topic that asks the facts of a rule and answers its results. */
export const topicOf =
  (rule: Asked): Topic =>
  (input) => {
    const facts = factsOf(rule, input);
    requirePossible(facts);
    const values = ask(rule.law, dayOf(rule, input), facts, ...rule.want);
    return Object.fromEntries(rule.want.map((name, at) => [name, values[at]]));
  };

/** Laws of several results as topics: what is left out of an amount that few have, or of a yes or no, counts as none. */
export function lawTopic(law: Law, want: readonly string[], optional: readonly string[] = [], monthDay = "12-31"): Topic {
  return topicOf({ law, want, years: [2026], monthDay, optional: new Set(optional) });
}
