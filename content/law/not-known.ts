import type { LocalText } from "@troad/law";

/** Something that people ask and for which no source gave the figures: named, so that nobody takes its absence for a no. */
export type NotKnown = { id: string; title: LocalText; authority: LocalText };
const one = (id: string, zh: string, en: string, byZh: string, byEn: string): NotKnown => ({
  id,
  title: { "zh-Hant": zh, en },
  authority: { "zh-Hant": byZh, en: byEn },
});

export const notKnown: readonly NotKnown[] = [
  one(
    "low-income",
    "低收入戶與中低收入戶標準",
    "Low-income lines",
    "直轄市、縣（市）政府社會局（處）",
    "county social affairs bureaus",
  ),
  one(
    "disability-allowance",
    "身心障礙者生活補助",
    "Living allowance for persons with disabilities",
    "衛生福利部",
    "Ministry of Health and Welfare",
  ),
  one("rent-subsidy", "租金補貼", "Rent subsidy", "內政部國土管理署", "National Land Management Agency"),
  one("long-term-care", "長期照顧給付", "Long-term care benefits", "衛生福利部", "Ministry of Health and Welfare"),
  one(
    "kindergarten-fees",
    "準公共與公立幼兒園繳費",
    "Fees of public and quasi-public kindergartens",
    "教育部國民及學前教育署",
    "K-12 Education Administration",
  ),
  one("tobacco", "菸酒稅", "Tobacco and alcohol tax", "財政部賦稅署", "Taxation Administration"),
  one(
    "selected-goods",
    "特種貨物及勞務稅",
    "Specifically selected goods and services tax",
    "財政部賦稅署",
    "Taxation Administration",
  ),
  one("amusement-by-county", "各縣市娛樂稅徵收率", "Amusement tax rates by county", "地方稅稽徵機關", "local tax offices"),
  one(
    "house-by-county",
    "新北市以外的房屋稅差別稅率",
    "House tax tiers outside New Taipei",
    "地方稅稽徵機關",
    "local tax offices",
  ),
  one(
    "fuel-business",
    "營業車、貨車與大客車的燃料使用費",
    "Fuel fee of business cars, trucks and buses",
    "交通部公路局",
    "Highway Bureau",
  ),
];
