import { giftFigures, giftTaxOfYear, taxOfNetGift } from "../gift.ts";
import type { Comparison } from "./compare.ts";
import { between } from "./days.ts";

export const gift: Comparison = {
  tax: "gift tax",
  law: "property",
  draw(random) {
    const day = between(random, "2017-05-12", "2026-12-31");
    const { exemption, edges } = giftFigures(day);
    const total = random.near([exemption, ...edges.map((edge) => edge + exemption)], 500_000_000);
    const net = Math.max(0, total - exemption);
    return {
      at: day,
      facts: { "gift.total": total, "gift.net": net },
      expected: { "gift.taxable": net, "gift.ofYear": giftTaxOfYear(total, day), "gift.tax": taxOfNetGift(net, day) },
    };
  },
};
