import { collect, createLaw, divide, max, round, subtract } from "@troad/law";
import { figuresOf } from "../figures.ts";
import { writer } from "../taxes/write.ts";

const of = writer("company", "day", "2022-11-24");
const article = [
  "公司登記規費收費準則第 3 條、第 6 條",
  "Regulations for Charging Company Registration Fees, Articles 3 and 6",
] as const;
const figures = figuresOf(article, "A", "law.moj.gov.tw pcode=J0080002 art. 3, 6");
const least = figures.money("company.leastFee", ["設立登記規費下限", "Least fee for the registration"], { "2022-11-24": 1_000 });
const online = figures.money("company.online", ["電子申請減收", "Reduction for applying online"], { "2022-11-24": 300 });
const per = figures.count("company.capitalPerDollar", ["每一元規費的資本額", "Capital for each dollar of the fee"], {
  "2022-11-24": 4_000,
});
const capital = of.amount("company.capital", ["資本總額", "Capital"]);

/** A dollar for each full 4,000 of capital; the rules do not say how to treat what is left over. */
const fee = of.money(
  "company.fee",
  ["設立登記規費（電子申請）", "Fee for the registration, applied for online"],
  article,
  subtract(max(least, round(divide(capital, per), "down")), online),
);

/** What it costs to register a company. */
export const company = createLaw(collect([fee]));
