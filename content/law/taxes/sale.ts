import { createLaw, loadParameters, max, multiply, nt, parameter, round, step, subtract, when } from "@troad/law";
import parameters from "../parameters/sale.json" with { type: "json" };
import { writer } from "./write.ts";

const of = writer("house", "day", "2021-07-01");
const article = ["所得稅法第 14 條之 4", "Income Tax Act, Article 14-4"] as const;
const gain = of.amount("sale.gain", [
  "課稅所得（售價減成本、費用及土地漲價總數額）",
  "Taxable gain (price less cost, expenses and land increment)",
]);
/** A part of a month counts: held for more than two years is 25 months or more. */
const months = of.count("sale.months", ["持有月數（不滿一個月算一個月）", "Months held, a part counts as one"], 1_200);
const resident = of.fact("sale.isResident", ["中華民國境內居住的個人", "Resident of Taiwan"]);
const home = of.fact("sale.isHome", [
  "連續滿六年設籍、居住且未出租或營業",
  "One's home for six years on end, not let or used for business",
]);

const rate = of.rate(
  "sale.rate",
  ["適用稅率", "Rate that applies"],
  article,
  when(home, parameter("rate", "sale.homeRate"))
    .when(resident, step(months, "sale.resident"))
    .otherwise(step(months, "sale.nonResident")),
);
const taxable = of.money(
  "sale.taxable",
  ["課稅的所得", "Gain that is taxed"],
  article,
  when(home, max(nt(0), subtract(gain, parameter("money", "sale.homeFree")))).otherwise(gain),
);
const tax = of.money(
  "sale.tax",
  ["房地合一所得稅", "Income tax on a house sale"],
  article,
  round(multiply(taxable, rate), "down"),
);

/** Income tax on the sale of house and land, since 2021-07-01; losses carried over and the 20 % cases are not covered. */
export const sale = createLaw({
  inputs: [gain, months, resident, home],
  variables: [rate, taxable, tax],
  parameters: loadParameters(parameters),
});
