import { whole } from "./rounding.ts";

export type Gift = {
  /** YYYY-MM-DD. */
  day: string;
  amount: number;
  /** §21: what the donee bears. */
  burden?: number;
};

type GiftFigures = { from: string; exemption: number; edges: readonly [number, number] };

/** 遺產及贈與稅法 §12-1, §19, §22: amounts of the gifts from a day on, as announced; the newest first. */
const announced: readonly GiftFigures[] = [
  { from: "2025-01-01", exemption: 2_440_000, edges: [28_110_000, 56_210_000] },
  { from: "2022-01-01", exemption: 2_440_000, edges: [25_000_000, 50_000_000] },
  { from: "2017-05-12", exemption: 2_200_000, edges: [25_000_000, 50_000_000] },
];

export function giftFigures(day: string): GiftFigures {
  const figures = announced.find(({ from }) => from <= day);
  if (!figures) throw new RangeError(`no figures for a gift on ${day}`);
  return figures;
}

/** §19 I. */
export function taxOfNetGift(net: number, day: string): number {
  const [first, second] = giftFigures(day).edges;
  return whole(net * 10 + Math.max(0, net - first) * 5 + Math.max(0, net - second) * 5, 100);
}

/** §19 I, §22: the tax of a calendar year. */
const giftTaxOfYear = (total: number, day: string): number => taxOfNetGift(Math.max(0, total - giftFigures(day).exemption), day);

/** §21. */
const worthOf = ({ amount, burden = 0 }: Gift): number => Math.max(0, amount - burden);

/** §19 II: for each gift the tax of the year's gifts up to it, less what the earlier ones of that year bore. */
export function giftTaxes(gifts: readonly Gift[]): number[] {
  return gifts.map(({ day }, index) => {
    const year = day.slice(0, 4);
    const before = gifts.slice(0, index).filter((gift) => gift.day.startsWith(year));
    const total = before.reduce((sum, gift) => sum + worthOf(gift), 0);
    const gift = gifts[index];
    const amount = gift ? worthOf(gift) : 0;
    return giftTaxOfYear(total + amount, day) - giftTaxOfYear(total, day);
  });
}
