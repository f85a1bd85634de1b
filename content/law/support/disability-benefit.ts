import {
  add,
  addYears,
  and,
  code,
  collect,
  createLaw,
  day,
  divide,
  eq,
  gt,
  le,
  match,
  max,
  min,
  multiply,
  no,
  not,
  or,
  round,
  subtract,
  when,
  whole,
} from "@troad/law";
import { figuresOf } from "../figures.ts";
import { codesOf, outcome } from "../permits/build.ts";
import { writer } from "../taxes/write.ts";

const from = "2009-01-01";
const of = writer("person", "day", from);
const grade1 = figuresOf(
  ["勞工保險失能給付標準第 5 條", "Standards for Disability Benefits, Article 5"],
  "D",
  "from memory; the standards were not read",
).count("disabilityBenefit.grade1", ["第 1 等級給付日數", "Days of grade 1"], { [from]: 1200 });
const grade2 = figuresOf(
  ["勞工保險失能給付標準第 5 條", "Standards for Disability Benefits, Article 5"],
  "D",
  "from memory; the standards were not read",
).count("disabilityBenefit.grade2", ["第 2 等級給付日數", "Days of grade 2"], { [from]: 1000 });
const grade3 = figuresOf(
  ["勞工保險失能給付標準第 5 條", "Standards for Disability Benefits, Article 5"],
  "D",
  "from memory; the standards were not read",
).count("disabilityBenefit.grade3", ["第 3 等級給付日數", "Days of grade 3"], { [from]: 840 });
const grade4 = figuresOf(
  ["勞工保險失能給付標準第 5 條", "Standards for Disability Benefits, Article 5"],
  "D",
  "from memory; the standards were not read",
).count("disabilityBenefit.grade4", ["第 4 等級給付日數", "Days of grade 4"], { [from]: 740 });
const grade5 = figuresOf(
  ["勞工保險失能給付標準第 5 條", "Standards for Disability Benefits, Article 5"],
  "D",
  "from memory; the standards were not read",
).count("disabilityBenefit.grade5", ["第 5 等級給付日數", "Days of grade 5"], { [from]: 640 });
const grade6 = figuresOf(
  ["勞工保險失能給付標準第 5 條", "Standards for Disability Benefits, Article 5"],
  "D",
  "from memory; the standards were not read",
).count("disabilityBenefit.grade6", ["第 6 等級給付日數", "Days of grade 6"], { [from]: 540 });
const grade7 = figuresOf(
  ["勞工保險失能給付標準第 5 條", "Standards for Disability Benefits, Article 5"],
  "D",
  "from memory; the standards were not read",
).count("disabilityBenefit.grade7", ["第 7 等級給付日數", "Days of grade 7"], { [from]: 440 });
const grade8 = figuresOf(
  ["勞工保險失能給付標準第 5 條", "Standards for Disability Benefits, Article 5"],
  "D",
  "from memory; the standards were not read",
).count("disabilityBenefit.grade8", ["第 8 等級給付日數", "Days of grade 8"], { [from]: 360 });
const grade9 = figuresOf(
  ["勞工保險失能給付標準第 5 條", "Standards for Disability Benefits, Article 5"],
  "D",
  "from memory; the standards were not read",
).count("disabilityBenefit.grade9", ["第 9 等級給付日數", "Days of grade 9"], { [from]: 280 });
const grade10 = figuresOf(
  ["勞工保險失能給付標準第 5 條", "Standards for Disability Benefits, Article 5"],
  "D",
  "from memory; the standards were not read",
).count("disabilityBenefit.grade10", ["第 10 等級給付日數", "Days of grade 10"], { [from]: 220 });
const grade11 = figuresOf(
  ["勞工保險失能給付標準第 5 條", "Standards for Disability Benefits, Article 5"],
  "D",
  "from memory; the standards were not read",
).count("disabilityBenefit.grade11", ["第 11 等級給付日數", "Days of grade 11"], { [from]: 160 });
const grade12 = figuresOf(
  ["勞工保險失能給付標準第 5 條", "Standards for Disability Benefits, Article 5"],
  "D",
  "from memory; the standards were not read",
).count("disabilityBenefit.grade12", ["第 12 等級給付日數", "Days of grade 12"], { [from]: 100 });
const grade13 = figuresOf(
  ["勞工保險失能給付標準第 5 條", "Standards for Disability Benefits, Article 5"],
  "D",
  "from memory; the standards were not read",
).count("disabilityBenefit.grade13", ["第 13 等級給付日數", "Days of grade 13"], { [from]: 60 });
const grade14 = figuresOf(
  ["勞工保險失能給付標準第 5 條", "Standards for Disability Benefits, Article 5"],
  "D",
  "from memory; the standards were not read",
).count("disabilityBenefit.grade14", ["第 14 等級給付日數", "Days of grade 14"], { [from]: 40 });
const grade15 = figuresOf(
  ["勞工保險失能給付標準第 5 條", "Standards for Disability Benefits, Article 5"],
  "D",
  "from memory; the standards were not read",
).count("disabilityBenefit.grade15", ["第 15 等級給付日數", "Days of grade 15"], { [from]: 30 });
const pensionRate = figuresOf(
  ["勞工保險條例第 53 條第 2 項", "Labor Insurance Act, Article 53, paragraph 2"],
  "A",
  "law.moj.gov.tw pcode=N0050001 art. 53",
).rate("disabilityBenefit.pensionRate", ["年金每年給付率", "Pension for each year"], { [from]: "1.55%" });
const least = figuresOf(
  ["勞工保險條例第 53 條第 2 項", "Labor Insurance Act, Article 53, paragraph 2"],
  "A",
  "law.moj.gov.tw pcode=N0050001 art. 53",
).money("disabilityBenefit.least", ["年金最低金額", "Least pension"], { [from]: 4000 });
const kinRate = figuresOf(
  ["勞工保險條例第 54-2 條第 1 項", "Labor Insurance Act, Article 54-2, paragraph 1"],
  "A",
  "law.moj.gov.tw pcode=N0050001 art. 54-2",
).rate("disabilityBenefit.kinRate", ["眷屬補助", "For each dependant"], { [from]: "25%" });
const mostKin = figuresOf(
  ["勞工保險條例第 54-2 條第 1 項", "Labor Insurance Act, Article 54-2, paragraph 1"],
  "A",
  "law.moj.gov.tw pcode=N0050001 art. 54-2",
).rate("disabilityBenefit.mostKin", ["眷屬補助上限", "Most for dependants"], { [from]: "50%" });
const monthDays = figuresOf(
  ["勞工保險條例第 19 條第 3 項", "Labor Insurance Act, Article 19, paragraph 3"],
  "A",
  "law.moj.gov.tw pcode=N0050001 art. 19",
).count("disabilityBenefit.monthDays", ["平均月投保薪資除數", "Days by which a month is divided"], { [from]: 30 });
const claimYears = figuresOf(
  ["勞工保險條例第 30 條", "Labor Insurance Act, Article 30"],
  "A",
  "law.moj.gov.tw pcode=N0050001 art. 30",
).count("disabilityBenefit.claimYears", ["請求權年數", "Years to claim"], { [from]: 5 });
const afterYears = figuresOf(
  ["勞工保險條例第 20 條第 1 項", "Labor Insurance Act, Article 20, paragraph 1"],
  "A",
  "law.moj.gov.tw pcode=N0050001 art. 20",
).count("disabilityBenefit.afterYears", ["停保後年數", "Years after the end of the insurance"], { [from]: 1 });
const gradesKnown = figuresOf(
  ["勞工保險失能給付標準第 5 條", "Standards for Disability Benefits, Article 5"],
  "D",
  "from memory; the standards were not read",
).count("disabilityBenefit.gradesKnown", ["等級數", "Grades"], { [from]: 15 });

