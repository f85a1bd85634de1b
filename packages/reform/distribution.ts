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

/** Net income by the square root of the members, so that households of different size compare. */
const comparables = (results: readonly HouseholdResult[], netOf: (one: HouseholdResult) => number): Float64Array =>
  Float64Array.from(results, (one) => netOf(one) / Math.sqrt(one.members));
/** Places of values from the least to the greatest, equal ones in their order. */
const ranked = (values: Float64Array): Uint32Array =>
  Uint32Array.from(values.keys()).sort((one, other) => values[one]! - values[other]! || one - other);
const netBefore = (one: HouseholdResult): number => one.income - one.before;
const netAfter = (one: HouseholdResult): number => one.income - one.after;

/** Who wins and loses. Deciles are of households by comparable net income before the reform, so nobody changes decile by it. */
export function distributionOf(results: readonly HouseholdResult[]): Distribution {
  const sum = (pick: (one: HouseholdResult) => number): number => results.reduce((all, one) => all + one.weight * pick(one), 0);
  const [before, after] = [sum((one) => one.before), sum((one) => one.after)];
  const { households, winners, losers, unchanged } = groupOf(results);
  const counties = Map.groupBy(results, ({ county }) => county);
  const persons = Float64Array.from(results, ({ weight, members }) => weight * members);
  return {
    revenue: { before: round(before), after: round(after), change: round(after - before) },
    ...{ households, winners, losers, unchanged },
    deciles: decilesOf(results),
    gini: {
      before: giniOf(comparables(results, netBefore), persons),
      after: giniOf(comparables(results, netAfter), persons),
    },
    counties: [...counties]
      .map(([county, group]) => ({ county, ...groupOf(group) }))
      .sort((one, other) => (one.county < other.county ? -1 : 1)),
  };
}

function groupOf(group: readonly HouseholdResult[]): Group {
  const weigh = (holds: (one: HouseholdResult) => boolean): number =>
    group.reduce((all, one) => all + (holds(one) ? one.weight : 0), 0);
  const households = weigh(() => true);
  const change = group.reduce((all, one) => all + one.weight * (one.before - one.after), 0);
  return {
    households: round(households),
    change: round(change / households),
    winners: round(weigh((one) => one.after < one.before)),
    losers: round(weigh((one) => one.after > one.before)),
    unchanged: round(weigh((one) => one.after === one.before)),
  };
}

/** A household belongs to the decile in which its first weight falls, equal ones in the order of the sample. */
export function decilesOf(results: readonly HouseholdResult[]): Decile[] {
  const order = ranked(comparables(results, netBefore));
  const all = results.reduce((sum, { weight }) => sum + weight, 0);
  let passed = 0;
  const deciles: HouseholdResult[][] = Array.from({ length: 10 }, () => []);
  for (const place of order) {
    const one = results[place]!;
    deciles[Math.min(9, Math.floor((10 * passed) / all + 1e-9))]?.push(one);
    passed += one.weight;
  }
  return deciles.flatMap((group, no) => {
    if (group.length === 0) return [];
    const weight = group.reduce((sum, one) => sum + one.weight, 0);
    const net = group.reduce((sum, one) => sum + one.weight * netBefore(one), 0);
    const change = group.reduce((sum, one) => sum + one.weight * (one.before - one.after), 0);
    return [{ decile: no + 1, netIncome: round(net / weight), share: net > 0 ? change / net : null, ...groupOf(group) }];
  });
}

/** Gini coefficient of weighted values; incomes below zero count as zero, so that it stays between 0 and 1. */
export const gini = (values: readonly (readonly [value: number, weight: number])[]): number =>
  giniOf(
    Float64Array.from(values, ([value]) => value),
    Float64Array.from(values, ([, weight]) => weight),
  );

function giniOf(values: Float64Array, weights: Float64Array): number {
  let total = 0;
  let people = 0;
  let below = 0;
  let area = 0;
  for (const place of ranked(values)) {
    const [value, weight] = [Math.max(0, values[place]!), weights[place]!];
    total += value * weight;
    people += weight;
    area += weight * (below + (value * weight) / 2);
    below += value * weight;
  }
  return total === 0 ? 0 : 1 - (2 * area) / (people * total);
}

const round = (amount: number): number => Math.round(amount);
