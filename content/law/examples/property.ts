import { example, today, type WorkedExample } from "./write.ts";

export const property: readonly WorkedExample[] = [
  example("property", "estate.tax", today, { "estate.net": 10_000_000 }, 1_000_000),
  // 60,000,000 less 13,330,000, three children and ten years to majority at 560,000, a parent 1,380,000, the funeral 1,380,000
  example(
    "property",
    "estate.taxOfReturn",
    today,
    {
      "estate.gross": 60_000_000,
      "estate.debts": 0,
      "estate.hasSpouse": false,
      "estate.descendants": 3,
      "estate.minorYears": 10,
      "estate.parents": 1,
      "estate.disabledHeirs": 0,
    },
    3_663_000,
  ),
  example("property", "gift.tax", today, { "gift.net": 2_560_000 }, 256_000),
  example("property", "gift.ofYear", today, { "gift.total": 5_000_000 }, 256_000),
  // one million at 1 %, four at 1.5 %
  example("property", "lvt.tax", today, { "lvt.value": 5_000_000, "lvt.start": 1_000_000 }, 70_000),
  example("property", "lvt.homeTax", today, { "lvt.homeValue": 1_000_000 }, 2_000),
  // risen to three times within twenty years: 40 % of the rise less 30 % of the earlier value
  example("property", "lvit.tax", today, { "lvit.rise": 2_000_000, "lvit.before": 1_000_000, "lvit.years": 20 }, 500_000),
  example("property", "lvit.chosen", today, { "lvit.rise": 1_000_000, "lvit.home": true }, 100_000),
  example("property", "house.tax", today, { "house.value": 1_000_000, "house.rate": "1.2%" }, 12_000),
  example("property", "deed.tax", today, { "deed.kind": "exchange", "deed.price": 1_000_000 }, 20_000),
];
