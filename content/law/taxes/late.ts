import {
  add,
  addDays,
  and,
  createLaw,
  date,
  days,
  divide,
  firstOfYear,
  ge,
  lastOfYear,
  loadParameters,
  lt,
  match,
  max,
  min,
  multiply,
  no,
  nt,
  type Operand,
  parameter,
  round,
  segmentFirst,
  segmentLast,
  subtract,
  sumByYear,
  when,
  whole,
  workingDay,
  yes,
} from "@troad/law";
import { office } from "../calendar.ts";
import parameters from "../parameters/late.json" with { type: "json" };
import { writer } from "./write.ts";

const of = writer("debt", "day", "2015-01-01", "B");
const art20 = ["稅捐稽徵法第 20 條", "Tax Collection Act, Article 20"] as const;
const tax = of.amount("late.tax", ["欠繳稅額", "Unpaid tax"], 999_999_999);
const due = of.date("late.due", ["繳納期限屆滿日", "Last day of payment"]);
const paid = of.date("late.paid", ["繳納日", "Day of payment"]);
const kind = of.one("late.kind", ["稅目", "Kind of tax"], {
  income: { "zh-Hant": "所得稅", en: "income tax" },
  estate: { "zh-Hant": "遺產稅與贈與稅", en: "estate or gift tax" },
  business: { "zh-Hant": "營業稅", en: "business tax" },
  vehicle: { "zh-Hant": "使用牌照稅", en: "vehicle licence tax" },
  house: { "zh-Hant": "房屋稅", en: "house tax" },
  land: { "zh-Hant": "地價稅與土地增值稅", en: "land value or increment tax" },
});

/** The office calendar begins with 2017: an earlier last day is taken as it was given. */
const lastDay = of.day(
  "late.lastDay",
  ["繳納期限（遇假日順延後）", "Last day of payment, moved if it is a day off"],
  ["行政程序法第 48 條第 4 項", "Administrative Procedure Act, Article 48, paragraph 4"],
  when(lt(due, date("2017-01-01")), due).otherwise(workingDay(due, office)),
);
const daysLate = of.whole(
  "late.days",
  ["逾期日數", "Days late"],
  ["稅捐稽徵法第 20 條（自繳納期間屆滿的次日起）", "Tax Collection Act, Article 20 (from the day after the last day of payment)"],
  max(whole(0), days(lastDay, paid)),
);
const newAct = date("2022-01-01");
/** Paragraph 2: a debt that still ran up surcharges when the new law began takes the new law's. */
const ruleDay = of.day("late.ruleDay", ["滯納金適用哪一天的規定", "Day whose surcharge rule applies"], art20, lastDay, [
  {
    when: and(lt(lastDay, newAct), ge(addDays(lastDay, whole(30)), newAct), ge(paid, newAct)),
    formula: newAct,
    article: { "zh-Hant": "稅捐稽徵法第 20 條第 2 項", en: "Tax Collection Act, Article 20, paragraph 2" },
  },
]);

/** The first step is due only when the first full steps are over: nothing on the first two (or three) days. */
const percent = of.whole(
  "late.percent",
  ["滯納金百分比", "Surcharge in percent"],
  art20,
  min(
    parameter("integer", "late.cap", ruleDay),
    round(divide(max(whole(0), subtract(daysLate, whole(1))), parameter("integer", "late.everyDays", ruleDay)), "down"),
  ),
);
const fee = of.money(
  "late.fee",
  ["滯納金", "Surcharge"],
  ["稅捐稽徵法第 20 條；元以下免收", "Tax Collection Act, Article 20; fractions of a dollar are dropped"],
  round(divide(multiply(tax, percent), whole(100)), "down"),
);
const interestDays = of.whole(
  "late.interestDays",
  ["滯納利息日數", "Days of late interest"],
  ["所得稅法第 112 條", "Income Tax Act, Article 112"],
  when(ge(daysLate, whole(31)), subtract(daysLate, whole(30))).otherwise(whole(0)),
);
/** Local taxes bear the surcharge alone: their acts have no clause on late interest. */
const bearsInterest = of.yes(
  "late.bearsInterest",
  ["加計滯納利息", "Late interest is charged"],
  [
    "所得稅法第 112 條；遺產及贈與稅法第 51 條；加值型及非加值型營業稅法第 50 條",
    "Income Tax Act, Article 112; Estate and Gift Tax Act, Article 51; Business Tax Act, Article 50",
  ],
  match(kind, { income: yes, estate: yes, business: yes, vehicle: no, house: no, land: no }),
);

/** Day by day, each calendar year at the rate of its own 1 January; the interest of each year drops its fraction of a dollar. */
const interestBetween = (from: Operand<"date">, to: Operand<"date">) => {
  const daysOf = (first: Operand<"date">, last: Operand<"date">) => add(days(first, last), whole(1));
  const share = divide(daysOf(segmentFirst, segmentLast), daysOf(firstOfYear(segmentFirst), lastOfYear(segmentFirst)));
  return sumByYear(
    from,
    to,
    round(multiply(tax, parameter("rate", "late.postalRate", firstOfYear(segmentFirst)), share), "down"),
  );
};
const art38 = [
  "所得稅法第 112 條、第 123 條；稅捐稽徵法第 38 條",
  "Income Tax Act, Articles 112 and 123; Tax Collection Act, Article 38",
] as const;
const interest = of.money(
  "late.interest",
  ["滯納利息", "Late interest"],
  art38,
  when(bearsInterest, interestBetween(addDays(lastDay, whole(31)), paid)).otherwise(nt(0)),
);
const total = of.money("late.total", ["應繳合計", "Total to pay"], art20, add(tax, fee, interest));

const notice = of.date("remedy.notice", ["補繳通知書填發日", "Date of the notice to pay"]);
const remedy = of.money(
  "remedy.interest",
  ["行政救濟利息", "Interest after an administrative remedy"],
  ["稅捐稽徵法第 38 條第 3 項", "Tax Collection Act, Article 38, paragraph 3"],
  interestBetween(addDays(due, whole(1)), notice),
);

const payment = ["稅捐繳納注意事項", "Rules on the payment of taxes"] as const;
const grace = of.day(
  "late.graceUntil",
  ["便利商店與網路繳納截止日（至當日 24 時）", "Last day to pay in convenience stores and online, until midnight"],
  payment,
  addDays(lastDay, whole(3)),
);
const online = writer("debt", "day", "2026-01-01", "B").day(
  "late.onlineUntil",
  ["國稅逾期後可線上繳納至", "Overdue national taxes can be paid online until"],
  payment,
  addDays(lastDay, whole(30)),
);

/** What a tax costs that is paid late, and interest on what was owed. The day asked is the one on which the tax was due. */
export const late = createLaw({
  inputs: [tax, due, paid, kind, notice],
  variables: [lastDay, daysLate, ruleDay, percent, fee, interestDays, bearsInterest, interest, total, remedy, grace, online],
  parameters: loadParameters(parameters),
  calendars: [office],
});
