import {
  add,
  addDays,
  addMonths,
  addYears,
  and,
  code,
  collect,
  createLaw,
  day,
  earliest,
  eq,
  le,
  lt,
  multiply,
  not,
  or,
  round,
  subtract,
  when,
  whole,
} from "@troad/law";
import { figuresOf } from "../figures.ts";
import { codesOf, outcome, text } from "../permits/build.ts";
import { writer } from "../taxes/write.ts";

const from = "2022-01-18";
const of = writer("person", "day", from);
const allowanceRate = figuresOf(
  ["就業保險法第 19-2 條第 1 項", "Employment Insurance Act, Article 19-2, paragraph 1"],
  "A",
  "law.moj.gov.tw pcode=N0050021 art. 19-2",
).rate("parentalLeave.allowanceRate", ["津貼率", "Rate of the allowance"], { [from]: "60%" });
const subsidyRate = figuresOf(
  ["育嬰留職停薪薪資補助要點", "Directions for the Wage Subsidy during Parental Leave"],
  "B",
  "the press of the Bureau of Labor Insurance, June 2024",
).rate("parentalLeave.subsidyRate", ["薪資補助率", "Rate of the subsidy"], { [from]: "20%" });
const mostMonths = figuresOf(
  ["就業保險法第 19-2 條第 1 項", "Employment Insurance Act, Article 19-2, paragraph 1"],
  "A",
  "law.moj.gov.tw pcode=N0050021 art. 19-2",
).count("parentalLeave.mostMonths", ["最長月數", "Most months"], { [from]: 6 });
const yearsInsured = figuresOf(
  ["就業保險法第 11 條第 1 項第 4 款", "Employment Insurance Act, Article 11, paragraph 1, subparagraph 4"],
  "A",
  "law.moj.gov.tw pcode=N0050021 art. 11",
).count("parentalLeave.yearsInsured", ["保險年資", "Years insured"], { [from]: 1 });
const childYears = figuresOf(
  ["就業保險法第 11 條第 1 項第 4 款", "Employment Insurance Act, Article 11, paragraph 1, subparagraph 4"],
  "A",
  "law.moj.gov.tw pcode=N0050021 art. 11",
).count("parentalLeave.childYears", ["子女年齡", "Age of the child"], { [from]: 3 });
const claimYears = figuresOf(
  ["就業保險法第 24 條", "Employment Insurance Act, Article 24"],
  "A",
  "law.moj.gov.tw pcode=N0050021 art. 24",
).count("parentalLeave.claimYears", ["請求權年數", "Years to claim"], { [from]: 2 });

const state = of.one(
  "parentalLeave.state",
  ["就業保險", "Insurance"],
  codesOf({ insured: ["加保中", "insured"], ended: ["已退保", "ended"], none: ["查無加保", "none"] }),
);
const since = of.date("parentalLeave.since", ["加保日", "Insured since"]);
const wage = of.amount("parentalLeave.wage", ["平均月投保薪資", "Average insured wage"]);
const applicant = text("parentalLeave.applicant", "申請人", "Applicant");
const father = text("parentalLeave.father", "父", "Father");
const mother = text("parentalLeave.mother", "母", "Mother");
const bornOn = of.date("parentalLeave.bornOn", ["子女出生日", "Birth of the child"]);
const begins = of.date("parentalLeave.begins", ["留職停薪起日", "First day of the leave"]);
const through = of.date("parentalLeave.through", ["留職停薪迄日", "Last day of the leave"]);
const before = of.count("parentalLeave.before", ["同一子女已領月數", "Months already paid for the child"], 12);
const joined = of.fact("parentalLeave.joined", ["配偶同時請領另一子女", "The other parent is paid for another child now"]);

