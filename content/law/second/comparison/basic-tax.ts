import { type BasicReturn, basicFigures, basicIncome, basicTax, basicTaxDue } from "../basic-tax.ts";
import type { Comparison } from "./compare.ts";
import type { Random } from "./random.ts";

function draw(random: Random): BasicReturn {
  const year = 2010 + random.below(17);
  const { exemption, deathFree } = basicFigures(year);
  const rare = (limits: readonly number[], most: number) => (random.chance(0.5) ? 0 : random.near(limits, most));
  return {
    year,
    net: random.near([exemption], 30_000_000),
    dividendsApart: rare([exemption], 50_000_000),
    overseas: rare([1_000_000, exemption], 100_000_000),
    insurance: rare([exemption], 30_000_000),
    deathBenefit: rare([deathFree], 100_000_000),
    unlistedShares: rare([exemption], 50_000_000),
    donationsInKind: rare([exemption], 20_000_000),
    regularTax: rare([0], 10_000_000),
    foreignTax: rare([0], 10_000_000),
  };
}

export const basic: Comparison = {
  tax: "basic tax",
  law: "basic",
  draw(random) {
    const { year, ...filed } = draw(random);
    const drawn = { year, ...filed };
    return {
      at: `${year}-12-31`,
      facts: Object.fromEntries(Object.entries(filed).map(([name, value]) => [`amt.${name}`, value])),
      expected: {
        "amt.basicIncome": basicIncome(drawn),
        "amt.basicTax": basicTax(drawn),
        "amt.extra": basicTaxDue(drawn),
      },
    };
  },
};
