import type { DataRecord } from "../domain/record.ts";

/** What is said of a data set that the platform makes of itself. */
export type OwnSet = { name: string; file: string; record: DataRecord };

const open = { licence: "OGDL-Taiwan-1.0", contact: "", openness: "open", article: null, reason: null } as const;

/** The platform's own data sets; each is made by a function of `own-data.ts` under the same name. */
export const ownSets = {
  services: {
    name: "troad-services",
    file: "services.csv",
    record: {
      ...open,
      title: { "zh-Hant": "政府服務目錄", en: "Catalogue of government services" },
      description: {
        "zh-Hant": "民眾可找到的每項服務：名稱、主管機關、服務類別、是否須登入、依據法規。",
        en: "Every service that people can find: its name, its agency, what one does with it, whether one signs in, the law.",
      },
      category: "government",
      frequency: "daily",
      keywords: ["服務", "目錄", "services"],
    },
  },
  parameters: {
    name: "troad-law-parameters",
    file: "law-parameters.csv",
    record: {
      ...open,
      title: { "zh-Hant": "法規參數", en: "Figures fixed by law" },
      description: {
        "zh-Hant": "計算稅費與給付所用的法定數字：金額、比率、生效日、依據條文與確定程度。",
        en: "Figures by which taxes and benefits are worked out: amounts and rates, from which day, by which article, and how certain each is.",
      },
      category: "law",
      frequency: "irregular",
      keywords: ["法規", "稅率", "給付", "law"],
    },
  },
  traffic: {
    name: "troad-road-traffic",
    file: "road-traffic.csv",
    record: {
      ...open,
      title: { "zh-Hant": "資料交換量", en: "Exchanges of data between agencies" },
      description: {
        "zh-Hant": "每月各資料服務被查詢的次數。偵查用途的服務不列入；次數少於 5 者留白，超過一萬以一萬計。",
        en: "How often each data service was asked in each month. No services of investigation; fewer than five are blank, counted to ten thousand.",
      },
      category: "government",
      frequency: "monthly",
      keywords: ["資料交換", "T-Road", "exchanges"],
    },
  },
  days: {
    name: "troad-road-days",
    file: "road-days.csv",
    record: {
      ...open,
      openness: "on-application",
      article: "政府資訊公開法第 18 條第 1 項第 6 款",
      reason: "逐日、依結果分列的次數與其他資料相比，可能看出個別民眾的申辦情形，故依申請提供。",
      title: { "zh-Hant": "逐日資料交換量", en: "Exchanges of data, day by day" },
      description: {
        "zh-Hant": "最近一個月每日資料交換的次數，依結果分列；次數少於 5 者留白。",
        en: "How many exchanges of data there were on each day of the last month, by their outcome; fewer than five are blank.",
      },
      category: "government",
      frequency: "daily",
      keywords: ["資料交換", "逐日", "daily"],
    },
  },
  notShown: {
    name: "troad-reads-not-shown-yet",
    file: "reads-not-shown-yet.csv",
    record: {
      ...open,
      title: { "zh-Hant": "尚未公開的個人資料讀取", en: "Reads of personal data that are not shown yet" },
      description: {
        "zh-Hant": "各機關依法讀取個人資料而依條文延後讓當事人知道的次數，至其期間屆滿為止。次數少於 5 者留白。",
        en: "How many reads of personal data each agency may keep from the people concerned for now, by an article of law. Fewer than five are blank.",
      },
      category: "government",
      frequency: "daily",
      keywords: ["個人資料", "MyData", "reads"],
    },
  },
} as const satisfies Record<string, OwnSet>;
export type OwnName = keyof typeof ownSets;
