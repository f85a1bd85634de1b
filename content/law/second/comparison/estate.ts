import { type Estate, estateFigures, estateTax, netEstate, taxOfNetEstate, yearsToMajority } from "../estate.ts";
import type { Comparison } from "./compare.ts";
import { between, plusDays } from "./days.ts";
import type { Random } from "./random.ts";

const most = 1_000_000_000;

/** Days of birth, most of them about the age at which one comes of age; 29 February is left to the Civil Code. */
export const births = (random: Random, died: string, count: number): string[] =>
  Array.from({ length: count }, () => {
    const before = `${Number(died.slice(0, 4)) - random.pick([0, 1, 17, 18, 19, 20, 30])}${died.slice(4)}`;
    const drawn = random.chance(0.5) ? between(random, "1940-01-01", died) : plusDays(before, random.below(3) - 1);
    const born = drawn > died ? died : drawn;
    return born.endsWith("-02-29") ? `${born.slice(0, 8)}28` : born;
  });

function draw(random: Random): Estate {
  const died = between(random, "2017-05-12", "2026-12-31");
  const { exemption, edges } = estateFigures(died);
  const spouse = random.chance(0.6);
  const descendants = random.below(6);
  const parents = random.below(3);
  const estate = {
    died,
    gross: random.near([exemption, ...edges], most),
    debts: random.chance(0.5) ? 0 : random.amount(50_000_000),
    spouse,
    descendants,
    minorYears: births(random, died, descendants).reduce((sum, born) => sum + yearsToMajority(born, died), 0),
    parents,
    givenBefore: random.chance(0.5) ? 0 : random.amount(60_000_000),
    giftTaxPaid: random.chance(0.5) ? 0 : random.amount(5_000_000),
    spouseClaim: spouse && random.chance(0.4) ? random.amount(40_000_000) : 0,
    severelyDisabled: random.chance(0.2) ? random.below(descendants + parents + (spouse ? 2 : 1)) : 0,
  };
  if (random.chance(0.5)) return estate;
  // The net estate at the edge of a bracket, at nothing, or a dollar beside.
  const aimed = random.pick([0, ...edges]) + random.below(3) - 1;
  const deductions = most - netEstate({ ...estate, gross: most });
  return { ...estate, gross: Math.max(0, aimed + deductions) };
}

export const estate: Comparison = {
  tax: "estate tax",
  law: "property",
  draw(random) {
    const drawn = draw(random);
    const net = netEstate(drawn);
    return {
      at: drawn.died,
      facts: {
        "estate.gross": drawn.gross,
        "estate.debts": drawn.debts,
        "estate.hasSpouse": drawn.spouse,
        "estate.descendants": drawn.descendants,
        "estate.minorYears": drawn.minorYears,
        "estate.parents": drawn.parents,
        "estate.disabledHeirs": drawn.severelyDisabled,
        "estate.givenBefore": drawn.givenBefore,
        "estate.giftTaxPaid": drawn.giftTaxPaid,
        "estate.spouseClaim": drawn.spouseClaim,
        "estate.net": net,
      },
      expected: {
        "estate.netOfReturn": net,
        "estate.taxOfReturn": estateTax(drawn),
        "estate.tax": taxOfNetEstate(net, drawn.died),
      },
    };
  },
};
