import {
  add,
  addDays,
  and,
  code,
  collect,
  createLaw,
  days,
  defineVariable,
  divide,
  firstOfYear,
  ge,
  gt,
  type LocalText,
  lastOfYear,
  loadParameters,
  lt,
  max,
  min,
  multiply,
  nt,
  parameter,
  round,
  segmentFirst,
  segmentLast,
  subtract,
  sumByYear,
  type Variable,
  when,
  whole,
  workingDay,
} from "@troad/law";
import { office } from "../calendar.ts";
import { figuresOf } from "../figures.ts";
import income from "../parameters/income.json" with { type: "json" };
import late from "../parameters/late.json" with { type: "json" };
import { writer } from "../taxes/write.ts";

const of = writer("household", "year", "2022-01-01");
/** The deadline and the rate of the interest are figures of other laws. */
const shared = [
  { groups: income.groups.filter(({ parameters }) => parameters.some(({ name }) => name === "income.filingEnd")) },
  { ...late, parameters: late.parameters.filter(({ name }) => name === "late.postalRate") },
];
const art71 = [
  "所得稅法第 71 條；行政程序法第 48 條第 4 項",
  "Income Tax Act, Article 71; Administrative Procedure Act, Article 48",
] as const;
const art100 = ["所得稅法第 100 條", "Income Tax Act, Article 100"] as const;
const art110 = ["所得稅法第 110 條第 1 項", "Income Tax Act, Article 110, paragraph 1"] as const;
const art481 = ["稅捐稽徵法第 48 條之 1 第 3 項", "Tax Collection Act, Article 48-1, paragraph 3"] as const;
/** Which returns are looked at is for the office: the act says that it examines, and that it may sample. */
const art80 = ["所得稅法第 80 條；本局選案規則", "Income Tax Act, Article 80, and the bureau's own rule of selection"] as const;

const filedOn = of.date("return.filedOn", ["申報日", "Day of filing"]);
const assessedOn = of.date("return.assessedOn", ["核定日", "Day of the assessment"]);
const withheld = of.amount("return.withheld", ["扣繳稅額", "Tax withheld"]);
const paidBefore = of.amount("return.paidBefore", ["已繳納的本年度稅款", "Tax of the year paid already"]);
const refundedBefore = of.amount("return.refundedBefore", ["已退還的本年度稅款", "Tax of the year refunded already"]);
const known = of.amount("return.known", ["稽徵機關已知的所得", "Income that the bureau knows of"]);
const stated = of.amount("return.stated", ["申報的所得", "Income stated in the return"]);
const tax = of.amount(
  "return.tax",
  ["依所得稅法計算的應納稅額（負數為可退抵減稅額）", "Tax by the Income Tax Act; a negative amount is a credit"],
  undefined,
  -1_000_000,
);
const general = of.amount("return.general", ["減除的標準或列舉扣除額", "Standard or itemized deduction taken"]);
const standard = of.amount("return.standard", ["標準扣除額", "Standard deduction"]);
const gross = of.amount("return.gross", ["綜合所得總額", "Gross income"]);
const dependants = of.count("return.dependants", ["扶養親屬人數", "Dependants"], 30);
const declaredTax = of.amount("return.declaredTax", ["自行申報的應納稅額", "Tax as declared"], undefined, -1_000_000);
const wasExamined = of.fact("return.corrected", ["經調查增列所得", "Income added after an examination"]);
const fineSet = of.amount("return.fineSet", ["承辦人擬處的罰鍰", "Fine proposed by the officer"]);
const lot = of.count("return.lot", ["抽樣號碼（0 至 999）", "Lot of the sample, 0 to 999"], 999);

const due = of.day(
  "return.due",
  ["申報截止日（遇假日順延）", "Filing deadline, moved if it is a day off"],
  art71,
  workingDay(parameter("date", "income.filingEnd"), office),
);
const daysLate = of.whole("return.daysLate", ["逾期申報日數", "Days filed late"], art71, max(whole(0), days(due, filedOn)));

/** What the office adds points for; a return with enough of them is examined, and so is a sample. */
const points = (name: string, zh: string, en: string, value: number) =>
  figuresOf(art80, "D", "rule of this demonstration; the bureaus publish none").count(`return.points.${name}`, [zh, en], {
    "2022-01-01": value,
  });
