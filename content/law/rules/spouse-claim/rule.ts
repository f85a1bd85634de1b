import { add, divide, max, nt, round, subtract, whole } from "@troad/law";
import { rule } from "../../rule.ts";
import { writer } from "../../taxes/write.ts";

const article = [
  "遺產及贈與稅法第 17 條之 1；民法第 1030 條之 1",
  "Estate and Gift Tax Act, Article 17-1; Civil Code, Article 1030-1",
] as const;
const of = writer("estate", "day", "2017-05-12");
const own = of.amount("claim.ownMarital", ["被繼承人的婚後財產淨額", "Marital property of the deceased, less debts"]);
const gifts = of.amount("claim.givenToSpouse", [
  "死亡前 2 年內贈與配偶的財產",
  "Gifts to the spouse within two years before the death",
]);
const spouse = of.amount("claim.spouseMarital", ["生存配偶的婚後財產淨額", "Marital property of the spouse, less debts"]);

export default rule({
  id: "spouse-claim",
  group: "tax",
  title: ["配偶剩餘財產差額分配請求權", "The spouse's claim to half of the difference"],
  lead: [
    "配偶行使請求權時，可自遺產總額扣除的金額。繼承或受贈的財產與慰撫金不屬婚後財產。",
    "What the spouse's claim deducts from the estate. Inherited or donated property is not marital property.",
  ],
  results: [
    of.money(
      "claim.deduction",
      ["可自遺產總額扣除", "Deducted from the estate"],
      article,
      round(divide(max(nt(0), subtract(add(own, gifts), spouse)), whole(2)), "half-up"),
    ),
  ],
  years: [2022, 2023, 2024, 2025, 2026],
  optional: [gifts],
  examples: [
    [
      "2025-12-31",
      { ownMarital: 29_000_000, givenToSpouse: 10_000_000, spouseMarital: 2_000_000 },
      18_500_000,
      "Ministry of Finance, principles of 2025-07-28",
    ],
    [
      "2025-12-31",
      { ownMarital: 1_000_000, givenToSpouse: 0, spouseMarital: 2_000_000 },
      0,
      "Civil Code art. 1030-1: the spouse has more",
    ],
  ],
});
