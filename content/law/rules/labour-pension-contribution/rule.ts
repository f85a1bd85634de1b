import { divide, multiply, round, step, whole } from "@troad/law";
import { figuresOf } from "../../figures.ts";
import { rule } from "../../rule.ts";
import { writer } from "../../taxes/write.ts";
import parameters from "./parameters.json" with { type: "json" };

const article = ["勞工退休金條例第 14 條", "Labor Pension Act, Article 14"] as const;
const rate = figuresOf(article, "C", "www.bli.gov.tw/0013083.html").rate(
  "labourPension.rate",
  ["雇主提繳率（下限）", "Employer's minimum rate"],
  { "2005-07-01": "6%" },
);
const of = writer("person", "month", "2024-01-01", "C");
const wage = of.amount("labourPension.wage", ["每月工資", "Monthly wage"]);
const percent = of.count("labourPension.percent", ["自願提繳率（百分比，0 至 6）", "Voluntary rate in percent, 0 to 6"], 6);
const grade = of.money(
  "labourPension.grade",
  ["月提繳工資", "Monthly contribution wage"],
  article,
  step(wage, "labourPension.grades"),
);
const employer = of.money(
  "labourPension.employer",
  ["雇主每月提繳", "Employer's monthly contribution"],
  article,
  round(multiply(grade, rate), "half-up"),
);
const own = of.money(
  "labourPension.own",
  ["自願每月提繳（不計入當年所得）", "Voluntary monthly contribution, not counted as income"],
  article,
  round(divide(multiply(grade, percent), whole(100)), "half-up"),
);

export default rule({
  id: "labour-pension-contribution",
  group: "tax",
  title: ["勞工退休金提繳", "Labour pension contributions"],
  lead: ["雇主每月提繳與自願提繳的金額。", "What the employer contributes each month, and what you may add."],
  parameters: [parameters],
  results: [employer, own, grade],
  years: [2024, 2025, 2026],
  optional: [percent],
  vary: { fact: wage, most: 200_000 },
  examples: [
    // the grade of 40,000 is 40,100
    [
      "2026-12-31",
      { wage: 40_000, percent: 6 },
      { "labourPension.employer": 2_406, "labourPension.own": 2_406 },
      "table of monthly contribution wages of 2026: the grade of 40,000",
    ],
    [
      "2026-12-31",
      { wage: 300_000, percent: 0 },
      9_000,
      "table of monthly contribution wages of 2026: the highest grade is 150,000",
    ],
  ],
});
