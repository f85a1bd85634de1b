import { protectTable } from "@troad/deid";
import type { PrizeStatistics } from "@troad/invoice/api";
import type { NormalCell } from "@troad/tabular";
import { type DeidFile, keyOf, likeContributors, placeOf, rule } from "./cells.ts";
import type { Table } from "./published.ts";
import { all } from "./tables.ts";

const names = ["county", "prize"] as const;
const fewestHolders = 3;
const limits = { exactCells: 0, seconds: 6 };
type Sums = Omit<PrizeStatistics, "list">;

/** By county and class of prize, with the country above. A cell of fewer than three winners is as unsafe as one of a single business. */
export function prizeFile(won: Sums, hidden: Iterable<string>): DeidFile {
  const [county, prize]: Record<string, string | null>[] = [{ [all]: null }, { [all]: null }];
  const cells = won.county.map((code, no) => {
    const [kind, sum] = [won.prize[no]!, won.prizes[no]!];
    Object.assign(county!, { [code]: all });
    Object.assign(prize!, { [kind]: all });
    const group = { businesses: won.businesses[no]!, sum, top: won.topPrizes[no]! };
    const contributors = won.holders[no]! < fewestHolders ? [sum] : likeContributors(group);
    return { at: { county: code, prize: kind }, value: sum, contributors };
  });
  const dimensions = [
    { name: "county", tree: county! },
    { name: "prize", tree: prize! },
  ];
  return { dimensions, cells, rule, unit: "amount", suppressed: [...hidden].map((key) => ({ at: placeOf(key, names) })) };
}

/** What stays hidden of a period; every prize of a class is the same amount, so amounts tell nothing that numbers do not. */
export async function protectPrizes(won: Sums, former: readonly string[]): Promise<string[]> {
  const there = new Set([`${all}|${all}`, ...won.county.flatMap((county, no) => keysAbove(county, won.prize[no]!))]);
  const hidden = new Set(former.filter((key) => there.has(key)));
  const { suppressed } = await protectTable(prizeFile(won, hidden), limits);
  return [...new Set([...hidden, ...suppressed.map(({ at }) => keyOf(at, names))])];
}
const keysAbove = (county: string, prize: string): string[] => [`${county}|${prize}`, `${county}|${all}`, `${all}|${prize}`];

type Named = { place(code: string): string; prize(code: string): string };

/** What is published of a period: counties, and the country; hidden cells are blank. */
export function prizeTable(term: string, won: Sums, hidden: readonly string[], named: Named): Table {
  const unseen = new Set(hidden);
  const whole = new Map<string, { amount: number; prizes: number }>();
  won.prize.forEach((prize, no) => {
    const [amount, before] = [won.amount[no]!, whole.get(prize)?.prizes ?? 0];
    whole.set(prize, { amount, prizes: before + won.prizes[no]! });
  });
  const row = (county: string, prize: string, amount: number, prizes: number): NormalCell[] => [
    ...(county === all ? [term, "", "全國"] : [term, county, named.place(county)]),
    ...[named.prize(prize), String(amount)],
    ...(unseen.has(`${county}|${prize}`) ? [null, null] : [String(prizes), String(prizes * amount)]),
  ];
  return {
    head: ["期別", "縣市代碼", "縣市名稱", "獎別", "每張獎金", "中獎張數", "中獎金額"],
    rows: [
      ...[...whole].map(([prize, { amount, prizes }]) => row(all, prize, amount, prizes)),
      ...won.county.map((county, no) => row(county, won.prize[no]!, won.amount[no]!, won.prizes[no]!)),
    ],
  };
}
