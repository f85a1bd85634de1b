import {
  add,
  addMonths,
  and,
  code,
  collect,
  createLaw,
  day,
  defineInput,
  defineVariable,
  eq,
  ge,
  le,
  multiply,
  ne,
  not,
  or,
  rate,
  round,
  when,
} from "@troad/law";
import { figuresOf } from "../figures.ts";
import { writer } from "../taxes/write.ts";

const from = "2025-08-01";
const of = writer("person", "day", from, "C");
const rules = (zh: string, en: string) =>
  [
    `失業勞工子女就學補助實施要點（${zh}）`,
    `Directions for the education grant of unemployed workers' children (${en})`,
  ] as const;
const news = "announcements of the Ministry of Labor for the school year 114; the directions themselves were not read";
const limits = figuresOf(rules("申請資格", "who may apply"), "C", news);
const sums = figuresOf(rules("補助標準", "amounts"), "C", news);
const count = (name: string, label: readonly [string, string], value: number) =>
  limits.count(`schooling.${name}`, label, { [from]: value });
const money = (name: string, label: readonly [string, string], value: number) =>
  sums.money(`schooling.${name}`, label, { [from]: value });

const recentMonths = count("recentMonths", ["近期給付月數", "Months since a recent benefit"], 3);
const longMonths = count("longMonths", ["一年內給付月數", "Months since a benefit of the year"], 12);
const mostDays = count("mostDays", ["近三個月工作日數上限", "Days of work in three months at most"], 30);
const mostMonths = count("mostMonths", ["近一年工作月數上限", "Months of work in a year at most"], 3);
const publicHigh = money("publicHigh", ["公立高中職", "Public senior high school"], 4_000);
const privateHigh = money("privateHigh", ["私立高中職", "Private senior high school"], 6_000);
const publicCollege = money("publicCollege", ["公立大專", "Public college"], 15_000);
const privateCollege = money("privateCollege", ["私立大專", "Private college"], 26_000);
const extra = sums.rate("schooling.extra", ["加給", "Extra"], { [from]: "0.2" });
const severalChildren = sums.count("schooling.several", ["二名以上就讀大專", "Children in college for the extra"], { [from]: 2 });

const text = (name: string, zh: string, en: string) =>
  defineInput({ name, entity: "person", type: "text", label: { "zh-Hant": zh, en } });
const applicant = text("schooling.applicant", "申請人", "Applicant");
const father = text("schooling.father", "父", "Father");
const mother = text("schooling.mother", "母", "Mother");
const enrolled = of.one("schooling.enrolled", ["在學狀態", "Enrolment"], {
  enrolled: { "zh-Hant": "在學", en: "enrolled" },
  "on-leave": { "zh-Hant": "休學", en: "on leave" },
  none: { "zh-Hant": "查無學籍", en: "none" },
});
const level = of.one("schooling.level", ["就學階段", "Level"], {
  elementary: { "zh-Hant": "國小", en: "elementary school" },
  "junior-high": { "zh-Hant": "國中", en: "junior high school" },
  "senior-high": { "zh-Hant": "高中職", en: "senior high school" },
  university: { "zh-Hant": "大專校院", en: "college" },
  graduate: { "zh-Hant": "研究所", en: "graduate school" },
  none: { "zh-Hant": "無", en: "none" },
});
const insurance = of.one("schooling.insured", ["就業保險", "Employment insurance"], {
  insured: { "zh-Hant": "加保中", en: "insured" },
  ended: { "zh-Hant": "已退保", en: "ended" },
  none: { "zh-Hant": "查無加保", en: "none" },
});
const ground = of.one("schooling.ground", ["失業情形", "How you are out of work"], {
  recent: { "zh-Hant": "近三個月核定失業給付或訓練津貼", en: "benefit or training allowance within three months" },
  "few-days": { "zh-Hant": "近一年核定，近三個月工作三十日以下", en: "within a year, and hardly worked for three months" },
  "few-months": { "zh-Hant": "近一年核定，近一年工作三個月以下", en: "within a year, and hardly worked in it" },
  registered: { "zh-Hant": "近三個月離職並辦理求職登記", en: "left and registered within three months" },
});
const groundOn = of.date("schooling.groundOn", ["核定或求職登記日", "Day of the approval or registration"]);
const workedDays = of.count("schooling.workedDays", ["近三個月工作日數", "Days worked in three months"], 92);
const workedMonths = of.count("schooling.workedMonths", ["近一年工作月數", "Months worked in a year"], 12);
const privateSchool = of.fact("schooling.private", ["就讀私立學校", "At a private school"]);
const collegeChildren = of.count("schooling.collegeChildren", ["就讀大專子女數", "Children in college"], 15);
const soleCarer = of.fact("schooling.soleCarer", ["獨力負擔家計", "Sole carer"]);
const oldAge = of.fact("schooling.oldAge", ["已領老年給付", "Has an old-age benefit"]);
const otherGrant = of.fact("schooling.otherGrant", ["已領同性質補助", "Another grant of the kind"]);

