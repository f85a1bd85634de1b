/** A stream of draws. Only whole numbers, sums, products and quotients are used, so every machine draws the same. */
export type Draw = {
  /** From 0 up to, not including, 1; 32 bits. */
  unit(): number;
  /** A whole number from `from` to `to`, both included. */
  whole(from: number, to: number): number;
  chance(probability: number): boolean;
  pick<T>(from: readonly T[]): T;
  /** 32 random bits. */
  bits(): number;
};

/** Turns a text into 32 bits (FNV-1a). */
export function seedOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

/** splitmix32: spreads neighbouring seeds over all states. */
function spreader(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let z = state ^ (state >>> 16);
    z = Math.imul(z, 0x21f0aaad);
    z ^= z >>> 15;
    z = Math.imul(z, 0x735a2d97);
    return z ^ (z >>> 15);
  };
}

/** The draws of the `index`-th thing of a seed: xoshiro128** (Blackman and Vigna), so each household can be made alone. */
export function drawsOf(seed: number, index: number): Draw {
  // One word comes from the index alone, so no two indexes share a state; the others keep seeds apart.
  const ofSeed = spreader(seed);
  const ofIndex = spreader(index);
  const ofBoth = spreader(ofSeed() ^ index);
  let a = ofIndex();
  let b = ofBoth();
  let c = ofSeed();
  let d = ofBoth() | 1; // never all zero
  const bits = (): number => {
    const product = Math.imul(b, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9);
    const t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = (d << 11) | (d >>> 21);
    return result >>> 0;
  };
  const unit = (): number => bits() / 4294967296;
  return {
    bits,
    unit,
    whole: (from, to) => from + Math.floor(unit() * (to - from + 1)),
    chance: (probability) => unit() < probability,
    pick: (from) => from[Math.floor(unit() * from.length)]!,
  };
}
