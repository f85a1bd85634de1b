import { addYears, and, code, day, defineVariable, ge, gt, latest, multiply, not, or, parameter, when, whole } from "@troad/law";
import { figuresOf } from "../figures.ts";
import { writer } from "../taxes/write.ts";
import { insuranceLaw } from "./insured.ts";
import { nationalFigures, nationalMonthly } from "./old-age-pensions.ts";

const from = "2023-02-10";
const of = writer("person", "day", from);
const act = (zh: string, en: string) => [`國民年金法第 ${zh}`, `National Pension Act, Article ${en}`] as const;
const bornOn = of.date("nationalAge.bornOn", ["出生日", "Birthday"]);
const paid = of.count("nationalAge.months", ["繳費月數", "Months paid"], 900);
const arrears = of.fact("nationalAge.arrears", ["欠繳保險費", "Premiums in arrears"]);
const allowance = of.fact("nationalAge.allowance", ["領取社會福利津貼", "Gets a social allowance"]);
const otherOldAge = of.fact("nationalAge.otherOldAge", [
  "已領公保、軍保老年給付",
  "Got an old-age benefit of public servants or soldiers",
]);

const read = (zh: string, en: string) => figuresOf(act(zh, en), "A", `law.moj.gov.tw pcode=D0050152 art. ${en}`);
const age = read("29 條", "29").count("nationalAge.age", ["請領年齡", "Age"], { [from]: 65 });
const back = read("28 條", "28").count("nationalAge.back", ["追溯年數", "Years back"], { [from]: 5 });

const oldEnough = of.yes(
  "nationalAge.oldEnough",
  ["年滿六十五歲", "65 or older"],
  act("29 條", "29"),
  ge(day, addYears(bornOn, age)),
);
const begins = of.day(
  "nationalAge.from",
  ["自何日之月起發給", "Paid from the month of"],
  act("18 條之 1、第 28 條", "18-1 and 28"),
  latest(addYears(bornOn, age), addYears(day, multiply(whole(-1), back))),
);
const blocked = of.yes(
  "nationalAge.blocked",
  ["不得選擇加計金額的計給方式", "The formula with an addition is barred"],
  act("30 條第 2 項、第 32 條", "30, paragraph 2, and 32"),
  or(arrears, allowance, otherOldAge),
);
const insured = of.money(
  "nationalAge.insured",
  ["月投保金額", "Insured amount"],
  act("11 條", "11"),
  parameter("money", "np.insured"),
);
const monthly = of.money(
  "nationalAge.monthly",
  ["老年年金（每月）", "Pension, monthly"],
  act("30 條第 1 項、第 54 條之 1", "30, paragraph 1, and 54-1"),
  nationalMonthly({ insured, months: paid, blocked }),
);
const eligible = of.yes(
  "nationalAge.eligible",
  ["可以請領老年年金", "Entitled"],
  act("29 條", "29"),
  and(oldEnough, gt(paid, whole(0))),
);
const outcome = defineVariable({
  ...{ name: "nationalAge.outcome", entity: "person", period: "day", type: "code", from },
  label: { "zh-Hant": "結果", en: "Outcome" },
  article: null,
  codes: {
    granted: { "zh-Hant": "核給", en: "granted" },
    barred: { "zh-Hant": "核給（無加計金額）", en: "granted without the addition" },
    "too-young": { "zh-Hant": "未滿六十五歲", en: "below 65" },
    "never-paid": { "zh-Hant": "查無繳費年資", en: "never paid" },
  },
  formula: when(not(oldEnough), code("too-young"))
    .when(not(gt(paid, whole(0))), code("never-paid"))
    .when(blocked, code("barred"))
    .otherwise(code("granted")),
});

/** Old age in the national pension. */
export const nationalOldAge = insuranceLaw([outcome, eligible, begins, monthly], "np.insured", ...nationalFigures);
