import { code, eq, max, min, multiply, round, when } from "@troad/law";
import { figuresOf } from "../../figures.ts";
import { rule } from "../../rule.ts";
import { writer } from "../../taxes/write.ts";

const article = ["所得稅法第 108 條", "Income Tax Act, Article 108"] as const;
const figures = figuresOf(article, "A", "law.moj.gov.tw pcode=G0340003 art.108");
const since = (value: string | number) => ({ "2018-01-01": value });
const lateRate = figures.rate("lateFiling.lateRate", ["滯報金比率", "Rate of the late-filing charge"], since("10%"));
const lateLeast = figures.money("lateFiling.lateLeast", ["滯報金下限", "Minimum late-filing charge"], since(1_500));
const lateMost = figures.money("lateFiling.lateMost", ["滯報金上限", "Maximum late-filing charge"], since(30_000));
const noneRate = figures.rate("lateFiling.noneRate", ["怠報金比率", "Rate of the non-filing charge"], since("20%"));
const noneLeast = figures.money("lateFiling.noneLeast", ["怠報金下限", "Minimum non-filing charge"], since(4_500));
const noneMost = figures.money("lateFiling.noneMost", ["怠報金上限", "Maximum non-filing charge"], since(90_000));
const of = writer("company", "year", "2018-01-01");
const filed = of.one("lateFiling.filed", ["補報情形", "When it was filed"], {
  inNotice: { "zh-Hant": "通知的補報期限內補報", en: "within the deadline of the notice" },
  never: { "zh-Hant": "逾補報期限仍未申報", en: "not within that deadline" },
});
const tax = of.amount("lateFiling.tax", ["核定應納稅額", "Assessed tax"]);
const between = (amount: Parameters<typeof round>[0], least: typeof lateLeast, most: typeof lateMost) =>
  min(max(round(amount, "down"), least), most);

export default rule({
  id: "late-filing-corporate",
  group: "late",
  title: ["營利事業未依限申報：滯報金與怠報金", "Corporate income tax filed late"],
  lead: [
    "營利事業逾期辦理所得稅結算申報時加徵的金額；個人綜合所得稅不加徵。",
    "The charge on a business that files its return late. Individuals pay none.",
  ],
  results: [
    of.money(
      "lateFiling.charge",
      ["滯報金或怠報金", "Late-filing or non-filing charge"],
      article,
      when(eq(filed, code("inNotice")), between(multiply(tax, lateRate), lateLeast, lateMost)).otherwise(
        between(multiply(tax, noneRate), noneLeast, noneMost),
      ),
    ),
  ],
  years: [2022, 2023, 2024, 2025, 2026],
  vary: { fact: tax, most: 1_000_000 },
  examples: [
    ["2026-12-31", { filed: "inNotice", tax: 100_000 }, 10_000, "G0340003 art. 108 I"],
    ["2026-12-31", { filed: "inNotice", tax: 0 }, 1_500, "G0340003 art. 108 I, the least"],
    ["2026-12-31", { filed: "inNotice", tax: 1_000_000 }, 30_000, "G0340003 art. 108 I, the most"],
    ["2026-12-31", { filed: "never", tax: 100_000 }, 20_000, "G0340003 art. 108 II"],
    ["2026-12-31", { filed: "never", tax: 1_000_000 }, 90_000, "G0340003 art. 108 II, the most"],
  ],
});
