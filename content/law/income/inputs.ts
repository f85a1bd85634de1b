import { defineInput, type Input } from "@troad/law";

/** Above any household of the country, and small enough for exact sums in columns. */
const MOST = 4_000_000_000;

const amount = (name: string, zh: string, en: string): Input<"money"> =>
  defineInput({ name: `income.${name}`, entity: "household", type: "money", label: { "zh-Hant": zh, en }, least: 0, most: MOST });
const count = (name: string, zh: string, en: string): Input<"integer"> =>
  defineInput({ name: `income.${name}`, entity: "household", type: "integer", label: { "zh-Hant": zh, en }, least: 0, most: 30 });
const fact = (name: string, zh: string, en: string): Input<"boolean"> =>
  defineInput({ name: `income.${name}`, entity: "household", type: "boolean", label: { "zh-Hant": zh, en } });

export const married = fact("married", "有配偶合併申報", "Files together with a spouse");
export const salary = amount("salary", "納稅義務人薪資收入", "Salary of the taxpayer");
export const spouseSalary = amount("spouseSalary", "配偶薪資收入", "Salary of the spouse");
/** Of the taxpayer and of the dependants, who cannot be reckoned apart. */
export const other = amount("other", "納稅義務人及扶養親屬其他所得", "Other income of the taxpayer and the dependants");
export const spouseOther = amount("spouseOther", "配偶其他所得", "Other income of the spouse");
export const interest = amount("interest", "納稅義務人及扶養親屬利息所得", "Interest of the taxpayer and the dependants");
export const spouseInterest = amount("spouseInterest", "配偶利息所得", "Interest of the spouse");
export const dividends = amount("dividends", "納稅義務人及扶養親屬股利", "Dividends of the taxpayer and the dependants");
export const spouseDividends = amount("spouseDividends", "配偶股利", "Dividends of the spouse");
export const dependants = count("dependants", "扶養親屬人數", "Dependants");
export const senior = fact("senior", "納稅義務人年滿 70 歲", "The taxpayer is 70 or older");
export const spouseSenior = fact("spouseSenior", "配偶年滿 70 歲", "The spouse is 70 or older");
/** Only lineal ascendants have the larger exemption; they are among the dependants. */
export const seniors = count("seniors", "年滿 70 歲受扶養直系尊親屬人數", "Dependent parents and grandparents of 70 or older");
export const disabled = fact("disabled", "納稅義務人身心障礙", "The taxpayer has a disability");
export const spouseDisabled = fact("spouseDisabled", "配偶身心障礙", "The spouse has a disability");
export const disabledDependants = count("disabledDependants", "身心障礙扶養親屬人數", "Dependants with a disability");
export const students = count("students", "就讀大專以上子女人數", "Children at university or college");
export const preschoolers = count("preschoolers", "符合幼兒學前年齡的子女人數", "Children of preschool age");
export const care = count("care", "符合長期照顧的人數", "Persons in long-term care");
export const rent = amount("rent", "房屋租金支出（減除補助）", "Rent, less subsidies");
export const donations = amount("donations", "一般捐贈", "Donations");
/** Counted for each person up to the limit before it is given. */
export const insurance = amount("insurance", "人身保險費（每人各以上限計）", "Insurance premiums (each person up to the limit)");
export const health = amount("health", "全民健康保險費", "National health insurance premiums");
export const medical = amount("medical", "醫藥生育費及災害損失", "Medical and birth expenses, losses by disaster");
export const mortgage = amount("mortgage", "自用住宅購屋借款利息", "Interest on the loan for one's home");

/** The facts of a return, in the order of the columns. */
export const inputs = [
  married,
  salary,
  spouseSalary,
  other,
  spouseOther,
  interest,
  spouseInterest,
  dividends,
  spouseDividends,
  dependants,
  senior,
  spouseSenior,
  seniors,
  disabled,
  spouseDisabled,
  disabledDependants,
  students,
  preschoolers,
  care,
  rent,
  donations,
  insurance,
  health,
  medical,
  mortgage,
] as const;
