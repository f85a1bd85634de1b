import type { MonthStatistics } from "@troad/invoice/api";

/** Shops and what they sold, and the sums that PostgreSQL makes of them, made a second time. */
export type Shop = { ban: string; township: string; trade: string; sales: { hour: string; carrier: string; amount: number }[] };

const townships = ["63000010", "63000020", "63000030", "65000010", "65000020", "66000010", "66000020", "64000010"];
const trades = ["47", "48", "56", "96"];
const carriers = ["mobile-barcode", "other-carrier", "none", "donated"];

/** The same shops for the same seed; the first places have more of them, as towns do. */
export function shops(count: number, seed: number, prefix = "shop"): Shop[] {
  let state = seed;
  const below = (most: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return Math.floor((state / 0x80000000) * most);
  };
  return Array.from({ length: count }, (_, no) => ({
    ban: `${prefix}${no}`,
    township: townships[Math.min(below(townships.length), below(townships.length))]!,
    trade: trades[Math.min(below(trades.length), below(trades.length))]!,
    sales: Array.from({ length: 3 + below(9) }, () => ({
      hour: ["09", "12", "19", "23"][below(4)]!,
      carrier: carriers[Math.min(below(4), below(4))]!,
      amount: 20 + below(400),
    })),
  }));
}

export function monthOf(all: readonly Shop[]): MonthStatistics {
  const groups = (keysOf: (shop: Shop, sale: Shop["sales"][number]) => string[]) => {
    const found = new Map<string, Map<string, { invoices: number; amount: number }>>();
    for (const shop of all)
      for (const sale of shop.sales)
        for (const key of keysOf(shop, sale)) {
          const group = found.get(key) ?? new Map();
          const own = group.get(shop.ban) ?? { invoices: 0, amount: 0 };
          group.set(shop.ban, { invoices: own.invoices + 1, amount: own.amount + sale.amount });
          found.set(key, group);
        }
    return [...found]
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, group]) => ({ codes: key.split("|"), own: [...group.values()] }));
  };
  const sumsOf = (rows: ReturnType<typeof groups>) => ({
    businesses: rows.map(({ own }) => own.length),
    invoices: rows.map(({ own }) => own.reduce((sum, { invoices }) => sum + invoices, 0)),
    amount: rows.map(({ own }) => own.reduce((sum, { amount }) => sum + amount, 0)),
    topInvoices: rows.map(({ own }) => largest(own.map(({ invoices }) => invoices))),
    topAmounts: rows.map(({ own }) => largest(own.map(({ amount }) => amount))),
  });
  const places = groups(({ township, trade }) => [`${township}|${trade}`]);
  const trends = groups(({ township }, { hour, carrier }) =>
    ["", hour].flatMap((h) => ["", carrier].map((c) => `${township.slice(0, 5)}|${h}|${c}`)),
  );
  return {
    places: { township: places.map(({ codes }) => codes[0]!), trade: places.map(({ codes }) => codes[1]!), ...sumsOf(places) },
    trends: {
      county: trends.map(({ codes }) => codes[0]!),
      hour: trends.map(({ codes }) => codes[1] || null),
      carrier: trends.map(({ codes }) => codes[2] || null),
      ...sumsOf(trends),
    },
  };
}
const largest = (amounts: number[]): number[] => amounts.toSorted((one, other) => other - one).slice(0, 2);
