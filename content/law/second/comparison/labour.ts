import { adjustment, hundredthsOfYears, labourLumpSum, labourPension } from "../labour.ts";
import type { Comparison } from "./compare.ts";
import { between } from "./days.ts";

/** Two decimals of a whole number of hundredths. */
const decimals = (hundredths: number): string => (hundredths / 100).toFixed(2);

export const labour: Comparison = {
  tax: "labour insurance, old age",
  law: "benefits",
  draw(random) {
    const claim = {
      average: random.chance(0.3) ? random.pick([11_100, 29_500, 45_800]) : 11_100 + random.below(34_701),
      months: random.chance(0.3) ? 179 + random.below(3) : 1 + random.below(580),
      deferred: random.chance(0.3) ? random.pick([-60, 0, 60]) : random.below(145) - 72,
    };
    return {
      at: between(random, "2016-01-01", "2026-12-31"),
      facts: {
        "benefit.insured": claim.average,
        "benefit.years": decimals(hundredthsOfYears(claim.months)),
        "benefit.adjust": `${decimals(adjustment(claim.deferred))}%`,
      },
      expected: { "labour.pay": labourPension(claim), "labour.lumpSum": labourLumpSum(claim) },
    };
  },
};
