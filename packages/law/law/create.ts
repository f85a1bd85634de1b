import type { Calendar } from "../calendar/calendar.ts";
import { LawError } from "../errors.ts";
import type { Group, Input, Variable } from "../graph/define.ts";
import type { Parameter } from "../parameters/load.ts";
import { quickly } from "../quick/plan.ts";
import { startRun } from "../run/interpret.ts";
import { type Gap, gapKey, isKnown } from "../run/outcome.ts";
import { type Facts, type Scope, takeSituation } from "../run/situation.ts";
import type { Trace } from "../run/trace.ts";
import { give, isDay, type LocalText, type Value } from "../values/value.ts";
import { checkCycles, checkRoles, checkVariable } from "./check.ts";
import { type Definitions, defineAll } from "./definitions.ts";

export type Question = {
  /** Variables to calculate, all of the entity that the situation is about. */
  want: readonly string[];
  situation: Facts;
  /** The day to which the question applies, `YYYY-MM-DD`. */
  at: string;
  /** The member the question is about, as `scope` names it: `heirs/0`. Default: the entity of the situation. */
  of?: string;
  /** Uses only what had been announced by this day; default: everything in the law, including later retroactive rules. */
  knownAt?: string;
};

/** A fact without which a wanted variable has no value; `why` names the variable that needs it. `scope` is the member it is about. */
export type Missing = { input: string; scope: string; label: LocalText; why: LocalText; period?: string };

export type Calculation = {
  /** By name; a variable with missing facts is left out. */
  values: Record<string, Value>;
  missing: Missing[];
  trace: Trace;
};

/** A checked body of rules. */
export type Law = {
  readonly inputs: readonly Input[];
  readonly variables: readonly Variable[];
  readonly parameters: readonly Parameter[];
  readonly groups: readonly Group[];
  /** Calculates what is wanted; throws LawError if the question is invalid or outside the law's time. */
  calculate(question: Question): Calculation;
  /** For reforms and other ways of running the same formulas. */
  readonly definitions: Definitions;
};

export type LawParts = {
  inputs: readonly Input[];
  variables: readonly Variable[];
  parameters: readonly Parameter[];
  groups?: readonly Group[];
  /** The calendars by which deadlines on days off move. */
  calendars?: readonly Calendar[];
};

/** Creates a law and checks it completely: names, types, rounding, entities, cycles. Throws LawError. */
export function createLaw(parts: LawParts): Law {
  const { inputs, variables, parameters, groups = [], calendars = [] } = parts;
  const definitions = defineAll({ inputs, variables, parameters, groups, calendars });
  for (const group of groups) checkRoles(group, definitions);
  checkCycles(variables, definitions);
  for (const variable of variables) checkVariable(variable, definitions);
  return { inputs, variables, parameters, groups, definitions, calculate: (question) => calculate(definitions, question) };
}

/** Cache by day: the same few days are asked for again and again. */
const days = new Set<string>();
const MOST_DAYS = 1000;
function checkDay(day: string): void {
  if (days.has(day)) return;
  if (!isDay(day)) throw new LawError("law.type", day, "must be a day as YYYY-MM-DD");
  if (days.size >= MOST_DAYS) days.clear();
  days.add(day);
}

/** Answers a question by the scalar run: the quick one if possible, otherwise the general one. */
export function calculate(definitions: Definitions, question: Question): Calculation {
  const { want, situation, at, knownAt, of } = question;
  checkDay(at);
  if (knownAt !== undefined) checkDay(knownAt);
  const wanted = want.map((name) => {
    const variable = definitions.variable(name);
    if (!variable) throw new LawError("law.unknown-variable", name, "is no variable of this law");
    return variable;
  });
  const entity = wanted[0]?.entity;
  if (entity === undefined) return { values: {}, missing: [], trace: [] };
  const odd = wanted.find((variable) => variable.entity !== entity);
  if (odd) throw new LawError("law.type", odd.name, `is of a ${odd.entity}; the question is about a ${entity}`);
  if (of !== undefined) return generalRun(definitions, wanted, question);
  const quick = quickly(definitions, wanted, { situation, at, ...(knownAt === undefined ? {} : { knownAt }) });
  return quick
    ? { values: quick.values, missing: [], trace: quick.trace }
    : generalRun(definitions, wanted, { want, situation, at, ...(knownAt === undefined ? {} : { knownAt }) });
}

/** The general run: missing facts, members of groups, numbers of any size, and every error with its code. */
export function generalRun(
  definitions: Definitions,
  wanted: readonly Variable[],
  { situation, at, knownAt, of }: Question,
): Calculation {
  const entity = wanted[0]?.entity ?? "";
  const root =
    of === undefined
      ? takeSituation(situation, entity, at, definitions)
      : memberAt(takeSituation(situation, homeOf(of, definitions), at, definitions), of, entity);
  const run = startRun(definitions, at, knownAt);
  const values: Record<string, Value> = {};
  const gaps = new Map<string, Gap>();
  for (const variable of wanted) {
    const outcome = run.evaluate(variable, root);
    if (isKnown(outcome)) values[variable.name] = give(outcome.value, variable.type, variable.name);
    else for (const gap of outcome.gaps) if (!gaps.has(gapKey(gap))) gaps.set(gapKey(gap), gap);
  }
  return { values, missing: [...gaps.values()].map((gap) => missingOf(gap, definitions)), trace: run.trace };
}

const homeOf = (path: string, definitions: Definitions): string => definitions.group(path.split("/")[0] ?? "")?.of ?? "";

/** The member at a path such as `heirs/0`; throws law.unknown-input if there is none of the right kind. */
function memberAt(root: Scope, path: string, entity: string): Scope {
  let scope: Scope | undefined = root;
  for (const step of path.split(".")) {
    const [group = "", place = ""] = step.split("/");
    scope = scope?.members.get(group)?.[Number(place)];
  }
  if (scope?.entity !== entity) throw new LawError("law.unknown-input", path, `is no ${entity} of the situation`);
  return scope;
}

function missingOf({ input, scope, askedBy, period }: Gap, definitions: Definitions): Missing {
  const label = definitions.input(input)?.label ?? { "zh-Hant": input, en: input };
  const by = definitions.variable(askedBy)?.label ?? { "zh-Hant": askedBy, en: askedBy };
  const why = {
    "zh-Hant": `要算出「${by["zh-Hant"]}」，需要知道「${label["zh-Hant"]}」。`,
    en: `“${label.en}” is needed to work out “${by.en}”.`,
  };
  return { input, scope, label, why, ...(period ? { period } : {}) };
}
