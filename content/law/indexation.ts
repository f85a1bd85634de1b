import type { Indexation } from "@troad/law";

const income5 = { "zh-Hant": "所得稅法第 5 條、第 5 條之 1", en: "Income Tax Act, Articles 5 and 5-1" };
const estate12 = { "zh-Hant": "遺產及贈與稅法第 12 條之 1", en: "Estate and Gift Tax Act, Article 12-1" };

/** By law which figures follow the consumer price index; the amounts of an article share a threshold and a unit. */
export const indexation: Readonly<Record<string, readonly Indexation[]>> = {
  income: [
    {
      parameters: ["income.exemption", "income.standardDeduction", "income.salarySpecial", "income.disabilitySpecial"],
      threshold: "3%",
      unit: 1_000,
      article: income5,
      shares: { "income.exemptionSenior": { of: "income.exemption", share: "3/2" } },
    },
    { parameters: ["income.brackets"], threshold: "3%", unit: 10_000, article: income5 },
  ],
  property: [
    {
      parameters: [
        "estate.exemption",
        "estate.brackets",
        "estate.spouse",
        "estate.lineal",
        "estate.parent",
        "estate.disability",
        "estate.funeral",
        "gift.exemption",
        "gift.brackets",
      ],
      threshold: "10%",
      unit: 10_000,
      article: estate12,
    },
  ],
};
