import { add, code, divide, eq, max, min, multiply, parameter, round, subtract, when, whole } from "@troad/law";
import { figuresOf } from "../../figures.ts";
import benefits from "../../parameters/benefits.json" with { type: "json" };
import { rule } from "../../rule.ts";
import { writer } from "../../taxes/write.ts";

const article = ["國民年金法第 40 條、第 42 條", "National Pension Act, Articles 40 and 42"] as const;
const figures = figuresOf(article, "A", "law.moj.gov.tw pcode=D0050152 art.40-42");
const rate = figures.rate("npSurvivors.rate", ["每年給付率", "Rate per year"], { "2008-10-01": "1.3%" });
const more = figures.rate("npSurvivors.more", ["每多一人加發", "For each additional survivor"], { "2008-10-01": "25%" });
const mostMore = figures.rate("npSurvivors.mostMore", ["加發上限", "Maximum addition"], { "2008-10-01": "50%" });
/** The least is adjusted like the addition to the old-age pension (§54-1). */
const least = parameter("money", "np.addon");
const of = writer("household", "month", "2015-01-01", "B");
const death = of.one("npSurvivors.death", ["死亡時的情形", "Situation at death"], {
  insured: { "zh-Hant": "加保期間死亡", en: "was insured" },
  unclaimed: { "zh-Hant": "已可請領老年年金但未請領", en: "could have claimed the old-age pension" },
});
const months = of.count("npSurvivors.months", ["被保險人的保險年資（月數）", "Months for which the deceased was insured"], 600);
const persons = of.count("npSurvivors.persons", ["同一順序的遺屬人數", "Number of survivors of the same rank"], 20);
const byYears = multiply(parameter("money", "np.insured"), divide(months, whole(12)), rate);
const standard = of.money(
  "npSurvivors.standard",
  ["給付標準", "Standard amount"],
  article,
  round(max(least, when(eq(death, code("insured")), byYears).otherwise(divide(byYears, whole(2)))), "half-up"),
);
const monthly = of.money(
  "npSurvivors.monthly",
  ["每月年金（全部遺屬）", "Monthly pension, all survivors"],
  article,
  round(multiply(standard, add(whole(1), min(mostMore, multiply(more, max(whole(0), subtract(persons, whole(1))))))), "half-up"),
);
const wanted = ["np.insured", "np.addon"];

export default rule({
  id: "national-survivors",
  group: "benefit",
  title: ["國民年金遺屬年金", "National survivors' pension"],
  lead: ["被保險人死亡時，遺屬每月可領的金額。", "The monthly amount for the survivors of an insured person."],
  where: ["向勞動部勞工保險局申請。", "Apply to the Bureau of Labor Insurance."],
  parameters: [{ parameters: benefits.parameters.filter(({ name }) => wanted.includes(name)) }],
  results: [monthly, standard],
  years: [2024, 2025, 2026],
  examples: [
    ["2026-12-31", { death: "insured", months: 120, persons: 1 }, 4_049, "D0050152 art. 42 II: at least the adjusted amount"],
    // 21,103 x 30 x 1.3 % = 8,230.17; a second survivor adds 25 %
    ["2026-12-31", { death: "insured", months: 360, persons: 2 }, 10_288, "D0050152 art. 42 I 1, III"],
    ["2026-12-31", { death: "unclaimed", months: 360, persons: 9 }, 6_173, "D0050152 art. 42 I 3: half; at most 50 % more"],
  ],
});
