import { houseSaleTax } from "../house-sale.ts";
import type { Comparison } from "./compare.ts";
import { between } from "./days.ts";

export const houseSale: Comparison = {
  tax: "income tax on a house sale",
  law: "sale",
  draw(random) {
    const months = random.chance(0.6) ? random.pick([24, 60, 72, 120]) + random.below(3) - 1 : 1 + random.below(480);
    const resident = random.chance(0.7);
    const losses = random.chance(0.6) ? 0 : random.amount(10_000_000);
    const home = resident && months >= 72 && random.chance(0.5);
    const sale = {
      gain: random.near([4_000_000, 4_000_000 + losses, losses], 200_000_000),
      months,
      resident,
      home,
      losses,
      special: !home && random.chance(0.3),
    };
    return {
      at: between(random, "2021-07-01", "2026-12-31"),
      facts: {
        "sale.gain": sale.gain,
        "sale.months": months,
        "sale.isResident": resident,
        "sale.isHome": home,
        "sale.losses": losses,
        "sale.isSpecial": sale.special,
      },
      expected: { "sale.tax": houseSaleTax(sale) },
    };
  },
};
