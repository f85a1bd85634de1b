import type { TableName } from "../statistics/published.ts";
import type { OwnSet } from "./sets.ts";

const open = { licence: "OGDL-Taiwan-1.0", contact: "", openness: "open", article: null, reason: null } as const;
const kind = { category: "tax-and-finance", frequency: "monthly", series: "einvoice" } as const;
const hiddenZh = "店家少於三家、一家占四分之三以上，或可由他人推得的數值留白。";
const hiddenEn =
  "Figures of fewer than three businesses, of one with three quarters, and those that would give them away are blank.";

/** The statistics of invoices, a file for each month or period. */
export const statisticSets = {
  townships: {
    name: "einvoice-townships",
    record: {
      standard: "invoice-by-township",
      ...{ ...open, ...kind, keywords: ["電子發票", "鄉鎮市區", "行業", "invoices"] },
      title: { "zh-Hant": "電子發票各鄉鎮市區行業別平均開立數", en: "Invoices by township and trade" },
      description: {
        "zh-Hant": `每月各鄉鎮市區各行業開立予消費者之電子發票：每家平均張數、平均金額及平均客單價。${hiddenZh}`,
        en: `Invoices to consumers each month by township and trade: averages a business of invoices and amount, and the average of an invoice. ${hiddenEn}`,
      },
    },
  },
  counties: {
    name: "einvoice-counties",
    record: {
      ...{ ...open, ...kind, keywords: ["電子發票", "縣市", "行業", "invoices"] },
      title: { "zh-Hant": "電子發票各縣市行業大類平均開立數", en: "Invoices by county and section of trades" },
      description: {
        "zh-Hant": `每月各縣市各行業大類開立予消費者之電子發票平均數。${hiddenZh}`,
        en: `Averages of invoices to consumers each month by county and section of trades. ${hiddenEn}`,
      },
    },
  },
  hours: {
    name: "einvoice-hours",
    record: {
      standard: "invoice-by-hour",
      ...{ ...open, ...kind, keywords: ["電子發票", "時段", "載具", "invoices"] },
      title: { "zh-Hant": "電子發票各縣市時段載具別統計", en: "Invoices by county, hour and carrier" },
      description: {
        "zh-Hant": `每月各縣市每小時各類載具之消費者發票張數與金額；總數未公開之縣市併為其他縣市。${hiddenZh}`,
        en: `Invoices to consumers each month by county, hour and carrier. Counties whose total is not shown are one row. ${hiddenEn}`,
      },
    },
  },
  carriers: {
    name: "einvoice-carriers",
    record: {
      ...{ ...open, ...kind, keywords: ["電子發票", "載具", "全國", "invoices"] },
      title: { "zh-Hant": "電子發票全國時段載具別統計", en: "Invoices of the country by hour and carrier" },
      description: {
        "zh-Hant": `每月全國每小時各類載具之消費者發票張數與金額。${hiddenZh}`,
        en: `Invoices to consumers each month in the whole country by hour and carrier. ${hiddenEn}`,
      },
    },
  },
  prizes: {
    name: "einvoice-prizes",
    record: {
      ...{ ...open, ...kind, frequency: "irregular", keywords: ["統一發票", "中獎", "縣市", "prizes"] },
      title: { "zh-Hant": "統一發票各縣市各獎別中獎統計", en: "Prizes of the invoice lottery by county and class" },
      description: {
        "zh-Hant": `每期各縣市開立之中獎發票張數與金額，依獎別；全國列為各獎別合計。${hiddenZh}中獎人少於三人者亦留白。`,
        en: `What invoices won each period, by county of the shop and class of the prize. ${hiddenEn} So are those of fewer than three winners.`,
      },
    },
  },
} as const satisfies Record<TableName | "prizes", Omit<OwnSet, "file">>;
export type StatisticName = keyof typeof statisticSets;
