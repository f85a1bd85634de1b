import type { Step, Trace, Use, Working } from "../run/trace.ts";

/** What a rounding was done to. */
const unrounded = (working: Working | null): Working | null => (working?.op === "round" ? unrounded(working.of[0]) : working);

/** Of the greatest or least of several results, only the one that decided counts; the others are alternatives. */
function deciding({ uses, working, value }: Step): readonly Use[] {
  const top = unrounded(working);
  if (top?.op !== "max" && top?.op !== "min") return uses;
  const winner = top.of.find((one) => one.op === "value" && one.value === value);
  const losers = top.of.filter((one) => one.op === "value" && one !== winner);
  if (winner?.op !== "value") return uses;
  const isLoser = (use: Use) => losers.some((one) => one.op === "value" && one.label?.en === use.label.en);
  return uses.filter((use) => use.label.en === winner.label?.en || !isLoser(use));
}

/**
 * The steps on which the wanted results rest, in calculation order. A household's tax is calculated in several ways, of which the lowest
 * counts; a reader who asks why wants that one.
 */
export function decisive(trace: Trace, want: readonly string[]): Trace {
  const wanted = new Set(want);
  const kept: Step[] = [];
  // Steps follow those they build on, so one walk from the end reaches all.
  for (const step of trace.toReversed()) {
    if (!wanted.has(step.variable)) continue;
    kept.push(step);
    for (const use of deciding(step)) wanted.add(use.name);
  }
  return kept.toReversed();
}
