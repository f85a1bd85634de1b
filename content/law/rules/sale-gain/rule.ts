import { eq, max, min, multiply, nt, round, subtract, when } from "@troad/law";
import { figuresOf } from "../../figures.ts";
import { rule } from "../../rule.ts";
import { monthsBegun } from "../../taxes/holding.ts";
import { writer } from "../../taxes/write.ts";

const art146 = ["所得稅法第 14 條之 6", "Income Tax Act, Article 14-6"] as const;
const figures = figuresOf(art146, "A", "law.moj.gov.tw pcode=G0340003 art.14-6");
const share = figures.rate("gain.expenseShare", ["沒有憑證時的費用占成交價", "Expenses without vouchers, of the price"], {
  "2021-07-01": "3%",
});
const most = figures.money("gain.expenseMost", ["沒有憑證時的費用上限", "Expenses without vouchers, at most"], {
  "2021-07-01": 300_000,
});
const of = writer("house", "day", "2021-07-01");
const price = of.amount("gain.price", ["賣出的成交價", "Selling price"]);
const cost = of.amount("gain.cost", [
  "買入的成交價（繼承或受贈取得的，填當時的現值）",
  "Price paid, or the value when inherited or given",
]);
const shown = of.amount("gain.expenses", [
  "有憑證的費用（仲介費、契稅、代書費、改良費用等）",
  "Expenses with vouchers (agent, deed tax, scrivener, improvements)",
]);
const rise = of.amount("gain.rise", [
  "土地增值稅單上的土地漲價總數額",
  "Land increment on the bill of the land value increment tax",
]);
const acquired = of.date("gain.acquired", ["取得房地的登記日", "Day on which it was registered to the seller"]);
const sold = of.date("gain.sold", ["賣出的登記日", "Day on which it was registered to the buyer"]);

const expenses = of.money(
  "gain.expensesCounted",
  ["減除的費用", "Expenses that are deducted"],
  ["所得稅法第 14 條之 4、第 14 條之 6", "Income Tax Act, Articles 14-4 and 14-6"],
  when(eq(shown, nt(0)), min(most, round(multiply(price, share), "half-up"))).otherwise(shown),
);
const taxable = of.money(
  "gain.taxable",
  ["課稅所得（售價減成本、費用及土地漲價總數額）", "Taxable gain (price less cost, expenses and land increment)"],
  ["所得稅法第 14 條之 4", "Income Tax Act, Article 14-4"],
  max(nt(0), subtract(subtract(subtract(price, cost), expenses), rise)),
);
const months = of.whole(
  "gain.months",
  ["持有月數（不滿一個月算一個月）", "Months held, a part counts as one"],
  ["所得稅法第 14 條之 4", "Income Tax Act, Article 14-4"],
  monthsBegun(acquired, sold),
);

/** What a seller of house and land gained, by contracts and bills. */
export default rule({
  id: "sale-gain",
  group: "tax",
  isStep: true,
  title: ["房地交易所得", "Gain of a house sale"],
  lead: ["賣屋賺了多少，要課稅的是多少。", "What was gained by selling a house, and how much of it is taxed."],
  results: [taxable, expenses, months],
  years: [2022, 2023, 2024, 2025, 2026],
  optional: [shown, rise],
  examples: [
    [
      "2026-12-31",
      { price: 15_000_000, cost: 10_000_000, rise: 700_000, acquired: "2021-05-20", sold: "2026-05-21" },
      { "gain.taxable": 4_000_000, "gain.expensesCounted": 300_000, "gain.months": 61 },
      "G0340003 art. 14-4, 14-6: 3 % of 15,000,000 is more than 300,000; more than five years are 61 months",
    ],
    [
      "2026-12-31",
      { price: 6_000_000, cost: 5_000_000, expenses: 250_000, acquired: "2024-05-20", sold: "2026-05-20" },
      { "gain.taxable": 750_000, "gain.expensesCounted": 250_000, "gain.months": 24 },
      "G0340003 art. 14-4: expenses as they were shown; two years to the day are 24 months",
    ],
    [
      "2026-12-31",
      { price: 6_000_000, cost: 5_990_000, acquired: "2024-05-20", sold: "2026-05-20" },
      { "gain.taxable": 0, "gain.expensesCounted": 180_000 },
      "G0340003 art. 14-6: 3 % of 6,000,000; a loss is no gain",
    ],
  ],
});