const within = (months: Parameters<typeof addMonths>[1]) => ge(addMonths(groundOn, months), day);
const isParent = of.yes(
  "schooling.isParent",
  ["戶籍上為父母", "Registered as a parent"],
  rules("申請人", "applicants"),
  or(eq(applicant, father), eq(applicant, mother)),
);
const atSchool = of.yes(
  "schooling.atSchool",
  ["就讀國內高中職或大專", "At a senior high school or college here"],
  rules("申請資格", "who may apply"),
  and(eq(enrolled, code("enrolled")), or(eq(level, code("senior-high")), eq(level, code("university")))),
);
const jobless = of.yes(
  "schooling.jobless",
  ["符合失業條件", "Out of work in one of the ways"],
  rules("申請資格", "who may apply"),
  or(
    and(eq(ground, code("recent")), within(recentMonths)),
    and(eq(ground, code("few-days")), within(longMonths), le(workedDays, mostDays)),
    and(eq(ground, code("few-months")), within(longMonths), le(workedMonths, mostMonths)),
    and(eq(ground, code("registered")), within(recentMonths), ne(insurance, code("insured"))),
  ),
);
const eligible = of.yes(
  "schooling.eligible",
  ["可以請領", "Entitled"],
  rules("申請資格", "who may apply"),
  and(not(soleCarer), isParent, atSchool, jobless, not(oldAge), not(otherGrant)),
);
const amount = of.money(
  "schooling.amount",
  ["每學期補助", "Grant for the term"],
  rules("補助標準", "amounts"),
  round(
    multiply(
      when(eq(level, code("senior-high")), when(privateSchool, privateHigh).otherwise(publicHigh)).otherwise(
        when(privateSchool, privateCollege).otherwise(publicCollege),
      ),
      when(ge(collegeChildren, severalChildren), add(rate("1"), extra)).otherwise(rate("1")),
    ),
    "half-up",
  ),
);
const outcome = defineVariable({
  ...{ name: "schooling.outcome", entity: "person", period: "day", type: "code", from },
  label: { "zh-Hant": "結果", en: "Outcome" },
  article: null,
  codes: {
    granted: { "zh-Hant": "核給", en: "granted" },
    "sole-carer": { "zh-Hant": "獨力負擔家計者須郵寄申請", en: "sole carers apply by post" },
    "not-parent": { "zh-Hant": "戶籍上不是父母", en: "not registered as a parent" },
    "not-at-school": { "zh-Hant": "未就讀高中職或大專", en: "not at such a school" },
    "not-jobless": { "zh-Hant": "不符失業條件", en: "not out of work in one of the ways" },
    "old-age": { "zh-Hant": "已領老年給付", en: "has an old-age benefit" },
    "other-grant": { "zh-Hant": "已領同性質補助", en: "another grant of the kind" },
  },
  formula: when(eligible, code("granted"))
    .when(soleCarer, code("sole-carer"))
    .when(not(isParent), code("not-parent"))
    .when(not(atSchool), code("not-at-school"))
    .when(not(jobless), code("not-jobless"))
    .when(oldAge, code("old-age"))
    .otherwise(code("other-grant")),
});

/** Whose children get a grant for the term while a parent is out of work, and how much; whole facts of certainty C. */
export const unemployedChildren = createLaw(collect([outcome, amount]));
