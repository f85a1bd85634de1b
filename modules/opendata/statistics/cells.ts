/** Tables of the statistics of invoices as @troad/deid reads them. The unit that is protected is the business. */
export type Place = Record<string, string>;
export type Cell = { at: Place; value: number; contributors: number[] };
export type Dimension = { name: string; tree: Record<string, string | null> };
export type DeidFile = { dimensions: Dimension[]; cells: Cell[]; rule: object; unit: "amount"; suppressed?: { at: Place }[] };
/** Businesses of a cell: how many, what they make together, and the two largest. */
export type Group = { businesses: number; sum: number; top: readonly number[] };

/** Fewer than three businesses, one of more than three quarters, or one that its largest rival can estimate to a tenth. */
export const rule = {
  type: "any",
  rules: [
    { type: "threshold", n: 3 },
    { type: "n-k", n: 1, k: 75 },
    { type: "p%", p: 10 },
  ],
};
/** Shares by which the rest of a cell is written down; a rule asks no more of it. */
const mostShares = 100;

/**
 * Amounts that every rule judges as it would judge the businesses themselves: the two largest, and the rest in shares that are no larger than the
 * second. Where so many shares are not enough they are larger, and the judgement is stricter than it had to be.
 */
export function likeContributors({ businesses, sum, top }: Group): number[] {
  const [first = 0, second = 0] = top;
  if (businesses <= 2) return [first, second].slice(0, businesses);
  const rest = sum - first - second;
  const shares = Math.min(businesses - 2, mostShares, second > 0 ? Math.max(1, Math.ceil(rest / second)) : businesses - 2);
  return [first, second, ...Array.from({ length: shares }, () => rest / shares)];
}

/** Groups that have no business in common, as one. */
export const together = (groups: readonly Group[]): Group => ({
  businesses: groups.reduce((all, { businesses }) => all + businesses, 0),
  sum: groups.reduce((all, { sum }) => all + sum, 0),
  top: groups
    .flatMap(({ top }) => top)
    .toSorted((one, other) => other - one)
    .slice(0, 2),
});

/** Hidden cells by their codes. */
export const keyOf = (at: Place, names: readonly string[]): string => names.map((name) => at[name]).join("|");
export const placeOf = (key: string, names: readonly string[]): Place => {
  const codes = key.split("|");
  return Object.fromEntries(names.map((name, no) => [name, codes[no] ?? ""]));
};
