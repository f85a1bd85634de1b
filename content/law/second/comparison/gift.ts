import { type Gift, giftFigures, giftTaxes, taxOfNetGift } from "../gift.ts";
import type { Comparison } from "./compare.ts";
import { between } from "./days.ts";
import type { Random } from "./random.ts";

/** The gifts of a year that make up a total, the last one on a given day. */
function gifts(random: Random, total: number, day: string): Gift[] {
  const first = random.chance(0.5) ? 0 : random.below(total + 1);
  return [
    { day: between(random, `${day.slice(0, 4)}-01-01`, day), amount: first },
    { day, amount: total - first },
  ];
}

export const gift: Comparison = {
  tax: "gift tax",
  law: "property",
  draw(random) {
    const day = between(random, "2018-01-01", "2026-12-31");
    const { exemption, edges } = giftFigures(day);
    const worth = random.near([exemption, ...edges.map((edge) => edge + exemption)], 500_000_000);
    const burden = random.chance(0.5) ? 0 : random.below(5_000_000);
    const net = Math.max(0, worth - exemption);
    const parts = gifts(random, worth, day).map((one) => ({ ...one, amount: one.amount + burden, burden }));
    const ofYear = giftTaxes(parts).reduce((sum, tax) => sum + tax, 0);
    const total = worth + 2 * burden;
    return {
      at: day,
      facts: { "gift.total": total, "gift.totalBurden": 2 * burden, "gift.net": net },
      expected: { "gift.taxable": net, "gift.ofYear": ofYear, "gift.tax": taxOfNetGift(net, day) },
    };
  },
};
