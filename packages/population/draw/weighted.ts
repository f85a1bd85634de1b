import type { Draw } from "./random.ts";

/** Draws by weight: cumulative sums and a binary search. */
export function weighted<T>(entries: readonly (readonly [value: T, weight: number])[]): (draw: Draw) => T {
  const limits: number[] = [];
  let total = 0;
  for (const [, weight] of entries) {
    total += weight;
    limits.push(total);
  }
  return (draw) => {
    const at = draw.unit() * total;
    let low = 0;
    let high = limits.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (limits[middle]! > at) high = middle;
      else low = middle + 1;
    }
    return entries[low]![0];
  };
}

/**
 * Quantiles of a log-normal with median 1 and sigma 0.55 at 0, 5, ..., 100 % (the ends cut at 0.5 and 99.5 %). A table, because
 * Math.exp and Math.log may differ in the last bit from one engine to the next.
 */
const quantiles = [
  0.242, 0.405, 0.494, 0.565, 0.629, 0.69, 0.749, 0.809, 0.87, 0.933, 1, 1.072, 1.15, 1.236, 1.334, 1.449, 1.589, 1.768, 2.024,
  2.471, 4.124,
];

/** A log-normal factor around 1. */
export function logNormal(draw: Draw): number {
  const at = draw.unit() * (quantiles.length - 1);
  const below = Math.floor(at);
  const from = quantiles[below]!;
  return from + (quantiles[below + 1]! - from) * (at - below);
}
