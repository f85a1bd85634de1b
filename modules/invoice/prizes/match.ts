import { type Draw, type Matcher, matcherOf, type Prize, type PrizeAmounts } from "@troad/invoice-formats";
import type { Queryable } from "@troad/kernel";
import { candidates, cloudCandidates, type Drawn, type WinningRow } from "./winnings-store.ts";

const step = 20_000;
const cloudStep = 5_000;

/** The better of the prize by last digits and the cloud prize for the whole number: an invoice wins once (article 9). */
export const bestPrize = (regular: Prize | undefined, cloudPrize: number | null | undefined): Prize | undefined =>
  typeof cloudPrize === "number" && cloudPrize > (regular?.amount ?? 0) ? { prize: "cloud", amount: cloudPrize } : regular;

/** The winners of a whole period, several thousand at a time; memory grows neither with the period nor with the cloud list. */
export async function* winners(
  q: Queryable,
  draw: Draw,
  drawn: Drawn,
  amounts: PrizeAmounts,
): AsyncGenerator<WinningRow[], void, undefined> {
  const matcher = matcherOf(draw, amounts);
  yield* byLastDigits(q, drawn, matcher);
  yield* byCloudNumber(q, drawn, matcher);
}

async function* byLastDigits(q: Queryable, drawn: Drawn, matcher: Matcher): AsyncGenerator<WinningRow[], void, undefined> {
  for (let after: string | undefined = ""; after !== undefined; ) {
    const page: Awaited<ReturnType<typeof candidates>> = await candidates(q, drawn, matcher.tails, after, step);
    const won = page.flatMap(({ number, cloudPrize, counts, ended }) => {
      const prize = counts ? bestPrize(matcher.prizeOf(number), cloudPrize) : undefined;
      return prize ? [{ number, ended, ...prize }] : [];
    });
    if (won.length > 0) yield won;
    after = page.length < step ? undefined : page.at(-1)!.number;
  }
}

/** Cloud numbers can end in any digits; those with winning last digits already have their best prize. */
async function* byCloudNumber(q: Queryable, drawn: Drawn, matcher: Matcher): AsyncGenerator<WinningRow[], void, undefined> {
  const tails = new Set(matcher.tails);
  for (let after: string | undefined = ""; after !== undefined; ) {
    const page: Awaited<ReturnType<typeof cloudCandidates>> = await cloudCandidates(q, drawn, matcher.tails, after, cloudStep);
    const won = page.flatMap(({ number, cloudPrize, cloud, counts, ended }): WinningRow[] =>
      cloud && counts && !tails.has(number.slice(-3)) ? [{ number, ended, prize: "cloud", amount: cloudPrize }] : [],
    );
    if (won.length > 0) yield won;
    after = page.at(-1)?.last;
  }
}
