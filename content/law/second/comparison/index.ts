import type { Law } from "@troad/law";
import { laws } from "../../index.ts";
import { basic } from "./basic-tax.ts";
import { type Comparison, compare } from "./compare.ts";
import { estate } from "./estate.ts";
import { gift } from "./gift.ts";
import { houseSale } from "./house-sale.ts";
import { income } from "./income.ts";
import { labour } from "./labour.ts";
import { landIncrement } from "./land-increment.ts";
import { pension } from "./national-pension.ts";

/** Everything that is computed twice. */
export const comparisons: readonly Comparison[] = [income, estate, gift, landIncrement, houseSale, basic, labour, pension];

export function lawOf({ law: name }: Comparison): Law {
  const law = laws.get(name);
  if (!law) throw new RangeError(`there is no law ${name}`);
  return law;
}

/** Compares each tax in as many cases; throws at the first one that differs, with its facts. */
export function compareAll(cases: number, until: number): Record<string, number> {
  return Object.fromEntries(
    comparisons.map((comparison) => {
      const result = compare(lawOf(comparison), comparison, { cases, until, differences: 1 });
      const [difference] = result.first;
      if (difference) throw new Error(`${comparison.tax} differs: ${JSON.stringify(difference)}`);
      return [comparison.tax, result.cases];
    }),
  );
}
