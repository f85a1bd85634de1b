import { LawError } from "../errors.ts";
import { decisive } from "../explain/decisive.ts";
import type { Law } from "../law/create.ts";
import type { Facts } from "../run/situation.ts";
import type { Step } from "../run/trace.ts";
import type { LocalText } from "../values/value.ts";

/** A result as a function of one whole number of the situation, with everything else fixed. */
export type Curve = { law: Law; want: string; situation: Facts; at: string; vary: string };

/** The result at one value of the varied fact; throws law.type if facts are missing or it is not a number. */
export function valueAt({ law, want, situation, at, vary }: Curve, amount: number): number {
  const { values } = law.calculate({ want: [want], situation: { ...situation, [vary]: amount }, at });
  const value = values[want];
  if (typeof value !== "number")
    throw new LawError("law.type", want, "gives no number: facts are missing or it is of another type");
  return value;
}

/**
 * The smallest amount of the varied fact from which the result is above `above`, between two bounds; null if it never is. Bisection finds
 * it if the result does not fall as the fact rises; `cliffs` shows where it does.
 */
export function firstAbove(curve: Curve, above: number, [low, high]: readonly [number, number]): number | null {
  if (valueAt(curve, high) <= above) return null;
  let [below, over] = [low - 1, high];
  while (over - below > 1) {
    const middle = Math.floor((below + over) / 2);
    if (valueAt(curve, middle) > above) over = middle;
    else below = middle;
  }
  return over;
}

/** The change of the result for one more `step` of the fact, as a share of the step. */
export const marginalRate = (curve: Curve, amount: number, step: number): number =>
  (valueAt(curve, amount + step) - valueAt(curve, amount)) / step;

/** A point where one more dollar changes the result by more than `jump`, which no rate explains. */
export type Cliff = {
  from: number;
  before: number;
  after: number;
  /** The rule that jumps and its article; null if no single step explains it. */
  rule: { label: LocalText; article: LocalText | null } | null;
};

const MOST_POINTS = 10_000;

/** The cliffs between two bounds, found between grid points and narrowed down to the dollar. */
export function cliffs(
  curve: Curve,
  [low, high]: readonly [number, number],
  grid: number,
  mostRate: number,
  jump: number,
): Cliff[] {
  if (grid < 1 || (high - low) / grid > MOST_POINTS)
    throw new LawError("law.limit", curve.vary, `more than ${MOST_POINTS} points`);
  const found: Cliff[] = [];
  const isSteep = (width: number, rise: number) => Math.abs(rise) > width * mostRate + jump;
  let before = valueAt(curve, low);
  for (let from = low; from < high; from += grid) {
    const to = Math.min(high, from + grid);
    const after = valueAt(curve, to);
    if (isSteep(to - from, after - before)) found.push(narrow(curve, from, to, before, after));
    before = after;
  }
  return found;
}

/** Bisects towards the side with the larger part of the change. */
function narrow(curve: Curve, from: number, to: number, before: number, after: number): Cliff {
  let [low, high, atLow, atHigh] = [from, to, before, after];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    const value = valueAt(curve, middle);
    if (Math.abs(value - atLow) >= Math.abs(atHigh - value)) [high, atHigh] = [middle, value];
    else [low, atLow] = [middle, value];
  }
  return { from: high, before: atLow, after: atHigh, rule: ruleOf(curve, high) };
}

/**
 * The last step that depends on different steps on the two sides of a jump or, failing that, on different figures: a changed branch
 * explains a jump better than a bracket, which joins the one below continuously.
 */
function ruleOf({ law, want, situation, at, vary }: Curve, from: number): Cliff["rule"] {
  const stepsAt = (amount: number) => law.calculate({ want: [want], situation: { ...situation, [vary]: amount }, at }).trace;
  const before = new Map(stepsAt(from - 1).map((step) => [step.variable, step]));
  const after = decisive(stepsAt(from), [want]).toReversed();
  const names = ({ uses }: Step) => uses.map(({ name }) => name).join();
  const figures = ({ parameters }: Step) => parameters.map(({ name, value }) => `${name} ${value}`).join();
  const differing = (of: (step: Step) => string) =>
    after.find((step) => {
      const other = before.get(step.variable);
      return other !== undefined && of(other) !== of(step);
    });
  const step = differing(names) ?? differing(figures);
  return step ? { label: step.label, article: step.article } : null;
}
