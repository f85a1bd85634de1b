import { additionOn, nationalPension } from "../national-pension.ts";
import type { Comparison } from "./compare.ts";
import { between } from "./days.ts";

export const pension: Comparison = {
  tax: "national pension, old age",
  law: "benefits",
  draw(random) {
    const claim = {
      day: between(random, "2016-01-01", "2026-12-31"),
      insured: random.chance(0.5) ? random.pick([18_282, 19_761, 21_103]) : 17_280 + random.below(10_000),
      months: random.chance(0.2) ? random.below(2) : random.below(480),
      days: random.chance(0.5) ? 0 : random.below(30),
      blocked: random.chance(0.2),
    };
    return {
      at: claim.day,
      facts: {
        "benefit.insured": claim.insured,
        "benefit.years": `${claim.months * 30 + claim.days}/360`,
        "benefit.addon": additionOn(claim.day),
        "benefit.blocked": claim.blocked,
      },
      expected: { "np.pay": nationalPension(claim) },
    };
  },
};
