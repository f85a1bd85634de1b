import { heldLongerThan, landIncrementTax } from "../land-increment.ts";
import type { Comparison } from "./compare.ts";
import { between, plusDays } from "./days.ts";
import type { Random } from "./random.ts";

/** Days of acquisition and sale: any, or 20, 30 or 40 years apart, or a day beside. */
function holding(random: Random): { acquired: string; sold: string } {
  const sold = between(random, "2005-02-01", "2026-12-31");
  if (random.chance(0.4)) return { acquired: between(random, "1955-01-01", sold), sold };
  const years = random.pick([20, 30, 40]);
  const anniversary = `${Number(sold.slice(0, 4)) - years}${sold.slice(4)}`;
  return { acquired: plusDays(anniversary.replace("-02-29", "-02-28"), random.below(3) - 1), sold };
}

/** The rules ask for months that have begun; the month of the day itself counts where a day is left over. */
function monthsBegun(acquired: string, sold: string): number {
  let years = 0;
  while (heldLongerThan(years + 1, acquired, sold)) years++;
  const from = `${Number(acquired.slice(0, 4)) + years}${acquired.slice(4)}`;
  const months = (Number(sold.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + Number(sold.slice(5, 7)) - Number(from.slice(5, 7));
  return years * 12 + months + (sold.slice(8) > from.slice(8) ? 1 : 0);
}

export const landIncrement: Comparison = {
  tax: "land value increment tax",
  law: "property",
  draw(random) {
    const previous = random.near([1_000_000], 100_000_000);
    const rise = random.near([previous, 2 * previous], 300_000_000);
    const { acquired, sold } = holding(random);
    const home = random.chance(0.3);
    const sale = { rise, previous, acquired, sold };
    return {
      at: sold,
      facts: {
        "lvit.rise": rise,
        "lvit.before": previous,
        "lvit.months": monthsBegun(acquired, sold),
        "lvit.home": home,
      },
      expected: {
        "lvit.tax": landIncrementTax({ ...sale, home: false }),
        "lvit.homeTax": landIncrementTax({ ...sale, home: true }),
        "lvit.chosen": landIncrementTax({ ...sale, home }),
      },
    };
  },
};
