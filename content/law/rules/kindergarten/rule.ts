import { and, code, eq, nt, when } from "@troad/law";
import { figuresOf } from "../../figures.ts";
import { rule } from "../../rule.ts";
import { writer } from "../../taxes/write.ts";

const article = ["幼兒就讀教保服務機構補助辦法第 4 條", "Regulations on subsidies for preschool education, Article 4"] as const;
const middle = figuresOf(article, "A", "law.moj.gov.tw pcode=H0070049 art.4").money(
  "kindergarten.middleLow",
  ["中低收入戶每學期補助", "Subsidy per semester, middle-to-low income"],
  { "2021-08-01": 6_000 },
);
const of = writer("person", "day", "2021-08-01");
const age = of.one("kindergarten.age", ["當學年度 9 月 1 日的年齡", "Age on 1 September of the school year"], {
  two: { "zh-Hant": "滿 2 歲、未滿 5 歲", en: "two to four" },
  five: { "zh-Hant": "滿 5 歲、未上小學", en: "five, before primary school" },
});
const household = of.one("kindergarten.household", ["家庭資格", "Household status"], {
  middleLow: { "zh-Hant": "中低收入戶", en: "middle-to-low income" },
  other: { "zh-Hant": "其他", en: "other" },
});
const due = when(and(eq(age, code("two")), eq(household, code("middleLow"))), middle).otherwise(nt(0));

/** Only what the regulation itself fixes: the amounts of its annexes, and those of plans of the Executive Yuan, were not read. */
export default rule({
  id: "kindergarten",
  group: "benefit",
  title: ["幼兒園就學補助（辦法明定的金額）", "Preschool subsidy fixed by regulation"],
  lead: [
    "僅計算辦法本文明定的金額。5 歲就學補助（附表）及準公共、非營利幼兒園的繳費金額查無可供查證的來源，不予估算。",
    "Only amounts that the regulation itself fixes. Its annexes and the fees of quasi-public kindergartens have no verifiable source.",
  ],
  where: ["向就讀的幼兒園或直轄市、縣（市）政府教育局（處）申請。", "Apply at the kindergarten or the local education bureau."],
  results: [of.money("kindergarten.semester", ["每學期補助", "Subsidy per semester"], article, due)],
  years: [2022, 2023, 2024, 2025, 2026],
  examples: [
    ["2026-12-31", { age: "two", household: "middleLow" }, 6_000, "H0070049 art. 4 I 2 (2)"],
    ["2026-12-31", { age: "two", household: "other" }, 0, "H0070049 art. 4"],
  ],
});
