import { multiply, table } from "@troad/law";
import { rule } from "../../rule.ts";
import { writer } from "../../taxes/write.ts";

const article = [
  "所得稅法第 110 條；遺產及贈與稅法第 44 條、第 45 條",
  "Income Tax Act, Article 110; Estate and Gift Tax Act, Articles 44 and 45",
] as const;
const of = writer("household", "year", "2018-01-01");
const cases = {
  incomeShort: { "zh-Hant": "所得稅：已申報但漏報或短報", en: "income tax: filed, but income left out" },
  incomeNone: { "zh-Hant": "所得稅：未申報", en: "income tax: not filed" },
  estateShort: { "zh-Hant": "遺產稅、贈與稅：漏報或短報", en: "estate or gift tax: filed, but property left out" },
  estateNone: { "zh-Hant": "遺產稅、贈與稅：未申報", en: "estate or gift tax: not filed" },
};
const which = of.one("underReporting.case", ["違章情形", "Violation"], cases);
const evaded = of.amount("underReporting.evaded", ["所漏稅額", "Tax evaded"]);
const parameters = {
  groups: [
    {
      citation: { "zh-Hant": article[0], en: article[1] },
      certainty: "A",
      source: "law.moj.gov.tw pcode=G0340003 art.110, pcode=G0340072 art.44-45",
      parameters: [
        {
          name: "underReporting.times",
          type: "table",
          of: "integer",
          label: { "zh-Hant": "罰鍰倍數上限", en: "Maximum multiple of the tax" },
          values: [{ from: "2018-01-01", value: { incomeShort: 2, incomeNone: 3, estateShort: 2, estateNone: 2 } }],
        },
      ],
    },
  ],
};

/** The law gives a ceiling; the authority sets the fine below it by its own table, which is not part of the acts. */
export default rule({
  id: "under-reporting",
  group: "late",
  title: ["漏報、短報或未申報的罰鍰上限", "Maximum fine for under-reporting or not filing"],
  lead: [
    "法律僅定上限，實際倍數由稽徵機關裁量。查獲前自動補報補繳者，僅加計利息，免予處罰（稅捐稽徵法第 48 條之 1）。",
    "The law sets only a maximum. Correcting the return before an inquiry costs interest but no fine (Tax Collection Act, Article 48-1).",
  ],
  parameters: [parameters],
  results: [
    of.money(
      "underReporting.most",
      ["罰鍰上限", "Maximum fine"],
      article,
      multiply(evaded, table(which, "underReporting.times")),
    ),
  ],
  years: [2022, 2023, 2024, 2025, 2026],
  examples: [
    ["2026-12-31", { case: "incomeShort", evaded: 50_000 }, 100_000, "G0340003 art. 110 I"],
    ["2026-12-31", { case: "incomeNone", evaded: 50_000 }, 150_000, "G0340003 art. 110 II"],
    ["2026-12-31", { case: "estateShort", evaded: 50_000 }, 100_000, "G0340072 art. 45"],
    ["2026-12-31", { case: "estateNone", evaded: 50_000 }, 100_000, "G0340072 art. 44"],
  ],
});
