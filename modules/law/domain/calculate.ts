import { requirePossible } from "@troad/content-law";
import { type Calculation, LawError, type Value } from "@troad/law";
import { fail } from "./failures.ts";
import { facts, plurals } from "./names.ts";

/** A situation: entities by plural, each with its variables by period; null asks. */
export type Situation = Record<string, Record<string, Record<string, Record<string, unknown>>>>;
/** One result that was asked for, with the run that gave it. */
export type Result = { plural: string; id: string; variable: string; period: string; value: Value; calculation: Calculation };

const MOST_ENTITIES = 100;
const MOST_RESULTS = 200;

/** Works out every null of a situation. */
export function resultsOf(situation: Situation): Result[] {
  const results: Result[] = [];
  let entities = 0;
  for (const [plural, instances] of Object.entries(situation)) {
    const entity = Object.keys(plurals).find((name) => plurals[name] === plural);
    if (!entity) throw fail("law.question", { why: `${plural}: no such entity` });
    for (const [id, own] of Object.entries(instances)) {
      if (++entities > MOST_ENTITIES) throw fail("law.question", { why: `at most ${MOST_ENTITIES} entities` });
      for (const { variable, period } of askedOf(own)) {
        if (results.length >= MOST_RESULTS) throw fail("law.question", { why: `at most ${MOST_RESULTS} results` });
        const calculation = calculate(entity, own, variable, period);
        results.push({ plural, id, variable, period, value: calculation.values[variable]!, calculation });
      }
    }
  }
  return results;
}

const askedOf = (own: Situation[string][string]) =>
  Object.entries(own).flatMap(([variable, periods]) =>
    Object.entries(periods).flatMap(([period, value]) => (value === null ? [{ variable, period }] : [])),
  );

/** The day for which a period asks. */
function dayOf(period: string): string {
  if (/^\d{4}$/.test(period)) return `${period}-12-31`;
  if (/^\d{4}-\d{2}$/.test(period)) return `${period}-01`;
  if (/^\d{4}-\d{2}-\d{2}$/.test(period)) return period;
  throw fail("law.question", { why: `${period}: a period is YYYY, YYYY-MM or YYYY-MM-DD` });
}

function calculate(entity: string, own: Situation[string][string], variable: string, period: string): Calculation {
  const law = facts.get(variable)?.law;
  if (!law) throw fail("law.name-unknown", { name: variable });
  const given: Record<string, Value> = {};
  for (const one of law.inputs)
    if (one.entity === entity && one.type === "boolean") given[one.name] = false;
    else if (one.entity === entity && (one.type === "integer" || one.type === "money")) given[one.name] = 0;
  for (const [name, periods] of Object.entries(own)) {
    if (!facts.has(name)) throw fail("law.name-unknown", { name });
    const value = periods[period];
    if (!law.definitions.input(name) || value === null || value === undefined) continue;
    if (typeof value !== "number" && typeof value !== "string" && typeof value !== "boolean")
      throw fail("law.question", { why: `${name}: must be a number, a text, true or false` });
    given[name] = value;
  }
  requirePossible(given);
  const calculation = law.calculate({ want: [variable], situation: given, at: dayOf(period) });
  const [missing] = calculation.missing;
  if (missing) throw new LawError("law.unknown-input", missing.input, missing.why);
  return calculation;
}

/** A failure of the law in one language, for whoever asked; anything else stays what it is. */
export function told(error: unknown, lang: string): unknown {
  if (!(error instanceof LawError)) return error;
  const why = lang === "zh-Hant" ? error.text["zh-Hant"] : error.text.en;
  return fail("law.question", { why: `${error.subject}: ${why} (${error.code})` });
}

/** The situation with its nulls filled in. */
export function filled(situation: Situation, results: readonly Result[]): Situation {
  const answer = structuredClone(situation);
  for (const { plural, id, variable, period, value } of results) answer[plural]![id]![variable]![period] = value;
  return answer;
}

/** Every step of every result by `variable<period>`: what it used, which parameters, and its value. */
export function tracesOf(situation: Situation, results: readonly Result[]) {
  const trace: Record<string, object> = {};
  for (const { period, calculation } of results)
    for (const step of calculation.trace)
      trace[`${step.variable}<${period}>`] = {
        value: step.value,
        dependencies: step.uses.map(({ name }) => `${name}<${period}>`),
        parameters: Object.fromEntries(step.parameters.map((one) => [`${one.name}<${one.from}>`, one.value])),
        article: step.article,
        certainty: step.certainty,
      };
  const entitiesDescription = Object.fromEntries(Object.entries(situation).map(([plural, all]) => [plural, Object.keys(all)]));
  return { entitiesDescription, requestedCalculations: results.map(({ variable, period }) => `${variable}<${period}>`), trace };
}
