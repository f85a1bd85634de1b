import { multiply, round, table } from "@troad/law";
import { rule } from "../../rule.ts";
import { writer } from "../../taxes/write.ts";

const article = ["期貨交易稅條例第 2 條", "Futures Transaction Tax Act, Article 2"] as const;
const of = writer("company", "day", "2017-01-01", "C");
const contract = of.one("futures.contract", ["契約", "Contract"], {
  index: { "zh-Hant": "股價類期貨（按契約金額）", en: "stock index futures, by contract value" },
  option: { "zh-Hant": "選擇權（按權利金）", en: "options, by premium" },
});
const amount = of.amount("futures.amount", ["契約金額或權利金", "Contract value or premium"]);
const parameters = {
  groups: [
    {
      citation: { "zh-Hant": article[0], en: article[1] },
      certainty: "C",
      source: "vincentxuu/toolcase@5058121 TwSecuritiesTax.tsx; the Act itself fixes a range only",
      parameters: [
        {
          name: "futures.rate",
          type: "table",
          of: "rate",
          label: { "zh-Hant": "期貨交易稅率", en: "Rates of the futures transaction tax" },
          values: [{ from: "2017-01-01", value: { index: "1/50000", option: "0.1%" } }],
        },
      ],
    },
  ],
};

export default rule({
  id: "futures",
  group: "tax",
  title: ["期貨交易稅", "Futures transaction tax"],
  lead: ["每次買賣期貨或選擇權應課的稅。", "The tax on each trade of futures or options."],
  parameters: [parameters],
  results: [
    of.money(
      "futures.tax",
      ["期貨交易稅", "Futures transaction tax"],
      article,
      round(multiply(amount, table(contract, "futures.rate")), "half-up"),
    ),
  ],
  years: [2022, 2023, 2024, 2025, 2026],
  examples: [
    [
      "2026-12-31",
      { contract: "index", amount: 4_000_000 },
      80,
      "Ministry of Finance, rate of stock index futures: two in a hundred thousand",
    ],
  ],
});
