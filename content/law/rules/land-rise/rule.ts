import { divide, max, multiply, nt, round, subtract, whole } from "@troad/law";
import { rule } from "../../rule.ts";
import { monthsBegun } from "../../taxes/holding.ts";
import { writer } from "../../taxes/write.ts";

const of = writer("parcel", "day", "2005-02-01");
/** No single sale comes near: products of both stay exact. */
const MOST = 10_000_000_000;
const value = of.amount("rise.value", [
  "現在的移轉現值（訂約時的公告土地現值 × 面積）",
  "Present value (announced land value × area)",
]);
const earlier = of.amount(
  "rise.earlier",
  ["前次移轉現值；從沒移轉過的土地填原規定地價", "Value at the previous transfer, or the original declared value"],
  MOST,
);
/** An index of 132.5 % is 1,325: a fact is a whole number. */
const index = of.count("rise.index", ["物價指數（千分比）", "Price index in thousandths"], 100_000);
const costs = of.amount(
  "rise.costs",
  ["改良土地的費用、工程受益費與重劃費用", "Costs of improvement, benefit fees and costs of readjustment"],
  MOST,
);
const acquired = of.date("rise.acquired", ["取得土地的日期", "Day on which the land was acquired"]);
const sold = of.date("rise.sold", ["出售的訂約日", "Day of the contract of sale"]);

const before = of.money(
  "rise.before",
  ["按物價指數調整後的前次現值", "Previous value, adjusted to prices"],
  ["土地稅法第 32 條", "Land Tax Act, Article 32"],
  round(divide(multiply(earlier, index), whole(1000)), "half-up"),
);
const amount = of.money(
  "rise.amount",
  ["土地漲價總數額", "Increment of the land value"],
  ["土地稅法第 31 條、第 32 條", "Land Tax Act, Articles 31 and 32"],
  max(nt(0), subtract(subtract(value, before), costs)),
);
const months = of.whole(
  "rise.months",
  ["持有月數（不滿一個月算一個月）", "Months held, a part counts as one"],
  ["土地稅法第 33 條", "Land Tax Act, Article 33"],
  monthsBegun(acquired, sold),
);

/** What the tax on a sale of land is counted from, by figures that the owner and the land office have on paper. */
export default rule({
  id: "land-rise",
  group: "tax",
  isStep: true,
  title: ["土地漲價總數額", "Increment of the land value"],
  lead: ["出售土地時，漲價的部分是多少。", "By how much the value of land has risen when it is sold."],
  results: [amount, before, months],
  years: [2022, 2023, 2024, 2025, 2026],
  optional: [costs],
  examples: [
    [
      "2026-12-31",
      { value: 10_000_000, earlier: 3_000_000, index: 1_325, costs: 500_000, acquired: "2005-03-10", sold: "2026-03-11" },
      { "rise.amount": 5_525_000, "rise.before": 3_975_000, "rise.months": 253 },
      "G0340096 art. 31, 32: 10,000,000 - 3,000,000 x 132.5 % - 500,000; the 253rd month has begun",
    ],
    [
      "2026-12-31",
      { value: 3_000_000, earlier: 3_000_000, index: 1_100, acquired: "2024-03-10", sold: "2026-03-10" },
      { "rise.amount": 0, "rise.before": 3_300_000, "rise.months": 24 },
      "G0340096 art. 31: prices rose more than the land",
    ],
  ],
});
