import type { Bracket } from "../parameters/load.ts";
import { compare, type Rational, subtract } from "../values/rational.ts";

/** The part of an amount that lies in each bracket, with the bracket's rate; nothing for zero and below. */
export function partsOf(amount: Rational, brackets: readonly Bracket[]): { part: Rational; rate: Rational }[] {
  return brackets.flatMap(({ from, value }, at) => {
    if (compare(amount, from) <= 0) return [];
    const next = brackets[at + 1];
    const top = next && compare(amount, next.from) > 0 ? next.from : amount;
    return [{ part: subtract(top, from), rate: value }];
  });
}

/** The bracket that an amount reaches; below zero, the first. */
export function bracketOf(amount: Rational, brackets: readonly Bracket[]): Bracket {
  let found = brackets[0]!;
  for (const bracket of brackets) if (compare(amount, bracket.from) >= 0) found = bracket;
  return found;
}