const state = of.one(
  "disabilityBenefit.state",
  ["勞工保險", "Insurance"],
  codesOf({ insured: ["加保中", "insured"], ended: ["已退保", "ended"], none: ["查無加保", "none"] }),
);
const since = of.date("disabilityBenefit.since", ["加保日", "Insured since"]);
const until = of.date("disabilityBenefit.until", ["退保日", "Insured until"]);
const wage = of.amount("disabilityBenefit.wage", ["平均月投保薪資", "Average insured wage"], 1000000);
const insuredMonths = of.count("disabilityBenefit.insuredMonths", ["保險年資月數", "Months of insurance"], 1200);
const grade = of.count("disabilityBenefit.grade", ["失能等級", "Grade"], 15);
const paidBefore = of.count("disabilityBenefit.paidBefore", ["原已局部失能日數", "Days of an earlier disability"], 1200);
const diagnosedOn = of.date("disabilityBenefit.diagnosedOn", ["診斷永久失能日", "Day of the diagnosis"]);
const happenedOn = of.date("disabilityBenefit.happenedOn", ["傷病發生日", "Day of the injury or illness"]);
const fixed = of.fact("disabilityBenefit.fixed", ["症狀固定且無法期待治療效果", "The condition is final"]);
const lifelong = of.fact("disabilityBenefit.lifelong", ["評估終身無工作能力", "Assessed as unable to work for life"]);
const wantsPension = of.fact("disabilityBenefit.wantsPension", ["選擇年金", "The pension is chosen"]);
const dependants = of.count("disabilityBenefit.dependants", ["符合條件的眷屬", "Dependants who count"], 20);
const atWork = of.fact("disabilityBenefit.atWork", ["因執行職務所致", "Caused by work"]);

