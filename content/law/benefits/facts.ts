import { writer } from "../taxes/write.ts";

export const pension = writer("person", "month", "2015-12-18", "B");
export const insured = pension.amount("benefit.insured", ["月投保金額", "Insured amount"]);
export const years = pension.share("benefit.years", ["年資（年）", "Years insured"]);
export const adjust = pension.share("benefit.adjust", ["展延或減給比率", "Rate for deferred or early payment"]);
export const addon = pension.amount("benefit.addon", ["加計金額", "Addition"]);
export const blocked = pension.fact("benefit.blocked", [
  "欠繳保險費、領取社福津貼或已領其他社會保險老年給付",
  "Premiums in arrears, a social allowance, or an old-age benefit from another insurance",
]);
export const children = pension.count("benefit.children", ["本胎子女數", "Number of children of this birth"], 10);
export const order = pension.count("benefit.order", ["子女排序", "Order of the child"], 30);
export const ageMonths = pension.count("benefit.ageMonths", ["子女月齡", "Age of the child in months"], 1_200);
export const publicCare = pension.fact("benefit.publicCare", ["使用公共或準公共托育", "In public or quasi-public care"]);

/** In public or quasi-public care, until two; the subsidy takes the place of the allowance. */
export const careKind = pension.one("benefit.care", ["送托方式", "Type of childcare"], {
  quasiPublic: { "zh-Hant": "準公共", en: "quasi-public" },
  public: { "zh-Hant": "公共", en: "public" },
});
export const schemes = {
  national_pension: { "zh-Hant": "國民年金", en: "national pension" },
  labour: { "zh-Hant": "勞工保險", en: "labour insurance" },
  farmers: { "zh-Hant": "農民健康保險", en: "farmers insurance" },
  none: { "zh-Hant": "無", en: "none" },
} as const;
export const scheme = pension.one("benefit.scheme", ["投保的社會保險", "Social insurance"], schemes);
export const newlyInsured = pension.fact("benefit.newlyInsured", [
  "就業保險年資合計未滿 1 年",
  "Less than one year of employment insurance in total",
]);
export const family = pension.count("benefit.dependants", ["扶養的眷屬人數", "Dependants"], 30);
export const longer = pension.fact("benefit.longer", [
  "離職時年滿 45 歲或領有身心障礙證明",
  "45 or older when the job ended, or with a disability",
]);
