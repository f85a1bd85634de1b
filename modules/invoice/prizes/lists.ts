import { type Draw, daysOf, drawDay, type Matcher, matcherOf, type Prize } from "@troad/invoice-formats";
import type { ModuleContext } from "@troad/kernel";
import type { AwardRules } from "./award-rules.ts";
import { type Publication, publications } from "./draws-store.ts";
import { bestPrize } from "./match.ts";

export type PublishedList = {
  readonly draw: Draw;
  readonly at: Date;
  readonly corrected: boolean;
  readonly no: string | undefined;
  /** Numbers of the demonstration, which nobody drew. */
  readonly madeUp: boolean;
};

/**
 * The winning numbers that are public: those of content and those that were published here. Kept in memory, so that they answer without a
 * database, except the cloud draw's four million: what an invoice won there comes with it from the database (`cloudPrize`).
 */
export type WinningLists = {
  reload(): Promise<void>;
  /** The list of a period that holds; undefined before it is published. */
  current(term: string): PublishedList | undefined;
  /** Every list that was ever published of a period, the one that holds last. */
  all(term: string): readonly PublishedList[];
  /** The periods whose numbers are public, the newest first. */
  drawn(): readonly string[];
  /** The last three digits that won anything by any list of a period, but for the cloud draw. */
  tails(term: string): readonly string[];
  /** When a period was drawn: what is received from then on takes no part. */
  drawnAt(term: string): Date;
  /**
   * What an invoice won by any list that was published: who won by a wrong one keeps it. One that was received when the numbers were known
   * wins nothing; without `receivedAt` it is told what a number would have won.
   */
  prizeOf(invoice: {
    term: string;
    number: string;
    cloudPrize: number | null;
    receivedAt?: string | undefined;
  }): Prize | undefined;
};

const reloadMs = 5_000;

/** `madeUp` are draws of the demonstration; where there is none they count for nothing. */
export function openWinningLists(
  ctx: Pick<ModuleContext, "db" | "clock" | "demo">,
  rules: AwardRules,
  madeUp: readonly Draw[],
): WinningLists {
  const ofContent = (draw: Draw, madeUp: boolean): [string, PublishedList[]] => [
    draw.term,
    // the afternoon of the draw, as the national platform's own answers have it
    [{ draw, at: new Date(`${drawDay(daysOf(draw.term).last)}T06:30:00.000Z`), corrected: false, no: undefined, madeUp }],
  ];
  const fixed = [
    ...rules.draws.map((draw) => ofContent(draw, false)),
    ...(ctx.demo ? madeUp.map((draw) => ofContent(draw, true)) : []),
  ];
  let lists = new Map(fixed);
  let matchers = new Map<string, Matcher[]>();
  const published = new Map<string, Publication>();
  let loaded = 0;

  function take(fresh: readonly Publication[]): void {
    if (fresh.length === 0) return;
    for (const one of fresh) published.set(one.no, one);
    const inOrder = [...published.values()].sort((a, b) => (a.no < b.no ? -1 : 1));
    const next = new Map(fixed);
    const corrected = new Set(inOrder.map(({ corrects }) => corrects));
    for (const { no, term, list, at } of inOrder)
      next.set(term, [
        ...(next.get(term)?.filter((one) => one.no !== undefined) ?? []),
        { draw: list, at: new Date(at), corrected: corrected.has(no), no, madeUp: false },
      ]);
    lists = next;
    matchers = new Map();
  }

  /** What is public now: the list of a draw that is still to come is nobody's business. */
  const visible = (term: string): PublishedList[] => {
    const now = ctx.clock.now();
    return (lists.get(term) ?? []).filter(({ at }) => at <= now);
  };

  function matchersOf(term: string): Matcher[] {
    const shown = visible(term);
    let found = matchers.get(term);
    if (found?.length !== shown.length) {
      found = shown.map(({ draw }) => matcherOf(draw, rules.amounts));
      matchers.set(term, found);
    }
    return found;
  }

  const reload = async (): Promise<void> => {
    // a list is read once: what was published never changes
    take(await publications(ctx.db, [...published.keys()]));
    loaded = Date.now();
  };
  /** Another process may have published: looked for in the background, so that no answer waits for it. */
  const refresh = (): void => {
    if (Date.now() - loaded < reloadMs) return;
    loaded = Date.now();
    void reload().catch(() => undefined);
  };

  const drawnAt = (term: string): Date => {
    const drawn = new Date(`${drawDay(daysOf(term).last)}T05:30:00.000Z`);
    // a list that was published in the morning of the draw is known from then on
    const first = lists.get(term)?.[0]?.at ?? drawn;
    return first < drawn ? first : drawn;
  };

  return {
    reload,
    drawnAt,
    current: (term) => {
      refresh();
      return visible(term).at(-1);
    },
    all: visible,
    tails: (term) => [...new Set(matchersOf(term).flatMap(({ tails }) => tails))],
    drawn: () => {
      refresh();
      return [...lists.keys()].filter((term) => visible(term).length > 0).sort((a, b) => (a < b ? 1 : -1));
    },
    prizeOf: ({ term, number, cloudPrize, receivedAt }) => {
      refresh();
      if (receivedAt !== undefined && new Date(receivedAt) >= drawnAt(term)) return undefined;
      const won = matchersOf(term).map((matcher) => matcher.prizeOf(number));
      const best = won.reduce((most, one) => (one && one.amount > (most?.amount ?? 0) ? one : most), undefined);
      return bestPrize(best, cloudPrize);
    },
  };
}