const ordinary = of.yes(
  "disabilityBenefit.ordinary",
  ["普通傷病", "Not from work"],
  ["勞工保險條例第 53 條第 1 項", "Labor Insurance Act, Article 53, paragraph 1"],
  not(atWork),
);
const covered = of.yes(
  "disabilityBenefit.covered",
  ["加保中發生", "Insured when it happened"],
  ["勞工保險條例第 19 條第 1 項、第 20 條第 1 項", "Labor Insurance Act, Articles 19, paragraph 1 and 20, paragraph 1"],
  match(state, {
    insured: le(since, happenedOn),
    ended: and(le(since, happenedOn), le(happenedOn, until), le(diagnosedOn, addYears(until, afterYears))),
    none: no,
  }),
);
const final = of.yes(
  "disabilityBenefit.final",
  ["永久失能", "Permanently disabled"],
  ["勞工保險條例第 53 條第 1 項", "Labor Insurance Act, Article 53, paragraph 1"],
  fixed,
);
const graded = of.yes(
  "disabilityBenefit.graded",
  ["有失能等級", "A grade of the standards"],
  ["勞工保險條例第 53 條第 1 項", "Labor Insurance Act, Article 53, paragraph 1"],
  and(gt(grade, whole(0)), le(grade, gradesKnown)),
);
const open = of.yes(
  "disabilityBenefit.open",
  ["請求權未消滅", "Claimed in time"],
  [
    "勞工保險條例第 30 條；勞工保險條例施行細則第 69 條第 1 項",
    "Labor Insurance Act, Article 30; Enforcement Rules of the Labor Insurance Act, Article 69, paragraph 1",
  ],
  le(day, addYears(diagnosedOn, claimYears)),
);
const pension = of.yes(
  "disabilityBenefit.pension",
  ["年金", "A pension"],
  ["勞工保險條例第 53 條第 2 項", "Labor Insurance Act, Article 53, paragraph 2"],
  and(lifelong, wantsPension),
);
const allowed = of.yes(
  "disabilityBenefit.allowed",
  ["年金須終身無工作能力", "A pension for those unable to work"],
  ["勞工保險條例第 53 條第 2 項", "Labor Insurance Act, Article 53, paragraph 2"],
  or(not(wantsPension), lifelong),
);
const counted = of.whole(
  "disabilityBenefit.counted",
  ["給付日數", "Days"],
  [
    "勞工保險條例第 53 條第 1 項、第 55 條第 1 項；勞工保險失能給付標準第 5 條",
    "Labor Insurance Act, Articles 53, paragraph 1 and 55, paragraph 1; Standards for Disability Benefits, Article 5",
  ],
  max(
    whole(0),
    subtract(
      when(eq(grade, whole(1)), grade1)
        .when(eq(grade, whole(2)), grade2)
        .when(eq(grade, whole(3)), grade3)
        .when(eq(grade, whole(4)), grade4)
        .when(eq(grade, whole(5)), grade5)
        .when(eq(grade, whole(6)), grade6)
        .when(eq(grade, whole(7)), grade7)
        .when(eq(grade, whole(8)), grade8)
        .when(eq(grade, whole(9)), grade9)
        .when(eq(grade, whole(10)), grade10)
        .when(eq(grade, whole(11)), grade11)
        .when(eq(grade, whole(12)), grade12)
        .when(eq(grade, whole(13)), grade13)
        .when(eq(grade, whole(14)), grade14)
        .otherwise(grade15),
      paidBefore,
    ),
  ),
);
const more = of.yes(
  "disabilityBenefit.more",
  ["較原失能加重", "Worse than before"],
  ["勞工保險條例第 55 條第 1 項", "Labor Insurance Act, Article 55, paragraph 1"],
  or(pension, gt(counted, whole(0))),
);
const amount = of.money(
  "disabilityBenefit.amount",
  ["失能一次金", "Lump sum"],
  ["勞工保險條例第 19 條第 3 項、第 53 條第 1 項", "Labor Insurance Act, Articles 19, paragraph 3 and 53, paragraph 1"],
  round(divide(multiply(wage, counted), monthDays), "half-up"),
);
const monthly = of.money(
  "disabilityBenefit.monthly",
  ["失能年金（每月）", "Pension a month"],
  ["勞工保險條例第 53 條第 2 項、第 54-2 條第 1 項", "Labor Insurance Act, Articles 53, paragraph 2 and 54-2, paragraph 1"],
  round(
    multiply(
      max(least, divide(multiply(multiply(wage, pensionRate), insuredMonths), whole(12))),
      add(whole(1), min(mostKin, multiply(kinRate, dependants))),
    ),
    "half-up",
  ),
);
const eligible = of.yes(
  "disabilityBenefit.eligible",
  ["符合規定", "As the rules say"],
  [
    "勞工保險條例第 53 條第 1 項；勞工保險條例第 19 條第 1 項、第 20 條第 1 項",
    "Labor Insurance Act, Article 53, paragraph 1; Labor Insurance Act, Articles 19, paragraph 1 and 20, paragraph 1",
  ],
  and(ordinary, covered, final, graded, allowed, more, open),
);
const result = outcome(
  "disabilityBenefit.outcome",
  from,
  {
    payable: ["可核給", "may be paid"],
    "from-work": ["因工作所致，請申請職災失能給付", "from work: ask for the occupational benefit"],
    "not-insured": ["不在保險有效期間", "not insured"],
    "not-final": ["症狀尚未固定", "the condition is not final"],
    "no-grade": ["沒有失能等級", "no grade"],
    able: ["未經評估終身無工作能力", "not assessed as unable to work for life"],
    "no-worse": ["未較原失能加重", "no worse than before"],
    "too-late": ["已逾五年", "more than five years"],
  },
  when(eligible, code("payable"))
    .when(not(ordinary), code("from-work"))
    .when(not(covered), code("not-insured"))
    .when(not(final), code("not-final"))
    .when(not(graded), code("no-grade"))
    .when(not(allowed), code("able"))
    .when(not(more), code("no-worse"))
    .otherwise(code("too-late")),
);
/** Disability benefit of labour insurance: a lump sum by grade, or a pension. */
export const disabilityBenefitLaw = createLaw(collect([result, eligible, pension, counted, amount, monthly]));
