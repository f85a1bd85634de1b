import {
  add,
  addMonths,
  and,
  code,
  collect,
  createLaw,
  day,
  eq,
  firstOfYear,
  ge,
  gt,
  le,
  lt,
  max,
  min,
  ne,
  not,
  nt,
  subtract,
  when,
  whole,
} from "@troad/law";
import { figuresOf } from "../figures.ts";
import { outcome } from "../permits/build.ts";
import { writer } from "../taxes/write.ts";
import { suspensions, veteranClasses } from "./home.ts";

const from = "2018-05-09";
const of = writer("person", "day", from);
const rules = (zh: string, en: string) =>
  [
    `志願役退除役軍人參加職業訓練補助辦法第 ${zh}`,
    `Regulations on Training Subsidies for Volunteer Veterans, Article ${en}`,
  ] as const;
const source = "law.moj.gov.tw pcode=F0150052, text of 2018-05-09";
const sums = figuresOf(rules("5 條第 1 項第 2 款", "5, paragraph 1, subparagraph 2"), "A", source);
const withCard = sums.money("veteranTraining.withCard", ["領有榮民證總額", "Most with the card"], { [from]: 120_000 });
const withoutCard = sums.money("veteranTraining.withoutCard", ["未領有榮民證總額", "Most without the card"], { [from]: 80_000 });
const timesAYear = figuresOf(rules("5 條第 1 項第 1 款", "5, paragraph 1, subparagraph 1"), "A", source).count(
  "veteranTraining.timesAYear",
  ["每年次數", "Times a year"],
  { [from]: 2 },
);
const months = figuresOf(rules("6 條", "6"), "A", source).count("veteranTraining.months", ["申請月數", "Months to apply"], {
  [from]: 4,
});

const group = of.one("veteranTraining.class", ["退除役官兵類別", "Class of veteran"], veteranClasses);
const suspended = of.one("veteranTraining.suspended", ["停止權益事由", "Why rights stop"], suspensions);
const card = of.fact("veteranTraining.card", ["領有榮民證", "Has the veterans' card"]);
const approved = of.fact("veteranTraining.approved", ["參訓經榮服處核准", "The course was approved before"]);
const announced = of.fact("veteranTraining.announced", ["屬輔導會公告班次", "The course was announced"]);
const free = of.fact("veteranTraining.free", ["課程已獲政府全額補助", "The government pays the whole course"]);
const endedOn = of.date("veteranTraining.endedOn", ["結訓日", "Course ended on"]);
const fee = of.amount("veteranTraining.fee", ["已繳訓練費用", "Fee that was paid"]);
const before = of.amount("veteranTraining.before", ["已領補助總額", "Paid in all before"]);
const times = of.count("veteranTraining.times", ["最近補助年度的次數", "Times in the year of the last subsidy"], 20);
const lastOn = of.date("veteranTraining.lastOn", ["最近補助日", "Last subsidy on"]);
const official = of.fact("veteranTraining.official", ["具公務人員或教師身分", "Is an official or teacher"]);
const employed = of.fact("veteranTraining.insured", [
  "檢附職業保險證明或農業訓練",
  "Proof of insurance in the trade, or a course in farming",
]);

/** Those of a former year count no more. */
const timesNow = of.whole(
  "veteranTraining.timesNow",
  ["本年度已補助次數", "Times in this year"],
  rules("5 條第 1 項第 1 款", "5, paragraph 1, subparagraph 1"),
  when(ge(lastOn, firstOfYear(day)), times).otherwise(whole(0)),
);
const timesAfter = of.whole(
  "veteranTraining.timesAfter",
  ["本年度補助次數（含本次）", "Times in this year with this one"],
  rules("5 條第 1 項第 1 款", "5, paragraph 1, subparagraph 1"),
  add(timesNow, whole(1)),
);
const most = of.money(
  "veteranTraining.most",
  ["補助總額上限", "Most in all"],
  rules("5 條第 1 項第 2 款", "5, paragraph 1, subparagraph 2"),
  when(card, withCard).otherwise(withoutCard),
);
const left = of.money(
  "veteranTraining.left",
  ["尚可補助", "Left"],
  rules("5 條第 1 項第 2 款", "5, paragraph 1, subparagraph 2"),
  max(nt(0), subtract(most, before)),
);
/** The first course is paid in full also where it costs more (paragraph 2). */
const amount = of.money(
  "veteranTraining.amount",
  ["補助金額", "Subsidy"],
  rules("5 條第 2 項", "5, paragraph 2"),
  when(eq(before, nt(0)), fee).otherwise(min(fee, left)),
);
const after = of.money("veteranTraining.after", ["補助後總額", "Paid in all with this"], rules("5 條", "5"), add(before, amount));
/** Four months from the day after the end of the course. */
const inTime = of.yes(
  "veteranTraining.inTime",
  ["四個月內申請", "Applied within four months"],
  rules("6 條", "6"),
  and(le(endedOn, day), le(day, addMonths(endedOn, months))),
);

const ends = outcome(
  "veteranTraining.outcome",
  from,
  {
    granted: ["准予補助", "subsidised"],
    "not-veteran": ["非志願役退除役軍人", "no veteran"],
    suspended: ["權益停止", "rights are stopped"],
    official: ["具公務人員或教師身分", "an official or teacher"],
    "not-approved": ["未經核准參訓", "the course was not approved"],
    "not-announced": ["非公告班次", "the course was not announced"],
    free: ["政府已全額補助", "the government pays the course"],
    "too-late": ["逾申請期限或尚未結訓", "too late, or the course has not ended"],
    "too-often": ["逾年度次數", "too often in this year"],
    "used-up": ["補助總額已用完", "nothing is left"],
    "no-proof": ["未附職業保險證明", "no proof of insurance"],
  },
  when(eq(group, code("none")), code("not-veteran"))
    .when(ne(suspended, code("none")), code("suspended"))
    .when(official, code("official"))
    .when(not(approved), code("not-approved"))
    .when(not(announced), code("not-announced"))
    .when(free, code("free"))
    .when(not(inTime), code("too-late"))
    .when(not(lt(timesNow, timesAYear)), code("too-often"))
    .when(not(gt(amount, nt(0))), code("used-up"))
    .when(not(employed), code("no-proof"))
    .otherwise(code("granted")),
);
const eligible = of.yes(
  "veteranTraining.eligible",
  ["可以補助", "Entitled"],
  rules("2 條至第 6 條、第 8 條", "2 to 6 and 8"),
  eq(ends, code("granted")),
);
/** What a veteran gets towards a course of training. */
export const veteranTraining = createLaw(collect([ends, eligible, amount, after, timesAfter]));
