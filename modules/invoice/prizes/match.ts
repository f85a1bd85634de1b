import { type Draw, type Matcher, matcherOf, type PrizeAmounts } from "@troad/invoice-formats";
import type { Queryable } from "@troad/kernel";
import { type Candidate, candidates, candidatesByNumber, type WinningRow } from "../store/winnings.ts";

const step = 20_000;
const cloudStep = 5_000;

/** Gives the winners of a whole period, some thousands at a time; memory does not grow with the period. */
export async function* winners(
  q: Queryable,
  draw: Draw,
  drawnAt: string,
  amounts: PrizeAmounts,
): AsyncGenerator<WinningRow[], void, undefined> {
  const drawn = { term: draw.term, drawnAt };
  const matcher = matcherOf(draw, amounts);
  for (let after = "", found: Candidate[] = []; ; after = found.at(-1)!.number) {
    found = await candidates(q, drawn, matcher.tails, after, step);
    const won = wonBy(matcher, found);
    if (won.length > 0) yield won;
    if (found.length < step) break;
  }
  // Numbers of the cloud draw end in anything; those that the search above met already have their best prize.
  const tails = new Set(matcher.tails);
  const numbers = (draw.cloud ?? []).flatMap((group) => group.numbers).filter((number) => !tails.has(number.slice(-3)));
  for (let at = 0; at < numbers.length; at += cloudStep) {
    const won = wonBy(matcher, await candidatesByNumber(q, drawn, numbers.slice(at, at + cloudStep)));
    if (won.length > 0) yield won;
  }
}

function wonBy(matcher: Matcher, found: readonly Candidate[]): WinningRow[] {
  const rows: WinningRow[] = [];
  for (const { number, cloud, counts, ended } of found) {
    const won = counts ? matcher.prizeOf(number, cloud) : undefined;
    if (won) rows.push({ number, ended, ...won });
  }
  return rows;
}
