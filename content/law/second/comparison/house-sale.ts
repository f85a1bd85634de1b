import { houseSaleTax } from "../house-sale.ts";
import type { Comparison } from "./compare.ts";
import { between } from "./days.ts";

export const houseSale: Comparison = {
  tax: "income tax on a house sale",
  law: "sale",
  draw(random) {
    const sale = {
      gain: random.near([4_000_000], 200_000_000),
      months: random.chance(0.6) ? random.pick([24, 60, 72, 120]) + random.below(3) - 1 : 1 + random.below(480),
      resident: random.chance(0.7),
      home: random.chance(0.4),
    };
    return {
      at: between(random, "2021-07-01", "2026-12-31"),
      facts: {
        "sale.gain": sale.gain,
        "sale.months": sale.months,
        "sale.isResident": sale.resident,
        "sale.isHome": sale.home,
      },
      expected: { "sale.tax": houseSaleTax(sale) },
    };
  },
};