const covered = of.yes(
  "parentalLeave.covered",
  ["起日加保中", "Insured when it began"],
  ["就業保險法第 11 條第 1 項第 4 款", "Employment Insurance Act, Article 11, paragraph 1, subparagraph 4"],
  and(eq(state, code("insured")), le(since, begins)),
);
const yearIn = of.yes(
  "parentalLeave.yearIn",
  ["年資滿一年", "Insured for a year"],
  ["就業保險法第 11 條第 1 項第 4 款", "Employment Insurance Act, Article 11, paragraph 1, subparagraph 4"],
  le(addYears(since, yearsInsured), begins),
);
const parent = of.yes(
  "parentalLeave.parent",
  ["為子女的父母", "Parent of the child"],
  ["就業保險法第 11 條第 1 項第 4 款", "Employment Insurance Act, Article 11, paragraph 1, subparagraph 4"],
  or(eq(applicant, father), eq(applicant, mother)),
);
const young = of.yes(
  "parentalLeave.young",
  ["子女未滿三歲", "Child below three"],
  ["就業保險法第 11 條第 1 項第 4 款", "Employment Insurance Act, Article 11, paragraph 1, subparagraph 4"],
  lt(begins, addYears(bornOn, childYears)),
);
const begun = of.yes(
  "parentalLeave.begun",
  ["留職停薪已開始", "The leave has begun"],
  ["就業保險法第 19-2 條第 1 項", "Employment Insurance Act, Article 19-2, paragraph 1"],
  le(begins, day),
);
const left = of.yes(
  "parentalLeave.left",
  ["未領滿六個月", "Months are left"],
  ["就業保險法第 19-2 條第 1 項", "Employment Insurance Act, Article 19-2, paragraph 1"],
  lt(before, mostMonths),
);
const alone = of.yes(
  "parentalLeave.alone",
  ["一人請領", "One at a time"],
  ["就業保險法第 19-2 條第 2 項", "Employment Insurance Act, Article 19-2, paragraph 2"],
  not(joined),
);
const inTime = of.yes(
  "parentalLeave.inTime",
  ["請求權未消滅", "Claimed in time"],
  ["就業保險法第 24 條", "Employment Insurance Act, Article 24"],
  le(day, addYears(begins, claimYears)),
);
const lastMonth = of.day(
  "parentalLeave.lastMonth",
  ["給付迄日", "Paid through"],
  ["就業保險法第 19-2 條第 1 項", "Employment Insurance Act, Article 19-2, paragraph 1"],
  earliest(
    through,
    addDays(addMonths(begins, subtract(mostMonths, before)), whole(-1)),
    addDays(addYears(bornOn, childYears), whole(-1)),
  ),
);
const allowance = of.money(
  "parentalLeave.allowance",
  ["津貼（每月）", "Allowance a month"],
  ["就業保險法第 19-2 條第 1 項", "Employment Insurance Act, Article 19-2, paragraph 1"],
  round(multiply(wage, allowanceRate), "half-up"),
);
const subsidy = of.money(
  "parentalLeave.subsidy",
  ["薪資補助（每月）", "Subsidy a month"],
  ["育嬰留職停薪薪資補助要點", "Directions for the Wage Subsidy during Parental Leave"],
  round(multiply(wage, subsidyRate), "half-up"),
);
const monthly = of.money(
  "parentalLeave.monthly",
  ["每月合計", "Together a month"],
  [
    "就業保險法第 19-2 條第 1 項；育嬰留職停薪薪資補助要點",
    "Employment Insurance Act, Article 19-2, paragraph 1; Directions for the Wage Subsidy during Parental Leave",
  ],
  add(allowance, subsidy),
);
const eligible = of.yes(
  "parentalLeave.eligible",
  ["符合規定", "As the rules say"],
  [
    "就業保險法第 11 條第 1 項第 4 款；就業保險法第 19-2 條第 1 項",
    "Employment Insurance Act, Article 11, paragraph 1, subparagraph 4; Employment Insurance Act, Article 19-2, paragraph 1",
  ],
  and(covered, yearIn, parent, young, begun, left, alone, inTime),
);
const result = outcome(
  "parentalLeave.outcome",
  from,
  {
    payable: ["可核給", "may be paid"],
    "not-insured": ["留職停薪時未加保", "not insured when it began"],
    "under-a-year": ["年資未滿一年", "insured for less than a year"],
    "not-parent": ["不是子女的父母", "not a parent"],
    "too-old": ["子女已滿三歲", "the child is three"],
    "not-begun": ["留職停薪尚未開始", "the leave has not begun"],
    "used-up": ["已領滿六個月", "six months were paid"],
    both: ["同時撫育二人以上以一人為限", "one parent at a time"],
    "too-late": ["已逾二年", "more than two years"],
  },
  when(eligible, code("payable"))
    .when(not(covered), code("not-insured"))
    .when(not(yearIn), code("under-a-year"))
    .when(not(parent), code("not-parent"))
    .when(not(young), code("too-old"))
    .when(not(begun), code("not-begun"))
    .when(not(left), code("used-up"))
    .when(not(alone), code("both"))
    .otherwise(code("too-late")),
);
/** Allowance during parental leave, with the wage subsidy. */
export const parentalLeaveLaw = createLaw(collect([result, eligible, lastMonth, allowance, subsidy, monthly]));
