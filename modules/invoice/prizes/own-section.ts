import { claimWindow, daysOf, termOf, termPlus } from "@troad/invoice-formats";
import { type ModuleContext, type OwnSection, type OwnSections, taipeiDate } from "@troad/kernel";
import type { Holdings } from "../carriers/holdings.ts";
import type { WinningLists } from "./lists.ts";
import type { PrizeService } from "./service.ts";
import { takesPart } from "./standing.ts";

type Parts = {
  ctx: Pick<ModuleContext, "clock">;
  holdings: Pick<Holdings, "of" | "countOfMonth" | "mayHaveWon">;
  prizes: Pick<PrizeService, "paid">;
  lists: Pick<WinningLists, "current" | "tails" | "prizeOf">;
};
type Task = OwnSection["tasks"][number];

/** The newest periods whose prizes may still be claimed. */
const terms = 4;

/** Invoices and prizes on a person's own page: a prize that can be claimed today waits for the person until its window closes. */
export function invoiceSection(parts: Parts): OwnSections {
  const { ctx, holdings } = parts;
  return async ({ subject }) => {
    const today = taipeiDate(ctx.clock.now());
    const carriers = await holdings.of(subject);
    const recent = Array.from({ length: terms }, (_, back) => termPlus(termOf(today), -back));
    const [count, ...claims] = await Promise.all([
      holdings.countOfMonth(carriers, today.slice(0, 7)),
      ...recent.map((term) => claimable(parts, carriers, term, today)),
    ]);
    const open = claims.flat();
    return {
      tasks: open.slice(0, 5),
      tiles: [
        { title: "invoice.mine.title", href: "/invoice/mine", order: 40, count },
        { title: "invoice.winnings.title", href: "/invoice/winnings", order: 50, count: open.length },
      ],
    };
  };
}

async function claimable(
  { holdings, prizes, lists }: Parts,
  carriers: Awaited<ReturnType<Holdings["of"]>>,
  term: string,
  today: string,
): Promise<Task[]> {
  const { from, to } = claimWindow(daysOf(term).last);
  if (!lists.current(term) || today < from || today > to) return [];
  const won = (await holdings.mayHaveWon(carriers, term, lists.tails(term))).filter(
    (one) => one.donatedTo === null && takesPart(one) && one.review !== "open" && lists.prizeOf(one) !== undefined,
  );
  if (won.length === 0) return [];
  const paid = await prizes.paid(
    term,
    won.map(({ number }) => number),
  );
  return won
    .filter(({ number }) => !paid.some((one) => one.number === number))
    .map(({ number }) => ({ text: "invoice.claim.title", href: `/invoice/mine/${term}/${number}/claim`, due: to }));
}
