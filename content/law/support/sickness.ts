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
  days,
  divide,
  earliest,
  eq,
  gt,
  le,
  match,
  max,
  multiply,
  no,
  not,
  round,
  when,
  whole,
} from "@troad/law";
import { figuresOf } from "../figures.ts";
import { codesOf, outcome } from "../permits/build.ts";
import { writer } from "../taxes/write.ts";

const from = "2009-01-01";
const of = writer("person", "day", from);
const waiting = figuresOf(
  ["勞工保險條例第 33 條", "Labor Insurance Act, Article 33"],
  "A",
  "law.moj.gov.tw pcode=N0050001 art. 33",
).count("sickness.waiting", ["不給付日數", "Days without benefit"], { [from]: 3 });
const half = figuresOf(
  ["勞工保險條例第 35 條", "Labor Insurance Act, Article 35"],
  "A",
  "law.moj.gov.tw pcode=N0050001 art. 35",
).rate("sickness.half", ["普通傷病給付率", "Rate"], { [from]: "1/2" });
const halfYear = figuresOf(
  ["勞工保險條例第 35 條", "Labor Insurance Act, Article 35"],
  "A",
  "law.moj.gov.tw pcode=N0050001 art. 35",
).count("sickness.halfYear", ["給付月數", "Months of benefit"], { [from]: 6 });
const more = figuresOf(
  ["勞工保險條例第 35 條", "Labor Insurance Act, Article 35"],
  "A",
  "law.moj.gov.tw pcode=N0050001 art. 35",
).count("sickness.more", ["年資滿一年增給月數", "Further months after a year of insurance"], { [from]: 6 });
const monthDays = figuresOf(
  ["勞工保險條例第 19 條第 3 項", "Labor Insurance Act, Article 19, paragraph 3"],
  "A",
  "law.moj.gov.tw pcode=N0050001 art. 19",
).count("sickness.monthDays", ["平均月投保薪資除數", "Days by which a month is divided"], { [from]: 30 });
const claimYears = figuresOf(
  ["勞工保險條例第 30 條", "Labor Insurance Act, Article 30"],
  "A",
  "law.moj.gov.tw pcode=N0050001 art. 30",
).count("sickness.claimYears", ["請求權年數", "Years to claim"], { [from]: 5 });
const afterYears = figuresOf(
  ["勞工保險條例第 20 條第 1 項", "Labor Insurance Act, Article 20, paragraph 1"],
  "A",
  "law.moj.gov.tw pcode=N0050001 art. 20",
).count("sickness.afterYears", ["停保後年數", "Years after the end of the insurance"], { [from]: 1 });

const state = of.one(
  "sickness.state",
  ["勞工保險", "Insurance"],
  codesOf({ insured: ["加保中", "insured"], ended: ["已退保", "ended"], none: ["查無加保", "none"] }),
);
const since = of.date("sickness.since", ["加保日", "Insured since"]);
const until = of.date("sickness.until", ["退保日", "Insured until"]);
const wage = of.amount("sickness.wage", ["平均月投保薪資", "Average insured wage"]);
const beganOn = of.date("sickness.beganOn", ["不能工作首日", "First day unable to work"]);
const through = of.date("sickness.through", ["不能工作末日", "Last day unable to work"]);
const ward = of.fact("sickness.ward", ["住院診療", "In hospital"]);
const unpaid = of.fact("sickness.unpaid", ["未取得原有薪資", "Wages not received"]);
const atWork = of.fact("sickness.atWork", ["因執行職務所致", "Caused by work"]);

