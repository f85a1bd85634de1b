/** Deterministic draws for property tests: mulberry32, the same on every machine. */
export function draws(seed: number): { whole(below: number): number; pick<T>(of: readonly T[]): T } {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const whole = (below: number) => Math.floor(next() * below);
  return { whole, pick: (of) => of[whole(of.length)]! };
}
