import type { Value } from "@troad/law";

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A household made up at random, with every fact of a return; contradictions are left out. */
export function household(random: () => number): Record<string, Value> {
  const chance = (p: number) => random() < p;
  const upTo = (most: number) => Math.floor(random() ** 3 * most);
  const some = (p: number, most: number) => (chance(p) ? upTo(most) : 0);
  const married = chance(0.6);
  const dependants = Math.floor(random() * 5);
  const among = (p: number) => (chance(p) ? Math.floor(random() * (dependants + 1)) : 0);
  const spouse = (p: number, most: number) => (married ? some(p, most) : 0);
  return {
    "income.married": married,
    "income.salary": some(0.9, 8_000_000),
    "income.spouseSalary": spouse(0.7, 6_000_000),
    "income.other": some(0.3, 4_000_000),
    "income.spouseOther": spouse(0.3, 3_000_000),
    "income.interest": some(0.4, 1_000_000),
    "income.spouseInterest": spouse(0.4, 900_000),
    "income.dividends": some(0.4, 6_000_000),
    "income.spouseDividends": spouse(0.3, 5_000_000),
    "income.dependants": dependants,
    "income.senior": chance(0.1),
    "income.spouseSenior": married && chance(0.1),
    "income.seniors": among(0.2),
    "income.disabled": chance(0.05),
    "income.spouseDisabled": married && chance(0.05),
    "income.disabledDependants": among(0.1),
    "income.students": among(0.2),
    "income.preschoolers": among(0.3),
    "income.care": among(0.1),
    "income.rent": some(0.3, 400_000),
    "income.donations": some(0.3, 500_000),
    "income.insurance": some(0.5, 120_000),
    "income.health": some(0.8, 90_000),
    "income.medical": some(0.3, 400_000),
    "income.mortgage": some(0.3, 600_000),
  };
}
