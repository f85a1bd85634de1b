import {
  add,
  addYears,
  and,
  code,
  date,
  day,
  defineVariable,
  firstOfMonth,
  ge,
  gt,
  lt,
  max,
  min,
  months,
  multiply,
  not,
  nt,
  type Operand,
  or,
  round,
  subtract,
  when,
  whole,
  years,
} from "@troad/law";
import { figuresOf } from "../figures.ts";
import { writer } from "../taxes/write.ts";
import { insuranceLaw, yearsOf } from "./insured.ts";
import { labourFigures, labourMonthly } from "./old-age-pensions.ts";

const from = "2023-02-10";
const of = writer("person", "day", from);
const act = (zh: string, en: string) => [`勞工保險條例第 ${zh}`, `Labor Insurance Act, Article ${en}`] as const;
const figures = (article: string, en: string) => figuresOf(act(article, en), "A", `law.moj.gov.tw pcode=N0050001 art. ${en}`);

const bornOn = of.date("oldAge.bornOn", ["出生日", "Birthday"]);
const insured = of.count("oldAge.months", ["勞保投保月數", "Months in labour insurance"], 900);
const wage = of.amount("oldAge.wage", ["最高六十個月平均月投保薪資", "Average of the best sixty months"]);
const working = of.fact("oldAge.working", ["仍在職加保", "Still insured with an employer"]);
const afterSixty = of.count("oldAge.afterSixty", ["逾六十歲以後的月數", "Months after sixty"], 600);
const national = of.count("oldAge.nationalMonths", ["國民年金繳費月數", "Months paid in the national pension"], 900);
const early = of.fact("oldAge.early", ["願意提前減給", "Less for an early claim is accepted"]);
const hazardous = of.fact("oldAge.hazardous", ["危險、堅強體力等特殊性質工作滿十五年", "Fifteen years of hazardous work"]);

const base = figures("58 條第 1 項", "58").count("oldAge.firstAge", ["原請領年齡", "Age before it rises"], { [from]: 60 });
const most = figures("58 條第 5 項", "58").count("oldAge.lastAge", ["最高請領年齡", "Age up to which it rises"], { [from]: 65 });
const term = figures("58 條第 1 項", "58").count("oldAge.term", ["年金的年資（月）", "Months for a pension"], { [from]: 180 });
const sooner = figures("58 條之 2 第 2 項", "58-2").count("oldAge.sooner", ["得提前的年數", "Years by which it may be early"], {
  [from]: 5,
});
const step = figures("58 條之 2", "58-2").count("oldAge.step", ["每年增減（萬分之）", "A year, in ten-thousandths"], {
  [from]: 400,
});
const limit = figures("58 條之 2", "58-2").count("oldAge.limit", ["最多增減（萬分之）", "At most, in ten-thousandths"], {
  [from]: 2_000,
});
const hardAge = figures("58 條第 7 項", "58").count("oldAge.hardAge", ["特殊性質工作的年齡", "Age after hazardous work"], {
  [from]: 55,
});
const lumpMost = figures("59 條第 1 項", "59").count("oldAge.lumpMost", ["逾六十歲年資最多年數", "Years counted after sixty"], {
  [from]: 5,
});

