import { laws, READ_UNTIL, requirePossible, withIndex } from "@troad/content-law";
import { type Calculation, type IndexLevels, type Law, LawError, type Missing, type Value } from "@troad/law";
import { fail } from "./failures.ts";
import { facts } from "./names.ts";
import { factsOf, type Instance, readSituation, type Situation } from "./situation.ts";

/** Assumptions of a request: what had been announced by a day, and how consumer prices develop. */
export type Suppositions = { knownAt?: string; index?: IndexLevels };
/** A requested value with the run that gave it, or the reason why there is none. */
export type Result = { plural: string; id: string; variable: string; period: string } & (
  | { value: Value; calculation: Calculation }
  | { error: LawError; missing: readonly Missing[] }
);
export type Worked = Extract<Result, { value: Value }>;
export const isWorked = (result: Result): result is Worked => "value" in result;

const MOST_RESULTS = 200;
/** Number of entities that all results together may involve: a member counts for each result in which it takes part. */
const MOST_VISITED = 1_000;

/**
 * Calculates every null of a situation. A request that cannot be read is refused as a whole; a value that the law cannot calculate keeps
 * its error beside the others, unless there is none at all: then its error is that of the request.
 */
export function resultsOf(situation: Situation, suppositions: Suppositions = {}): Result[] {
  const instances = readSituation(situation);
  const law = lawFor(suppositions);
  const results: Result[] = [];
  let visited = 0;
  for (const instance of instances)
    for (const { variable, period } of askedOf(instance)) {
      if (results.length >= MOST_RESULTS) throw fail("law.question", { why: `at most ${MOST_RESULTS} results` });
      visited += sizeOf(topOf(instance));
      if (visited > MOST_VISITED)
        throw fail("law.question", {
          why: `at most ${MOST_VISITED} entities over all results: ask about fewer members or results`,
        });
      results.push(resultOf(instance, variable, period, law, suppositions));
    }
  const failed = results.filter((one) => !isWorked(one));
  const [first] = failed;
  if (first && failed.length === results.length && "error" in first) throw first.error;
  return results;
}

const topOf = (instance: Instance): Instance => (instance.home ? topOf(instance.home.instance) : instance);
const sizeOf = ({ members }: Instance): number =>
  [...members.values()].flat().reduce((sum, one) => sum + sizeOf(one.instance), 1);

const askedOf = ({ values }: Instance) =>
  [...values].flatMap(([variable, periods]) =>
    Object.entries(periods).flatMap(([period, value]) => (value === null ? [{ variable, period }] : [])),
  );

/** The laws under the request's assumptions, each built once per request. */
function lawFor({ index }: Suppositions): (name: string) => Law | undefined {
  if (!index) return (name) => laws.get(name);
  const supposed = new Map<string, Law | undefined>();
  return (name) => {
    if (!supposed.has(name)) supposed.set(name, withIndex(name, index, Number(READ_UNTIL.slice(0, 4)) + 1));
    return supposed.get(name);
  };
}

/** The day that stands for a period. */
function dayOf(period: string): string {
  if (/^\d{4}$/.test(period)) return `${period}-12-31`;
  if (/^\d{4}-\d{2}$/.test(period)) return `${period}-01`;
  if (/^\d{4}-\d{2}-\d{2}$/.test(period)) return period;
  throw fail("law.question", { why: `${period}: a period is YYYY, YYYY-MM or YYYY-MM-DD` });
}

function resultOf(
  instance: Instance,
  variable: string,
  period: string,
  lawOf: (name: string) => Law | undefined,
  { knownAt }: Suppositions,
): Result {
  const asked = { plural: instance.plural, id: instance.id, variable, period };
  const at = dayOf(period);
  try {
    const law = lawOf(facts.get(variable)?.name ?? "");
    if (!law) throw fail("law.name-unknown", { name: variable });
    const { root, path } = placeOf(instance, law);
    const situation = factsOf(law, root, period);
    requirePossible(situation);
    const question = { want: [variable], situation, at, ...(path ? { of: path } : {}), ...(knownAt ? { knownAt } : {}) };
    const calculation = law.calculate(question);
    const value = calculation.values[variable];
    if (value !== undefined) return { ...asked, value, calculation };
    const [missing] = calculation.missing;
    return {
      ...asked,
      error: new LawError("law.unknown-input", missing?.input ?? variable, missing?.why ?? "has no value"),
      missing: calculation.missing,
    };
  } catch (error) {
    if (error instanceof LawError) return { ...asked, error, missing: [] };
    throw error;
  }
}

/** The entity of a value: itself, or the one whose member it is by a group of this law. */
function placeOf(instance: Instance, law: Law): { root: Instance; path: string } {
  const { home } = instance;
  if (!home || !law.groups.includes(home.group)) return { root: instance, path: "" };
  const above = placeOf(home.instance, law);
  const place = (home.instance.members.get(home.group) ?? []).findIndex((one) => one.instance === instance);
  return { root: above.root, path: `${above.path}${above.path && "."}${home.group.name}/${place}` };
}

const why = (error: LawError, lang: string): string => (lang === "zh-Hant" ? error.text["zh-Hant"] : error.text.en);
/** An error of the law in the reader's language; any other failure is passed on. */
export function translateLawError(error: unknown, lang: string): unknown {
  if (!(error instanceof LawError)) return error;
  return fail("law.question", { why: `${error.subject}: ${why(error, lang)} (${error.code})` });
}

/** The errors, one for each result without a value; undefined if every result has one. */
export function errorsOf(results: readonly Result[], lang: string) {
  const errors = results.flatMap((result) => {
    if (isWorked(result)) return [];
    const { plural: entity, id, variable, period, error } = result;
    const missing = result.missing.map(({ input, label, scope }) => ({
      input,
      label: lang === "zh-Hant" ? label["zh-Hant"] : label.en,
      scope,
    }));
    const failure = { entity, id, variable, period, code: error.code, subject: error.subject, detail: why(error, lang) };
    return [{ ...failure, ...(missing.length > 0 ? { missing } : {}) }];
  });
  return errors.length > 0 ? errors : undefined;
}

/** The situation with its nulls filled in; a value that cannot be calculated stays null, with its reason in `errors`. */
export function filled(situation: Situation, results: readonly Result[], lang: string): Record<string, unknown> {
  const answer = structuredClone(situation);
  for (const result of results) {
    if (!isWorked(result)) continue;
    const periods = answer[result.plural]?.[result.id]?.[result.variable];
    if (typeof periods === "object" && periods !== null) Object.assign(periods, { [result.period]: result.value });
  }
  const errors = errorsOf(results, lang);
  return errors ? { ...answer, errors } : answer;
}
