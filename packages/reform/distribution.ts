/** A household before and after a reform: income before tax, tax, members, and how many households of the country it stands for. */
export type HouseholdResult = { weight: number; members: number; county: string; income: number; before: number; after: number };

export type Decile = {
  decile: number;
  households: number;
  /** Net income a household before the reform, NT$ a year. */
  netIncome: number;
  /** Change of net income a household: more tax is negative. */
  change: number;
  /** The change as a share of the net income before; null where that is not above zero, since a share of a loss has no meaning. */
  share: number | null;
  winners: number;
  losers: number;
  unchanged: number;
};

export type Group = Omit<Decile, "decile" | "netIncome" | "share">;
export type Distribution = {
  revenue: { before: number; after: number; change: number };
  households: number;
  winners: number;
  losers: number;
  unchanged: number;
  deciles: Decile[];
  gini: { before: number; after: number };
  counties: ({ county: string } & Group)[];
};

const netBefore = (one: HouseholdResult): number => one.income - one.before;
const netAfter = (one: HouseholdResult): number => one.income - one.after;
/** Net income by the square root of the members, so that households of different size compare. */
const comparables = (results: readonly HouseholdResult[], netOf: (one: HouseholdResult) => number): Float64Array =>
  columnOf(results, (one) => netOf(one) / Math.sqrt(one.members));
function columnOf<T>(of: readonly T[], pick: (one: T) => number): Float64Array {
  const values = new Float64Array(of.length);
  for (let at = 0; at < of.length; at++) values[at] = pick(of[at]!);
  return values;
}

const digits = 0x1_0000;
/** The bits of a number as four digits of which the last counts most, so that digits compare as numbers do. */
function digitsOf(values: Float64Array): Uint16Array {
  const numbers = new Float64Array(values.length);
  // zero of either sign is one number
  for (let at = 0; at < values.length; at++) numbers[at] = values[at]! + 0;
  const words = new Uint32Array(numbers.buffer);
  for (let at = 0; at < words.length; at += 2) {
    const high = words[at + 1]!;
    words[at + 1] = high >>> 31 === 0 ? high ^ 0x8000_0000 : ~high;
    if (high >>> 31 === 1) words[at] = ~words[at]!;
  }
  return new Uint16Array(words.buffer);
}

/** Places of values from the least to the greatest, equal ones in their order: sorted digit by digit, which takes no comparison. */
function ranked(values: Float64Array): Uint32Array {
  const bits = digitsOf(values);
  let order = new Uint32Array(values.length);
  let next = new Uint32Array(values.length);
  for (let at = 0; at < order.length; at++) order[at] = at;
  const starts = new Uint32Array(digits + 1);
  for (let digit = 0; digit < 4; digit++) {
    starts.fill(0);
    for (let at = digit; at < bits.length; at += 4) starts[bits[at]! + 1]!++;
    for (let at = 0; at < digits; at++) starts[at + 1]! += starts[at]!;
    for (let at = 0; at < order.length; at++) {
      const place = order[at]!;
      next[starts[bits[4 * place + digit]!]!++] = place;
    }
    [order, next] = [next, order];
  }
  return order;
}

type Sums = Record<"households" | "net" | "change" | "winners" | "losers" | "unchanged", number>;
const noSums = (): Sums => ({ households: 0, net: 0, change: 0, winners: 0, losers: 0, unchanged: 0 });
function add(sums: Sums, one: HouseholdResult): void {
  const { weight, before, after } = one;
  sums.households += weight;
  sums.net += weight * netBefore(one);
  sums.change += weight * (before - after);
  if (after < before) sums.winners += weight;
  else if (after > before) sums.losers += weight;
  else sums.unchanged += weight;
}
const groupOf = ({ households, change, winners, losers, unchanged }: Sums): Group => ({
  ...{ households: round(households), change: round(change / households) },
  ...{ winners: round(winners), losers: round(losers), unchanged: round(unchanged) },
});

/** Who wins and loses. Deciles are of households by comparable net income before the reform, so nobody changes decile by it. */
export function distributionOf(results: readonly HouseholdResult[]): Distribution {
  const whole = noSums();
  let [before, after] = [0, 0];
  const counties = new Map<string, Sums>();
  for (const one of results) {
    add(whole, one);
    before += one.weight * one.before;
    after += one.weight * one.after;
    const county = counties.get(one.county) ?? noSums();
    if (county.households === 0) counties.set(one.county, county);
    add(county, one);
  }
  const persons = columnOf(results, ({ weight, members }) => weight * members);
  const [first, last] = [comparables(results, netBefore), comparables(results, netAfter)];
  const order = ranked(first);
  const { households, winners, losers, unchanged } = groupOf(whole);
  return {
    revenue: { before: round(before), after: round(after), change: round(after - before) },
    ...{ households, winners, losers, unchanged },
    deciles: decilesIn(results, order),
    gini: { before: giniOf(first, persons, order), after: giniOf(last, persons, ranked(last)) },
    counties: [...counties]
      .map(([county, sums]) => ({ county, ...groupOf(sums) }))
      .sort((one, other) => (one.county < other.county ? -1 : 1)),
  };
}

export const decilesOf = (results: readonly HouseholdResult[]): Decile[] =>
  decilesIn(results, ranked(comparables(results, netBefore)));

/** A household belongs to the decile in which its first weight falls, equal ones in the order of the sample. */
function decilesIn(results: readonly HouseholdResult[], order: Uint32Array): Decile[] {
  const all = results.reduce((sum, { weight }) => sum + weight, 0);
  let passed = 0;
  const deciles = Array.from({ length: 10 }, noSums);
  for (const place of order) {
    const one = results[place]!;
    add(deciles[Math.min(9, Math.floor((10 * passed) / all + 1e-9))]!, one);
    passed += one.weight;
  }
  return deciles.flatMap((sums, no) => {
    const { households, net, change } = sums;
    if (households === 0) return [];
    return [{ decile: no + 1, netIncome: round(net / households), share: net > 0 ? change / net : null, ...groupOf(sums) }];
  });
}

/** Gini coefficient of weighted values; incomes below zero count as zero, so that it stays between 0 and 1. */
export function gini(pairs: readonly (readonly [value: number, weight: number])[]): number {
  const values = columnOf(pairs, ([value]) => value);
  const weights = columnOf(pairs, ([, weight]) => weight);
  return giniOf(values, weights, ranked(values));
}

function giniOf(values: Float64Array, weights: Float64Array, order: Uint32Array): number {
  let total = 0;
  let people = 0;
  let below = 0;
  let area = 0;
  for (const place of order) {
    const value = Math.max(0, values[place]!);
    const weight = weights[place]!;
    total += value * weight;
    people += weight;
    area += weight * (below + (value * weight) / 2);
    below += value * weight;
  }
  return total === 0 ? 0 : 1 - (2 * area) / (people * total);
}

const round = (amount: number): number => Math.round(amount);
