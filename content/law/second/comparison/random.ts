export type Random = {
  /** From 0 up to, not including, this. */
  below(limit: number): number;
  chance(probability: number): boolean;
  pick<T>(options: readonly T[]): T;
  /** Any amount, small ones as often as large ones. */
  amount(most: number): number;
  /** Nothing, one of the limits or a dollar beside it, or any amount. */
  near(limits: readonly number[], most: number): number;
};

/** The same draws for the same seed (xorshift32). */
export function seededRandom(seed: number): Random {
  let state = (Math.imul(seed, 0x9e3779b1) ^ 0x5bf03635) >>> 0 || 1;
  const next = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state = (state ^ (state << 5)) >>> 0;
    return state / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  const chance = (probability: number): boolean => next() < probability;
  const pick = <T>(options: readonly T[]): T => {
    const option = options[below(options.length)];
    if (option === undefined) throw new RangeError("nothing to pick from");
    return option;
  };
  const amount = (most: number): number => Math.floor(most ** next());
  const near = (limits: readonly number[], most: number): number => {
    const kind = below(4);
    if (kind === 0) return 0;
    return kind === 1 ? Math.max(0, pick(limits) + below(3) - 1) : amount(most);
  };
  return { below, chance, pick, amount, near };
}
