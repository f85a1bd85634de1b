import type { Exact } from "../values/value.ts";
import type { Working } from "./trace.ts";

/** A missing fact, and the variable whose formula needs it. */
export type Gap = { readonly input: string; readonly scope: string; readonly askedBy: string; readonly period?: string };
/** The identity of a gap. */
export const gapKey = ({ scope, input, period }: Gap): string => `${scope} ${input} ${period ?? ""}`;

/** The result of a node: a value, or the facts it lacks. Unknown is never guessed. */
export type Outcome = { readonly value: Exact; readonly working?: Working } | { readonly gaps: readonly Gap[] };

export const resolved = (value: Exact, working?: Working): Outcome => (working ? { value, working } : { value });
export const isKnown = (outcome: Outcome): outcome is Extract<Outcome, { value: Exact }> => "value" in outcome;

/** The gaps of several outcomes, once each. */
export function gapsOf(outcomes: readonly Outcome[]): Gap[] {
  const all = new Map<string, Gap>();
  for (const outcome of outcomes)
    if (!isKnown(outcome)) for (const gap of outcome.gaps) if (!all.has(gapKey(gap))) all.set(gapKey(gap), gap);
  return [...all.values()];
}

/** Combines the values if all are known; otherwise gives all gaps at once, so that one round of questions is enough. */
export function combine(
  outcomes: readonly Outcome[],
  how: (values: readonly Exact[], workings: readonly Working[]) => Outcome,
): Outcome {
  const gaps = gapsOf(outcomes);
  if (gaps.length > 0) return { gaps };
  const all = outcomes as readonly Extract<Outcome, { value: Exact }>[];
  return how(
    all.map(({ value }) => value),
    all.flatMap(({ working }) => (working ? [working] : [])),
  );
}

/** Three-valued and/or (Kleene): a single `decides` settles it, whatever is missing; otherwise the gaps of all. */
export function settle(outcomes: Iterable<Outcome>, decides: boolean): Outcome {
  const open: Outcome[] = [];
  for (const outcome of outcomes) {
    if (!isKnown(outcome)) open.push(outcome);
    else if (outcome.value === decides) return resolved(decides);
  }
  return open.length > 0 ? { gaps: gapsOf(open) } : resolved(!decides);
}