const ordinary = of.yes(
  "sickness.ordinary",
  ["普通傷病", "Not from work"],
  ["勞工保險條例第 33 條", "Labor Insurance Act, Article 33"],
  not(atWork),
);
const covered = of.yes(
  "sickness.covered",
  ["事故時加保中", "Insured when it happened"],
  ["勞工保險條例第 19 條第 1 項、第 20 條第 1 項", "Labor Insurance Act, Articles 19, paragraph 1 and 20, paragraph 1"],
  match(state, { insured: le(since, beganOn), ended: and(le(since, beganOn), le(beganOn, until)), none: no }),
);
const treated = of.yes(
  "sickness.treated",
  ["住院診療中", "In hospital"],
  ["勞工保險條例第 33 條", "Labor Insurance Act, Article 33"],
  ward,
);
const without = of.yes(
  "sickness.without",
  ["未取得原有薪資", "Without wages"],
  ["勞工保險條例第 33 條", "Labor Insurance Act, Article 33"],
  unpaid,
);
const starts = of.day(
  "sickness.starts",
  ["給付起日", "Paid from"],
  ["勞工保險條例第 33 條", "Labor Insurance Act, Article 33"],
  addDays(beganOn, waiting),
);
const longest = of.whole(
  "sickness.longest",
  ["給付月數上限", "Most months"],
  ["勞工保險條例第 35 條", "Labor Insurance Act, Article 35"],
  add(halfYear, when(le(addYears(since, whole(1)), beganOn), more).otherwise(whole(0))),
);
const ends = of.day(
  "sickness.ends",
  ["給付迄日", "Paid through"],
  ["勞工保險條例第 20 條第 1 項、第 35 條", "Labor Insurance Act, Articles 20, paragraph 1 and 35"],
  earliest(
    through,
    addDays(addMonths(starts, longest), whole(-1)),
    when(eq(state, code("ended")), addYears(until, afterYears)).otherwise(through),
  ),
);
const counted = of.whole(
  "sickness.counted",
  ["給付日數", "Days paid"],
  ["勞工保險條例第 33 條、第 35 條", "Labor Insurance Act, Articles 33 and 35"],
  max(whole(0), add(days(starts, ends), whole(1))),
);
const lasting = of.yes(
  "sickness.lasting",
  ["超過三日", "Longer than three days"],
  ["勞工保險條例第 33 條", "Labor Insurance Act, Article 33"],
  gt(counted, whole(0)),
);
const open = of.yes(
  "sickness.open",
  ["請求權未消滅", "Claimed in time"],
  ["勞工保險條例第 30 條", "Labor Insurance Act, Article 30"],
  le(day, addYears(starts, claimYears)),
);
const past = of.yes(
  "sickness.past",
  ["期間已經過", "The time has passed"],
  ["勞工保險條例第 33 條", "Labor Insurance Act, Article 33"],
  le(through, day),
);
const amount = of.money(
  "sickness.amount",
  ["傷病給付", "Benefit"],
  ["勞工保險條例第 19 條第 2 項、第 35 條", "Labor Insurance Act, Articles 19, paragraph 2 and 35"],
  round(multiply(divide(multiply(wage, counted), monthDays), half), "half-up"),
);
const eligible = of.yes(
  "sickness.eligible",
  ["符合規定", "As the rules say"],
  [
    "勞工保險條例第 33 條；勞工保險條例第 19 條第 1 項、第 20 條第 1 項",
    "Labor Insurance Act, Article 33; Labor Insurance Act, Articles 19, paragraph 1 and 20, paragraph 1",
  ],
  and(ordinary, covered, treated, without, past, lasting, open),
);
const result = outcome(
  "sickness.outcome",
  from,
  {
    payable: ["可核給", "may be paid"],
    "from-work": ["因工作所致，請申請職業災害給付", "from work: ask for the occupational benefit"],
    "not-insured": ["事故時未加保", "not insured when it happened"],
    "not-in-hospital": ["門診或在家療養不給付", "not in hospital"],
    "paid-wages": ["仍領原有薪資", "wages were received"],
    "not-over": ["期間尚未經過", "the days have not passed"],
    "too-short": ["未超過三日", "no more than three days"],
    "too-late": ["已逾五年", "more than five years"],
  },
  when(eligible, code("payable"))
    .when(not(ordinary), code("from-work"))
    .when(not(covered), code("not-insured"))
    .when(not(treated), code("not-in-hospital"))
    .when(not(without), code("paid-wages"))
    .when(not(past), code("not-over"))
    .when(not(lasting), code("too-short"))
    .otherwise(code("too-late")),
);
/** Sickness benefit of labour insurance for an ordinary injury or illness in hospital. */
export const sicknessLaw = createLaw(collect([result, eligible, starts, ends, counted, amount]));
