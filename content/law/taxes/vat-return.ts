import {
  add,
  addDays,
  addMonths,
  and,
  code,
  collect,
  createLaw,
  date,
  days,
  defineInput,
  defineVariable,
  divide,
  eq,
  firstOfMonth,
  gt,
  le,
  match,
  max,
  min,
  multiply,
  nt,
  or,
  round,
  subtract,
  when,
  whole,
  workingDay,
} from "@troad/law";
import { office } from "../calendar.ts";
import { figuresOf } from "../figures.ts";
import { writer } from "./write.ts";

const since = "2011-01-26";
const of = writer("company", "day", since);
const act = (zh: string, en: string) => [`加值型及非加值型營業稅法第 ${zh}`, `Business Tax Act, Article ${en}`] as const;
const art15 = act("15 條", "15");
const art35 = act("35 條；行政程序法第 48 條第 4 項", "35; Administrative Procedure Act, Article 48");
const art49 = act("49 條", "49");
const figures = figuresOf(art49, "A", "law.moj.gov.tw pcode=G0340080 art. 49");
const figure = (name: string, zh: string, en: string, value: number) =>
  figures.money(`vatReturn.${name}`, [zh, en], { [since]: value });

const text = (name: string, zh: string, en: string) =>
  defineInput({ name, entity: "company", type: "text", label: { "zh-Hant": zh, en } });
const applicant = text("vatReturn.applicant", "申報人", "Who files");
const director = text("vatReturn.director", "負責人", "Who leads the business");
const number = text("vatReturn.number", "統一編號", "Business number");
const active = of.fact("vatReturn.active", ["營業人登記有效", "The business is registered and active"]);
const outputTax = of.amount("vatReturn.outputTax", ["銷項稅額", "Output tax"]);
const allowancesOut = of.amount("vatReturn.allowancesOut", ["銷貨退回及折讓稅額", "Tax on allowances given"]);
const inputTax = of.amount("vatReturn.inputTax", ["進項稅額", "Input tax"]);
const allowancesIn = of.amount("vatReturn.allowancesIn", ["進貨退出及折讓稅額", "Tax on allowances received"]);
const barred = of.amount("vatReturn.barred", ["不得扣抵的進項稅額", "Input tax that is not deductible"]);
const carried = of.amount("vatReturn.carried", ["上期留抵稅額", "Credit carried from before"]);
const knownOutput = of.amount("vatReturn.knownOutput", ["電子發票的銷項稅額", "Output tax by electronic invoices"]);
const knownInput = of.amount("vatReturn.knownInput", ["電子發票的進項稅額", "Input tax by electronic invoices"]);
const period = of.one("vatReturn.period", ["期別", "Period"], {
  "11504": { "zh-Hant": "115 年 3–4 月", en: "March and April 2026" },
  "11506": { "zh-Hant": "115 年 5–6 月", en: "May and June 2026" },
  "11508": { "zh-Hant": "115 年 7–8 月", en: "July and August 2026" },
  "11510": { "zh-Hant": "115 年 9–10 月", en: "September and October 2026" },
});
const periodFirst = match(period, {
  "11504": date("2026-03-01"),
  "11506": date("2026-05-01"),
  "11508": date("2026-07-01"),
  "11510": date("2026-09-01"),
});
const filedOn = of.date("vatReturn.filedOn", ["申報日", "Day of filing"]);