/** It rose by a year in 2018 and every second year after: a year later for each year of birth from 1958. */
const age = of.whole(
  "oldAge.age",
  ["請領年齡", "Age at which it is claimed"],
  act("58 條第 1 項、第 5 項", "58, paragraphs 1 and 5"),
  when(lt(bornOn, date("1958-01-01")), base).otherwise(min(most, add(base, years(date("1957-01-01"), bornOn)))),
);
const reachedOn = of.day(
  "oldAge.reachedOn",
  ["年滿請領年齡之日", "Day on which that age is reached"],
  act("58 條", "58"),
  addYears(bornOn, age),
);
const reached = ge(day, reachedOn);
const hard = and(hazardous, ge(insured, term), ge(day, addYears(bornOn, hardAge)));
const soon = and(early, ge(insured, term), ge(day, addYears(reachedOn, multiply(whole(-1), sooner))));
const oldEnough = of.yes(
  "oldAge.oldEnough",
  ["年齡符合", "Old enough"],
  act("58 條、第 58 條之 2", "58 and 58-2"),
  or(reached, soon, hard),
);
/** Months of the national pension count for the fifteen years, and are paid by it. */
const pension = of.yes(
  "oldAge.pension",
  ["請領年金", "A pension"],
  act("58 條第 1 項第 1 款、第 74 條之 2 第 2 項", "58 and 74-2, paragraph 2"),
  ge(add(insured, when(reached, national).otherwise(whole(0))), term),
);
const basis = (late: Operand<"number">) => round(min(limit, multiply(step, yearsOf(max(whole(0), late)))), "half-up");
const monthsLate = months(firstOfMonth(reachedOn), firstOfMonth(day));
const later = of.whole(
  "oldAge.later",
  ["展延增給（萬分之）", "More for a later claim, in ten-thousandths"],
  [
    "勞工保險條例第 58 條之 2 第 1 項；勞工保險條例施行細則第 79 條",
    "Labor Insurance Act, Article 58-2; Enforcement Rules, Article 79",
  ],
  when(and(reached, not(hard), ge(insured, term)), basis(monthsLate)).otherwise(whole(0)),
);
const earlier = of.whole(
  "oldAge.earlier",
  ["提前減給（萬分之）", "Less for an early claim, in ten-thousandths"],
  [
    "勞工保險條例第 58 條之 2 第 2 項；勞工保險條例施行細則第 79 條",
    "Labor Insurance Act, Article 58-2; Enforcement Rules, Article 79",
  ],
  when(and(not(reached), not(hard)), basis(months(firstOfMonth(day), firstOfMonth(reachedOn)))).otherwise(whole(0)),
);
const monthly = of.money(
  "oldAge.monthly",
  ["老年年金（每月）", "Pension, monthly"],
  act("58 條之 1、第 58 條之 2、第 19 條第 3 項", "58-1, 58-2 and 19, paragraph 3"),
  when(pension, labourMonthly({ wage, months: insured, later, earlier })).otherwise(nt(0)),
);
const lumpSum = of.money(
  "oldAge.lumpSum",
  ["老年一次金", "Lump sum"],
  act("58 條第 1 項第 2 款、第 59 條", "58, paragraph 1, item 2, and 59"),
  when(pension, nt(0)).otherwise(
    round(multiply(wage, subtract(yearsOf(insured), max(whole(0), subtract(yearsOf(afterSixty), lumpMost)))), "half-up"),
  ),
);
const eligible = of.yes(
  "oldAge.eligible",
  ["可以請領老年給付", "Entitled"],
  act("58 條第 1 項、第 3 項", "58, paragraphs 1 and 3"),
  and(gt(insured, whole(0)), not(working), oldEnough),
);
const doubtful = of.yes(
  "oldAge.doubtful",
  ["須人工審查", "An officer looks at it"],
  act("58 條第 7 項", "58, paragraph 7"),
  and(hard, not(reached)),
);
const outcome = defineVariable({
  ...{ name: "oldAge.outcome", entity: "person", period: "day", type: "code", from },
  label: { "zh-Hant": "結果", en: "Outcome" },
  article: null,
  codes: {
    pension: { "zh-Hant": "老年年金", en: "a pension" },
    lump: { "zh-Hant": "老年一次金", en: "a lump sum" },
    "never-insured": { "zh-Hant": "查無勞保年資", en: "never insured" },
    "too-young": { "zh-Hant": "未達請領年齡", en: "too young" },
    working: { "zh-Hant": "尚未離職退保", en: "still insured" },
  },
  formula: when(not(gt(insured, whole(0))), code("never-insured"))
    .when(working, code("working"))
    .when(not(oldEnough), code("too-young"))
    .when(pension, code("pension"))
    .otherwise(code("lump")),
});

/** Old age in labour insurance: from when, a pension or a lump sum, and how much. */
export const labourOldAge = insuranceLaw([outcome, eligible, doubtful, monthly, lumpSum], ...labourFigures);
