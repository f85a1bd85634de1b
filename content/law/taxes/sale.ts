import {
  and,
  createLaw,
  type Facts,
  LawError,
  loadParameters,
  max,
  min,
  multiply,
  nt,
  parameter,
  round,
  step,
  subtract,
  when,
} from "@troad/law";
import parameters from "../parameters/sale.json" with { type: "json" };
import { writer } from "./write.ts";

const of = writer("house", "day", "2021-07-01");
const article = ["所得稅法第 14 條之 4", "Income Tax Act, Article 14-4"] as const;
const gain = of.amount("sale.gain", [
  "課稅所得（售價減成本、費用及土地漲價總數額）",
  "Taxable gain (price less cost, expenses and land value increment)",
]);
/** A part of a month counts: held for more than two years is 25 months or more. */
const months = of.count(
  "sale.months",
  [
    "持有月數（不滿 1 個月以 1 個月計；繼承取得者併計被繼承人持有期間）",
    "Months held, a part counting as one; for an inherited house, including those of the deceased",
  ],
  1_200,
);
const resident = of.fact("sale.isResident", ["中華民國境內居住的個人", "Resident of Taiwan"]);
const home = of.fact("sale.isHome", [
  "連續滿 6 年設籍並居住，且未出租或營業",
  "Own home for six consecutive years, not let or used for business",
]);
const losses = of.amount("sale.losses", [
  "前 3 年房地交易損失（尚未減除）",
  "Losses on sales in the previous three years, not yet deducted",
]);
const special = of.fact("sale.isSpecial", [
  "非自願交易、自地自建或都更危老重建後 5 年內出售",
  "Forced sale, or sale within five years of building on own land or of urban renewal",
]);
const net = of.money(
  "sale.net",
  ["減除損失後的所得", "Gain less losses"],
  ["所得稅法第 14 條之 4 第 2 項", "Income Tax Act, Article 14-4, paragraph 2"],
  max(nt(0), subtract(gain, losses)),
);

const rate = of.rate(
  "sale.rate",
  ["適用稅率", "Applicable rate"],
  article,
  when(home, parameter("rate", "sale.homeRate"))
    .when(and(resident, special), min(parameter("rate", "sale.specialRate"), step(months, "sale.resident")))
    .when(resident, step(months, "sale.resident"))
    .otherwise(step(months, "sale.nonResident")),
);
const taxable = of.money(
  "sale.taxable",
  ["課稅的所得", "Taxed gain"],
  article,
  when(home, max(nt(0), subtract(net, parameter("money", "sale.homeFree")))).otherwise(net),
);
const tax = of.money(
  "sale.tax",
  ["房地合一所得稅", "Income tax on a house sale"],
  article,
  round(multiply(taxable, rate), "down"),
);

/** Income tax on the sale of house and land, since 2021-07-01; the seller of a home is a resident who held it for six years. */
export const sale = createLaw({
  inputs: [gain, months, resident, home, losses, special],
  variables: [net, rate, taxable, tax],
  parameters: loadParameters(parameters),
});

/** Six years of living in one's home are at least as many months of holding it (所得稅法 §4-5 I 1). */
const HOME_MONTHS = 72;
/** Refuses facts of a sale that cannot all be true; throws LawError `law.range` with the fact at fault. */
export function requirePossibleSale(facts: Facts): void {
  if (facts["sale.isHome"] !== true) return;
  if (facts["sale.isResident"] === false)
    throw new LawError("law.range", "sale.isHome", {
      "zh-Hant": "自住優惠只適用於中華民國境內居住的個人",
      en: "is only for residents of Taiwan",
    });
  const months = facts["sale.months"];
  if (typeof months === "number" && months < HOME_MONTHS)
    throw new LawError("law.range", "sale.isHome", {
      "zh-Hant": "連續設籍並居住滿六年，持有期間不會少於 72 個月",
      en: "six years of living there means it was held for at least 72 months",
    });
}