const lacking = subtract(known, stated);
const itemizes = gt(general, standard);
const risk = of.whole(
  "return.risk",
  ["選案點數", "Points of the selection"],
  art80,
  add(
    when(gt(lacking, nt(0)), points("lacking", "申報所得低於已知所得", "Less income than known", 40)).otherwise(whole(0)),
    when(itemizes, points("itemized", "採列舉扣除額", "Itemized deductions", 15)).otherwise(whole(0)),
    when(gt(daysLate, whole(0)), points("late", "逾期申報", "Filed late", 15)).otherwise(whole(0)),
    when(ge(dependants, whole(4)), points("dependants", "扶養親屬四人以上", "Four dependants or more", 10)).otherwise(whole(0)),
    when(
      and(gt(gross, nt(0)), gt(multiply(withheld, whole(5)), gross)),
      points("withheld", "扣繳稅額逾所得五分之一", "More than a fifth withheld", 25),
    ).otherwise(whole(0)),
  ),
);
const threshold = points("threshold", "選案門檻", "Points from which a return is examined", 40);
const sampled = points("sampled", "每千件抽樣件數", "Returns of a thousand that are sampled", 20);
const text = ([zh, en]: readonly [string, string]): LocalText => ({ "zh-Hant": zh, en });
const selection: Variable<"code"> = defineVariable({
  ...{ name: "return.selection", entity: "household", period: "year", type: "code", from: "2022-01-01", certainty: "D" },
  label: { "zh-Hant": "選案結果", en: "Selection" },
  article: text(art80),
  codes: {
    none: { "zh-Hant": "書面審核", en: "accepted as filed" },
    risk: { "zh-Hant": "依點數選查", en: "examined by its points" },
    sample: { "zh-Hant": "抽樣選查", en: "examined as one of a sample" },
  },
  formula: when(ge(risk, threshold), code("risk")).when(lt(lot, sampled), code("sample")).otherwise(code("none")),
});

const isLate = gt(daysLate, whole(0));
const owed = max(nt(0), subtract(tax, withheld));
const span = add(days(segmentFirst, segmentLast), whole(1));
const year = add(days(firstOfYear(segmentFirst), lastOfYear(segmentFirst)), whole(1));
const rate = parameter("rate", "late.postalRate", firstOfYear(segmentFirst));
/** Who files late by themselves pays interest on what was owed, and no fine. */
const interest = of.money(
  "return.interest",
  ["自動補報加計的利息", "Interest on a late return"],
  art481,
  when(isLate, sumByYear(addDays(due, whole(1)), filedOn, round(divide(multiply(owed, rate, span), year), "down"))).otherwise(
    nt(0),
  ),
);
const evaded = of.money(
  "return.evaded",
  ["所漏稅額", "Tax left out"],
  art110,
  when(wasExamined, max(nt(0), subtract(tax, declaredTax))).otherwise(nt(0)),
);
const times = figuresOf(art110, "A", "law.moj.gov.tw pcode=G0340003 art. 110").count(
  "return.fineTimes",
  ["罰鍰倍數上限", "Maximum multiple of the fine"],
  { "2022-01-01": 2 },
);
const mostFine = of.money("return.mostFine", ["罰鍰上限", "Maximum fine"], art110, multiply(evaded, times));
const fine = of.money("return.fine", ["罰鍰", "Fine"], art110, min(fineSet, mostFine));
const total = of.money("return.total", ["核定應繳合計", "Assessed in all"], art100, add(max(nt(0), tax), interest, fine));
const balance = of.money(
  "return.balance",
  ["應補（負數為應退）稅款", "To be paid; a negative amount is refunded"],
  art100,
  add(subtract(add(tax, interest, fine), add(withheld, paidBefore)), refundedBefore),
);
const toPay = of.money("return.toPay", ["應補稅款", "To be paid"], art100, max(nt(0), balance));
const refund = of.money("return.refund", ["應退稅款", "To be refunded"], art100, max(nt(0), subtract(nt(0), balance)));
const payDays = figuresOf(art100, "B", "law.moj.gov.tw pcode=G0340003 art. 100; ten days as of paragraph 3").count(
  "return.payDays",
  ["繳納日數", "Days to pay"],
  {
    "2022-01-01": 10,
  },
);
const payBy = of.day(
  "return.payBy",
  ["繳納期限", "Last day of payment"],
  ["所得稅法第 100 條；行政程序法第 48 條第 4 項", "Income Tax Act, Article 100; Administrative Procedure Act, Article 48"],
  workingDay(addDays(assessedOn, payDays), office),
);

const results = collect([due, daysLate, risk, selection, interest, evaded, mostFine, fine, total, balance, toPay, refund, payBy]);
/** What follows from a return once its tax is worked out: whether it came in time, whether it is examined, what is to be paid or refunded. */
export const incomeReturn = createLaw({
  ...results,
  parameters: [...results.parameters, ...loadParameters(...shared)],
  calendars: [office],
});
