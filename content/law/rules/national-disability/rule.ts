import { divide, max, multiply, parameter, round, when, whole } from "@troad/law";
import { figuresOf } from "../../figures.ts";
import benefits from "../../parameters/benefits.json" with { type: "json" };
import { rule } from "../../rule.ts";
import { writer } from "../../taxes/write.ts";

const article = ["國民年金法第 33 條、第 34 條", "National Pension Act, Articles 33 and 34"] as const;
const figures = figuresOf(article, "A", "law.moj.gov.tw pcode=D0050152 art.33-34");
const floor = figures.money("npDisability.floor", ["基本保障", "Guaranteed amount"], {
  "2012-01-01": 4_700,
  "2016-01-01": [4_872, "D"],
  "2020-01-01": [5_065, "C"],
  "2024-01-01": [5_437, "B"],
});
const rate = figures.rate("npDisability.rate", ["每年給付率", "Rate per year"], { "2008-10-01": "1.3%" });
const of = writer("person", "month", "2015-01-01", "B");
const months = of.count(
  "npDisability.months",
  ["保險年資（月數，勞保年資可併計）", "Months insured, including labour insurance"],
  600,
);
const blocked = of.fact("npDisability.blocked", [
  "欠繳保險費或已領其他社福津貼",
  "Premiums in arrears, or another social allowance",
]);
const byYears = of.money(
  "npDisability.byYears",
  ["依年資計算", "Based on years insured"],
  article,
  round(multiply(parameter("money", "np.insured"), divide(months, whole(12)), rate), "half-up"),
);
const due = when(blocked, byYears).otherwise(max(byYears, floor));

export default rule({
  id: "national-disability",
  group: "benefit",
  title: ["國民年金身心障礙年金", "National disability pension"],
  lead: [
    "重度以上身心障礙且經評估無工作能力的被保險人，每月可領的金額。",
    "The monthly amount for an insured person with a severe disability and no capacity for work.",
  ],
  where: ["向勞動部勞工保險局申請。", "Apply to the Bureau of Labor Insurance."],
  parameters: [{ parameters: benefits.parameters.filter(({ name }) => name === "np.insured") }],
  results: [of.money("npDisability.monthly", ["每月年金", "Monthly pension"], article, due), byYears],
  years: [2024, 2025, 2026],
  examples: [
    ["2026-12-31", { months: 120, blocked: false }, 5_437, "D0050152 art. 34 II: below the guaranteed amount"],
    // 21,103 x 10 years x 1.3 % = 2,743.39
    ["2026-12-31", { months: 120, blocked: true }, 2_743, "D0050152 art. 34 II 1"],
    // 21,103 x 30 years x 1.3 % = 8,230.17
    ["2026-12-31", { months: 360, blocked: false }, 8_230, "D0050152 art. 34 I"],
  ],
});
