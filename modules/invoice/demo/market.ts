import { type Draw, easyCard, type Invoice, isBan, mobileBarcode, termOf } from "@troad/invoice-formats";
import type { Assignment } from "../numbers/assign.ts";
import type { SellerPlace } from "../statistics/sellers-store.ts";

/** Shops of the demonstration, each with its place and trade, and what they sold in months that are over: always the same. */
export type MarketShop = { ban: string; name: string; address: string; township: string; trade: string; at: number };
/** A trade of content: what shops of it are called, when they are busy, and what an invoice of theirs comes to. */
type Trade = { code: string; weight: number; name: string; hours: readonly number[]; price: number };

const trades: readonly Trade[] = [
  { code: "47", weight: 9, name: "商行", hours: [7, 8, 12, 13, 17, 18, 19, 21, 22, 23], price: 90 },
  { code: "56", weight: 7, name: "餐館", hours: [11, 12, 12, 13, 18, 18, 19, 20], price: 160 },
  { code: "48", weight: 5, name: "專賣店", hours: [10, 11, 14, 15, 16, 19, 20], price: 420 },
  { code: "96", weight: 3, name: "美髮店", hours: [10, 11, 14, 15, 16, 17, 18], price: 500 },
];
/** Codes of districts, the first with the most shops. */
const townships = ["63000020", "65000010", "66000060", "63000030", "64000090", "65000020", "66000080", "64000050"];
const shopCount = 160;
const track = "DQ";
/** Numbers of a shop in a period: every ending of four digits is among them. */
const ownNumbers = 10_000;
/** Most invoices of a shop in a month. */
const most = 16;

/** The same figures for the same seed (Lehmer). */
function drawing(seed: number): (below: number) => number {
  let state = (seed * 48_271 + 11) % 0x7fffffff || 1;
  return (below) => {
    state = (state * 48_271) % 0x7fffffff;
    return Math.floor((state / 0x7fffffff) * below);
  };
}
const weighted = trades.flatMap((one) => Array.from({ length: one.weight }, () => one));
const tradeOf = new Map(trades.map((one) => [one.code, one]));

/** Numbers of businesses from the bottom up: none of a real one is that low. */
function* numbersOfBusinesses(): Generator<string> {
  for (let no = 1; ; no++) {
    const ban = String(no).padStart(8, "0");
    if (isBan(ban)) yield ban;
  }
}

export function marketShops(): MarketShop[] {
  const bans = numbersOfBusinesses();
  const pick = drawing(26);
  return Array.from({ length: shopCount }, (_, at) => {
    const { code, name } = weighted[pick(weighted.length)]!;
    // more shops in the first places, as towns have it
    const township = townships[Math.min(pick(townships.length), pick(townships.length))]!;
    const ban = bans.next().value as string;
    return { ban, township, trade: code, at, name: `示範${name}${at + 1}`, address: `示範路${at + 1}號` };
  });
}
/** The shops at which the demonstration's people buy. */
const places = [
  { ban: "12345675", township: "63000050", trade: "47" },
  { ban: "10458574", township: "66000060", trade: "47" },
  { ban: "12345670", township: "64000090", trade: "47" },
];
export const marketPlaces = (shops: readonly MarketShop[], since: string): SellerPlace[] =>
  [...places, ...shops].map(({ ban, township, trade }) => ({ ban, township, trade, since }));
const firstOf = ({ at }: MarketShop): number => at * ownNumbers;
export const marketRanges = (shops: readonly MarketShop[], term: string): Assignment[] =>
  shops.map((shop) => {
    const [first, last] = [firstOf(shop), firstOf(shop) + ownNumbers - 1].map((no) => String(no).padStart(8, "0"));
    return { term, track, seller: shop.ban, first: first!, last: last! };
  });

/** What a shop sold in a month (yyyy-mm). Carriers gain ground from month to month; of a drawn period some have won. */
function soldBy(shop: MarketShop, month: string, drawn: Draw | undefined): Invoice[] {
  const [year, number] = [Number(month.slice(0, 4)), Number(month.slice(5))];
  const pick = drawing(shop.at * 7_919 + year * 100 + number);
  const trade = tradeOf.get(shop.trade)!;
  const withCarrier = Math.min(900, 500 + (year - 2020) * 40 + number * 8);
  const [own, others] = [winningSerials(shop, drawn, number % 2), winningSerials(shop, drawn, (number + 1) % 2)];
  const used = new Set<number>();
  return Array.from({ length: 4 + pick(most - 3) }, (_, at) => {
    // months of a period have halves of their own, but for the numbers that won
    const serial = own[at] ?? (number % 2) * 500 + at * 25 + 1_000 * pick(10);
    if (used.has(serial) || others.includes(serial)) return [];
    used.add(serial);
    const per = pick(1_000);
    const holder = pick(900_000).toString(36).toUpperCase().padStart(6, "0");
    const carrier =
      per < withCarrier * 0.8
        ? { type: mobileBarcode, id1: `/Q${holder}`, id2: `/Q${holder}` }
        : per < withCarrier
          ? { type: easyCard, id1: `3${holder}`, id2: `3${holder}` }
          : undefined;
    const donated = carrier === undefined && per % 4 === 0;
    const total = String(Math.max(15, Math.round(trade.price * (0.4 + pick(120) / 100))));
    const day = 1 + pick(28);
    const time = `${String(trade.hours[pick(trade.hours.length)]).padStart(2, "0")}:${String(pick(60)).padStart(2, "0")}:00`;
    return {
      number: `${track}${String(firstOf(shop) + serial).padStart(8, "0")}`,
      date: `${month}-${String(day).padStart(2, "0")}`,
      time,
      type: "07",
      seller: { ban: shop.ban, name: shop.name, address: shop.address },
      buyer: { ban: "0000000000", name: "0000000000" },
      print: carrier === undefined && !donated,
      ...(carrier && { carrier }),
      ...(donated && { donatedTo: "25885" }),
      randomNumber: String(pick(10_000)).padStart(4, "0"),
      items: [{ description: "示範商品", quantity: "1", unitPrice: total, amount: total, taxType: "1", sequence: "1" }],
      sales: total,
      exemptSales: "0",
      zeroSales: "0",
      taxType: "1",
      taxRate: "0.05",
      tax: "0",
      total,
    } satisfies Invoice;
  }).flat();
}

/** A shop's invoices of half a drawn period that end in winning digits: in three, in the even half of every second shop also in four. */
function winningSerials({ at: shop }: MarketShop, drawn: Draw | undefined, half: number): number[] {
  const four = half === 0 && shop % 2 === 0 ? (drawn?.first ?? []).slice(0, 1).map((first) => Number(first.slice(-4))) : [];
  const three = (drawn?.first ?? []).map((first, at) => Number(`${(shop + at + half * 5) % 10}${first.slice(-3)}`));
  return [...new Set([...four, ...three])];
}

export const marketInvoices = (
  shops: readonly MarketShop[],
  month: string,
  drawn: (term: string) => Draw | undefined,
): Invoice[] => shops.flatMap((shop) => soldBy(shop, month, drawn(termOf(`${month}-01`))));
