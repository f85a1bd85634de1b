import { divide, ge, nt, or, round, when, whole } from "@troad/law";
import { figuresOf } from "../../figures.ts";
import { rule } from "../../rule.ts";
import { writer } from "../../taxes/write.ts";

const article = ["老年農民福利津貼暫行條例第 3 條、第 4 條", "Elderly Farmers Welfare Allowance Act, Articles 3 and 4"] as const;
const press = "news.tvbs.com.tw/life/2368648";
const figures = figuresOf(article, "A", "law.moj.gov.tw pcode=M0090015 art.3-4");
const full = figures.money("elderlyFarmers.full", ["老農津貼", "Allowance for elderly farmers"], {
  "2012-01-01": 7000,
  "2016-01-01": [7256, "D"],
  "2020-01-01": [7550, "B", press],
  "2024-01-01": [8110, "B", press],
});
const mostIncome = figures.money("elderlyFarmers.mostIncome", ["排富的所得", "Income limit"], { "2013-01-01": 500_000 });
const mostOwned = figures.money("elderlyFarmers.mostOwned", ["排富的房地價值", "Property limit"], {
  "2013-01-01": 5_000_000,
});
const of = writer("person", "month", "2013-01-01");
const short = of.fact("elderlyFarmers.short", ["2014 年修法前加保、未滿 15 年", "Insured before mid-2014, under 15 years"]);
const income = of.amount("elderlyFarmers.income", ["農業以外的全年所得", "Yearly income outside farming"]);
const owned = of.amount("elderlyFarmers.owned", ["農地農舍以外的房地價值", "Land and houses other than farms"]);
const half = round(divide(full, whole(2)), "half-up");
const due = when(or(ge(income, mostIncome), ge(owned, mostOwned)), nt(0))
  .when(short, half)
  .otherwise(full);

export default rule({
  id: "elderly-farmers",
  group: "benefit",
  title: ["老年農民福利津貼", "Allowance for elderly farmers"],
  lead: ["年滿 65 歲的農保被保險人每月可領的金額。", "The monthly amount for insured farmers aged 65 or over."],
  where: ["向戶籍地農會申請。", "Apply at the farmers' association where you are registered."],
  results: [of.money("elderlyFarmers.monthly", ["每月津貼", "Monthly allowance"], article, due)],
  years: [2022, 2023, 2024, 2025, 2026],
  examples: [["2026-12-31", { short: true, income: 0, owned: 0 }, 4055, "M0090015 art. 3 II: half of 8,110"]],
});
