import { createLaw, divide, ge, loadParameters, max, min, multiply, parameter, round, subtract, when, whole } from "@troad/law";
import parameters from "../parameters/late.json" with { type: "json" };
import { writer } from "./write.ts";

const of = writer("debt", "day", "2015-01-01", "B");
const art20 = ["稅捐稽徵法第 20 條", "Tax Collection Act, Article 20"] as const;
const tax = of.amount("late.tax", ["欠繳稅額", "Unpaid tax"]);
const days = of.count("late.days", ["逾期日數（自繳納期間屆滿的次日起）", "Days after the last day of payment"], 100_000);
const segment = of.count("late.segmentDays", ["本年計息日數", "Days of interest in this year"], 366);
const yearDays = of.count("late.yearDays", ["本年日數", "Days of this year"], 366);
const rate = of.share("late.rate", ["1 月 1 日的郵政一年期定期儲金固定利率", "Postal one-year fixed rate on 1 January"]);

/** The first step is due only when the first full steps are over: nothing on the first two (or three) days. */
const percent = of.whole(
  "late.percent",
  ["滯納金百分比", "Surcharge in percent"],
  art20,
  min(
    parameter("integer", "late.cap"),
    round(divide(max(whole(0), subtract(days, whole(1))), parameter("integer", "late.everyDays")), "down"),
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
  when(ge(days, whole(31)), subtract(days, whole(30))).otherwise(whole(0)),
);
/** Of one calendar year: each takes the rate of its own 1 January. */
const interest = of.money(
  "late.interest",
  ["本年度利息", "Interest of one year"],
  ["所得稅法第 112 條；稅捐稽徵法第 38 條", "Income Tax Act, Article 112; Tax Collection Act, Article 38"],
  round(multiply(tax, rate, divide(segment, yearDays)), "down"),
);

/** What a tax costs that is paid late, and interest on what was owed. The day asked is the one on which the tax was due. */
export const late = createLaw({
  inputs: [tax, days, segment, yearDays, rate],
  variables: [percent, fee, interestDays, interest],
  parameters: loadParameters(parameters),
});