const deductible = of.money(
  "vatReturn.deductible",
  ["得扣抵的進項稅額", "Deductible input tax"],
  act("15 條、第 19 條", "15 and 19"),
  max(nt(0), subtract(inputTax, add(barred, allowancesIn))),
);
const output = of.money(
  "vatReturn.output",
  ["本期銷項稅額淨額", "Output tax less allowances"],
  art15,
  max(nt(0), subtract(outputTax, allowancesOut)),
);
const payable = of.money(
  "vatReturn.payable",
  ["應納稅額", "Tax payable"],
  art15,
  max(nt(0), subtract(output, add(deductible, carried))),
);
const credit = of.money(
  "vatReturn.credit",
  ["累積留抵稅額", "Credit carried on"],
  act("39 條第 2 項", "39, paragraph 2"),
  max(nt(0), subtract(add(deductible, carried), output)),
);
const due = of.day(
  "vatReturn.due",
  ["申報期限（遇假日順延）", "Filing deadline, moved if it is a day off"],
  art35,
  workingDay(addDays(firstOfMonth(addMonths(periodFirst, whole(2))), whole(14)), office),
);
const daysLate = of.whole("vatReturn.daysLate", ["逾期申報日數", "Days filed late"], art35, max(whole(0), days(due, filedOn)));
const lateFine = figure("lateLeast", "滯報金下限", "Least surcharge for a late return", 1_200);
const lateMost = figure("lateMost", "滯報金上限", "Most surcharge for a late return", 12_000);
const slackLeast = figure("slackLeast", "怠報金下限", "Least surcharge after thirty days", 3_000);
const slackMost = figure("slackMost", "怠報金上限", "Most surcharge after thirty days", 30_000);
const percent = round(divide(daysLate, whole(2)), "down");
const surcharge = of.money(
  "vatReturn.surcharge",
  ["滯報金或怠報金", "Surcharge for filing late"],
  art49,
  when(eq(daysLate, whole(0)), nt(0))
    .when(le(daysLate, whole(30)), min(lateMost, max(lateFine, round(divide(multiply(payable, percent), whole(100)), "down"))))
    .otherwise(min(slackMost, max(slackLeast, round(divide(multiply(payable, whole(30)), whole(100)), "down")))),
);
const total = of.money(
  "vatReturn.total",
  ["應繳合計", "To be paid in all"],
  act("35 條、第 49 條", "35 and 49"),
  add(payable, surcharge),
);
const paidBefore = of.amount("vatReturn.paidBefore", ["本期已繳納的稅款", "Tax of the period paid already"]);
const assessedOn = of.date("vatReturn.assessedOn", ["核定日", "Day of the assessment"]);
const toPay = of.money(
  "vatReturn.toPay",
  ["應繳稅款", "To be paid"],
  act("42 條", "42"),
  max(nt(0), subtract(total, paidBefore)),
);
const payDays = figuresOf(act("42 條第 2 項", "42, paragraph 2"), "A", "law.moj.gov.tw pcode=G0340080 art. 42").count(
  "vatReturn.payDays",
  ["繳納日數", "Days to pay"],
  { [since]: 10 },
);
const payBy = of.day(
  "vatReturn.payBy",
  ["繳納期限", "Last day of payment"],
  act("42 條第 2 項", "42, paragraph 2"),
  workingDay(addDays(assessedOn, payDays), office),
);
/** Less output than the invoices show, or more input, is asked about. */
const art43 = [
  "加值型及非加值型營業稅法第 43 條；本局選案規則",
  "Business Tax Act, Article 43, and the bureau's own rule of selection",
] as const;
const gap = of.money(
  "vatReturn.gap",
  ["比電子發票少報的稅額", "Tax less than the invoices show"],
  art43,
  add(max(nt(0), subtract(knownOutput, outputTax)), max(nt(0), subtract(inputTax, knownInput))),
);
const tolerance = figuresOf(art43, "D", "rule of this demonstration; the bureaus publish none").money(
  "vatReturn.tolerance",
  ["免查核的差額", "Difference that is not examined"],
  { [since]: 500 },
);
const examined = of.yes("vatReturn.examined", ["選案查核", "Examined"], art43, gt(gap, tolerance));
/** The director, also by an agent; or the business itself, by whom an officer has confirmed as its representative. */
const isOwn = or(eq(applicant, director), eq(applicant, number));
const eligible = of.yes("vatReturn.eligible", ["可以申報", "May be filed"], art35, and(isOwn, active));
const outcome = defineVariable({
  ...{ name: "vatReturn.outcome", entity: "company", period: "day", type: "code", from: since },
  label: { "zh-Hant": "結果", en: "Outcome" },
  article: null,
  codes: {
    filed: { "zh-Hant": "可以申報", en: "may be filed" },
    inactive: { "zh-Hant": "查無有效的登記", en: "no active registration" },
    "not-representative": { "zh-Hant": "申報人不是負責人", en: "filed by a person who does not represent the business" },
  },
  formula: when(eligible, code("filed")).when(isOwn, code("inactive")).otherwise(code("not-representative")),
});

const results = collect([
  eligible,
  outcome,
  deductible,
  output,
  payable,
  credit,
  due,
  daysLate,
  surcharge,
  total,
  gap,
  examined,
  toPay,
  payBy,
]);
/** The business tax return (401) of a period of two months. */
export const vatReturn = createLaw({ ...results, calendars: [office] });
