import { isTerm, type PrizeAmounts } from "@troad/invoice-formats";
import type { Queryable } from "@troad/kernel";
import { statisticsFailure } from "../errors.ts";
import { findPublication } from "../prizes/draws-store.ts";
import type { WinningLists } from "../prizes/lists.ts";
import { winners } from "../prizes/match.ts";
import type { Columns } from "./month.ts";
import { placesOfWinners } from "./prizes-store.ts";

/** `prize` is its class; of the cloud draw with the amount. `holders` are counted up to three: more are as safe. */
type PrizeRow = {
  county: string;
  prize: string;
  amount: number;
  businesses: number;
  holders: number;
  prizes: number;
  topPrizes: number[];
};
/** `list` says which winning list it was made of. */
export type PrizeStatistics = Columns<PrizeRow> & { list: string };

const holdersCounted = 3;
const names = ["county", "prize", "amount", "businesses", "holders", "prizes", "topPrizes"] as const;
type Cell = Pick<PrizeRow, "county" | "prize" | "amount"> & { sellers: Map<string, number>; holders: Set<string> };

/** What was won in a drawn period, by county of the shop and class of the prize; of sellers whose sender stated where they are. */
export async function prizeStatistics(
  q: Queryable,
  { lists, amounts }: { lists: WinningLists; amounts: PrizeAmounts },
  term: string,
): Promise<PrizeStatistics> {
  const current = isTerm(term) ? lists.current(term) : undefined;
  if (!current) throw statisticsFailure("statistics.period");
  const digest = current.no === undefined ? "" : ((await findPublication(q, current.no))?.digest ?? "");
  const drawn = { term, digest, drawnAt: lists.drawnAt(term).toISOString() };
  const cells = new Map<string, Cell>();
  for await (const won of winners(q, current.draw, drawn, amounts)) {
    const places = await placesOfWinners(
      q,
      term,
      won.map(({ number }) => number),
    );
    const prizes = new Map(won.map(({ number, prize, amount }) => [number, { prize, amount }]));
    for (const { number, county, seller, holder } of places) {
      const { prize, amount } = prizes.get(number)!;
      add(cells, { county, amount, prize: prize === "cloud" ? `cloud-${amount}` : prize }, seller, holder);
    }
  }
  const rows = [...cells.values()]
    .toSorted((one, other) => (one.county + one.prize < other.county + other.prize ? -1 : 1))
    .map(({ sellers, holders, ...cell }): PrizeRow => {
      const own = [...sellers.values()].toSorted((one, other) => other - one);
      const prizes = own.reduce((sum, one) => sum + one, 0);
      return { ...cell, businesses: own.length, holders: holders.size, prizes, topPrizes: own.slice(0, 2) };
    });
  const columns = Object.fromEntries(names.map((name) => [name, rows.map((row) => row[name])])) as Columns<PrizeRow>;
  return { ...columns, list: current.no ?? current.at.toISOString() };
}

function add(
  cells: Map<string, Cell>,
  cell: Pick<PrizeRow, "county" | "prize" | "amount">,
  seller: string,
  holder: string,
): void {
  const key = `${cell.county}|${cell.prize}`;
  const found = cells.get(key) ?? { ...cell, sellers: new Map(), holders: new Set() };
  cells.set(key, found);
  found.sellers.set(seller, (found.sellers.get(seller) ?? 0) + 1);
  if (found.holders.size < holdersCounted) found.holders.add(holder);
}
