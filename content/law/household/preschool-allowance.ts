import {
  add,
  addMonths,
  and,
  code,
  collect,
  createLaw,
  day,
  defineVariable,
  eq,
  firstOfMonth,
  firstOfYear,
  ge,
  latest,
  le,
  lt,
  not,
  nt,
  when,
  whole,
} from "@troad/law";
import { figuresOf } from "../figures.ts";
import { writer } from "../taxes/write.ts";
import { carerOf } from "./carer.ts";

const from = "2023-01-01";
const of = writer("person", "day", from, "B");
const article = (zh: string, en: string) =>
  [`二歲以上未滿五歲幼兒育兒津貼作業要點（${zh}）`, `Directions for the childcare allowance, two to five (${en})`] as const;
const read = figuresOf(article("資格", "who is entitled"), "B", "Beimen District's page");
const since = read.count("preschool.sinceMonths", ["滿幾個月起", "From so many months"], { [from]: 24 });
const five = read.count("preschool.fiveMonths", ["五歲的月數", "Five years in months"], { [from]: 60 });
/** School years begin in August; who is five on the first of September belongs to the year of five-year-olds. */
const year = figuresOf(
  ["幼兒教育及照顧法施行細則（學年與年齡計算）", "Enforcement Rules, school years and ages"],
  "C",
  "practice; not read",
);
const schoolMonth = year.count("preschool.schoolMonths", ["學年自一月起第幾個月開始", "School year, months after January"], {
  [from]: 7,
});
const ageMonth = year.count("preschool.ageMonths", ["計齡日自一月起第幾個月", "Day of reckoning, months after January"], {
  [from]: 8,
});

const { isParent, bornOn } = carerOf(of, "preschool", article("申請人", "applicants"));
const status = of.one("preschool.status", ["孩子的戶籍", "The child's registration"], {
  present: { "zh-Hant": "現戶", en: "present" },
  abroad: { "zh-Hant": "遷出國外", en: "abroad" },
  dead: { "zh-Hant": "死亡", en: "dead" },
  "declared-dead": { "zh-Hant": "死亡宣告", en: "declared dead" },
  cancelled: { "zh-Hant": "廢止戶籍", en: "cancelled" },
  none: { "zh-Hant": "查無資料", en: "not found" },
});
const kindergarten = of.fact("preschool.kindergarten", [
  "就讀公立、非營利或準公共幼兒園",
  "In a public, non-profit or quasi-public kindergarten",
]);
const order = of.count("preschool.order", ["子女排序", "Order of the child"], 30);

const turnsFive = addMonths(bornOn, five);
const schoolOf = addMonths(firstOfYear(turnsFive), schoolMonth);
const schoolOn = of.day(
  "preschool.schoolOn",
  ["五歲學年開始日", "The year of five-year-olds begins on"],
  article("申領期間", "months"),
  when(le(turnsFive, addMonths(firstOfYear(turnsFive), ageMonth)), schoolOf).otherwise(addMonths(schoolOf, whole(12))),
);
const oldEnough = ge(day, addMonths(bornOn, since));
const young = lt(day, schoolOn);
const registered = eq(status, code("present"));
const begins = of.day(
  "preschool.from",
  ["自何日之月起發給", "Paid from the month of"],
  article("申領期間", "months"),
  latest(addMonths(firstOfMonth(bornOn), add(since, whole(1))), firstOfYear(day)),
);
/** A day from which forty-seven months last until July before that school year. */
const countedFrom = of.day(
  "preschool.countedFrom",
  ["月數起算日", "Day from which months count"],
  article("申領期間", "months"),
  addMonths(schoolOn, whole(-48)),
);
const eligible = of.yes(
  "preschool.eligible",
  ["可以請領育兒津貼", "Entitled to the allowance"],
  article("資格", "who is entitled"),
  and(isParent, registered, oldEnough, young, not(kindergarten)),
);
const outcome = defineVariable({
  ...{ name: "preschool.outcome", entity: "person", period: "day", type: "code", from },
  label: { "zh-Hant": "結果", en: "Outcome" },
  article: null,
  codes: {
    granted: { "zh-Hant": "核給", en: "granted" },
    "not-parent": { "zh-Hant": "戶籍上不是父母", en: "not registered as a parent" },
    "not-registered": { "zh-Hant": "未設戶籍", en: "not registered here" },
    "too-young": { "zh-Hant": "未滿二歲", en: "below two" },
    "too-old": { "zh-Hant": "已到五歲學年", en: "in the year of five-year-olds" },
    kindergarten: { "zh-Hant": "就讀公共化或準公共幼兒園", en: "in a publicly funded kindergarten" },
  },
  formula: when(eligible, code("granted"))
    .when(not(isParent), code("not-parent"))
    .when(not(registered), code("not-registered"))
    .when(not(oldEnough), code("too-young"))
    .when(not(young), code("too-old"))
    .otherwise(code("kindergarten")),
});
const amount = figuresOf(article("發給標準", "amounts"), "C", "press: the amounts are those of the allowance below two");
const monthly = of.money(
  "preschool.monthly",
  ["每月育兒津貼", "Allowance a month"],
  article("發給標準", "amounts"),
  when(kindergarten, nt(0))
    .when(lt(order, whole(2)), amount.money("preschool.first", ["第一胎", "First child"], { [from]: 5_000 }))
    .when(lt(order, whole(3)), amount.money("preschool.second", ["第二胎", "Second child"], { [from]: 6_000 }))
    .otherwise(amount.money("preschool.third", ["第三胎以上", "Third and later child"], { [from]: 7_000 })),
);

/** Who gets the childcare allowance for a child of two to below five, for which months and how much. */
export const preschoolAllowance = createLaw(collect([outcome, begins, countedFrom, monthly]));
