import {
  add,
  addYears,
  and,
  code,
  date,
  day,
  defineInput,
  defineVariable,
  eq,
  ge,
  le,
  lt,
  match,
  max,
  min,
  multiply,
  not,
  type Operand,
  or,
  parameter,
  round,
  subtract,
  when,
  whole,
  years,
} from "@troad/law";
import { insuranceLaw, insuranceOf, yearsOf } from "../applications/insured.ts";
import { figuresOf } from "../figures.ts";
import { writer } from "../taxes/write.ts";
import { conditionsOf } from "./survivor-conditions.ts";

const from = "2023-02-10";
const of = writer("person", "day", from);
const labourAct = (zh: string, en: string) => [`勞工保險條例第 ${zh}`, `Labor Insurance Act, Article ${en}`] as const;
const both = [
  "勞工保險條例第 63 條、國民年金法第 40 條",
  "Labor Insurance Act, Article 63; National Pension Act, Article 40",
] as const;
const amounts = [
  "勞工保險條例第 63 條之 2、國民年金法第 42 條",
  "Labor Insurance Act, Article 63-2; National Pension Act, Article 42",
] as const;
const figures = figuresOf(labourAct("63 條之 2", "63-2"), "A", "law.moj.gov.tw pcode=N0050001 art. 63-2");
const text = (name: string, zh: string, en: string) =>
  defineInput({ name: `survivors.${name}`, entity: "person", type: "text", label: { "zh-Hant": zh, en } });

const status = of.one("survivors.status", ["亡者戶籍狀態", "In the family register"], {
  present: { "zh-Hant": "現戶", en: "present" },
  abroad: { "zh-Hant": "遷出國外", en: "abroad" },
  dead: { "zh-Hant": "死亡", en: "dead" },
  "declared-dead": { "zh-Hant": "死亡宣告", en: "declared dead" },
  cancelled: { "zh-Hant": "廢止戶籍", en: "cancelled" },
  none: { "zh-Hant": "查無資料", en: "not found" },
});
const diedOn = of.date("survivors.diedOn", ["死亡日", "Day of the death"]);
const deceased = text("deceased", "亡者", "The person who died");
const claimant = text("claimant", "申請人", "Claimant");
const labour = insuranceOf(of, "survivors.labour", ["亡者勞保", "Labour insurance of the person who died"]);
const pension = insuranceOf(of, "survivors.pension", ["亡者國民年金", "National pension of the person who died"]);
const wage = of.amount("survivors.wage", ["平均月投保薪資", "Average insured wage"], 200_000);
const labourMonths = of.count("survivors.labourMonths", ["勞保年資（月）", "Months in labour insurance"], 900);
const pensionMonths = of.count("survivors.pensionMonths", ["國民年金年資（月）", "Months in the national pension"], 600);
const persons = of.count("survivors.persons", ["同一順序遺屬人數", "Survivors of the same rank"], 20);
const wants = of.one("survivors.wants", ["請領方式", "What is claimed"], {
  pension: { "zh-Hant": "按月", en: "every month" },
  "lump-sum": { "zh-Hant": "一次", en: "once" },
});
const keepsOther = of.fact("survivors.keepsOther", ["續領其他年金", "Keeps another pension"]);

const isSpouse = eq(claimant, text("spouse", "亡者的配偶", "Spouse of the person who died"));
const isChild = or(
  eq(deceased, text("ownFather", "申請人的父", "Claimant's father")),
  eq(deceased, text("ownMother", "申請人的母", "Claimant's mother")),
);
const isParent = or(
  eq(claimant, text("father", "亡者的父", "Father of the person who died")),
  eq(claimant, text("mother", "亡者的母", "Mother of the person who died")),
);
const bornOn = of.date("survivors.bornOn", ["申請人出生日", "Claimant's birthday"]);
const meets = conditionsOf(of, { isSpouse, isChild, isParent, age: years(bornOn, diedOn) });

const dead = or(eq(status, code("dead")), eq(status, code("declared-dead")));
const kin = or(isSpouse, isChild, isParent);
const fifteen = figures.count("survivors.fifteenMonths", ["滿十五年的月數", "Fifteen years in months"], { [from]: 180 });
const atDeath = labour.onDay(diedOn);
/** Who had fifteen years but was insured no longer leaves half of an old-age pension. */
const half = of.yes(
  "survivors.half",
  ["依老年年金半數發給", "Half of the old-age pension"],
  labourAct("63 條之 1 第 3 項、第 63 條之 2 第 1 項第 2 款", "63-1, paragraph 3, and 63-2"),
  and(not(atDeath), eq(labour.status, code("ended")), ge(labourMonths, fifteen)),
);
const byLabour = or(atDeath, half);
const rate = figures.rate("survivors.rate", ["每年給付率", "Rate per year"], { [from]: "1.55%" });
const least = figures.money("survivors.least", ["遺屬年金下限", "Least pension"], { [from]: 3_000 });
const more = figures.rate("survivors.more", ["每多一人加發", "For each additional survivor"], { [from]: "25%" });
const mostMore = figures.rate("survivors.mostMore", ["加發上限", "Maximum addition"], { [from]: "50%" });
const nationalRate = figuresOf(
  ["國民年金法第 42 條", "National Pension Act, Article 42"],
  "A",
  "law.moj.gov.tw pcode=D0050152 art. 42",
).rate("survivors.nationalRate", ["國民年金每年給付率", "Rate per year, national pension"], { [from]: "1.3%" });
const times = (share: Operand<"number">, paidMonths: Operand<"number">, base: Operand<"number">) =>
  multiply(base, yearsOf(paidMonths), share);
const halfOf = figures.rate("survivors.halfRate", ["半數", "Half"], { [from]: "50%" });
const halvedOf = (amount: Operand<"number">, halved: Operand<"boolean">) =>
  when(halved, multiply(amount, halfOf)).otherwise(amount);
const labourStandard = (halved: Operand<"boolean">) =>
  round(max(least, halvedOf(times(rate, labourMonths, wage), halved)), "half-up");
const nationalStandard = round(
  max(parameter("money", "np.addon"), times(nationalRate, pensionMonths, parameter("money", "np.insured"))),
  "half-up",
);
const addition = add(whole(1), min(mostMore, multiply(more, max(whole(0), subtract(persons, whole(1))))));

const national = pension.onDay(diedOn);
/** Where both insure, one is chosen: what brings more. */
const labourPays = and(byLabour, or(not(national), ge(labourStandard(half), nationalStandard)));
const insuranceCodes = {
  labour: { "zh-Hant": "勞工保險", en: "labour insurance" },
  national: { "zh-Hant": "國民年金", en: "national pension" },
};
const insurance = defineVariable({
  ...{ name: "survivors.insurance", entity: "person", period: "day", type: "code", from },
  label: { "zh-Hant": "給付的保險", en: "Insurance that pays" },
  article: { "zh-Hant": "勞工保險條例第 74 條之 2 第 3 項", en: "Labor Insurance Act, Article 74-2, paragraph 3" },
  codes: insuranceCodes,
  formula: when(labourPays, code("labour")).otherwise(code("national")),
});
const lump = of.yes(
  "survivors.lump",
  ["一次請領遺屬津貼", "A lump sum is paid"],
  labourAct("63 條第 3 項", "63, paragraph 3"),
  and(eq(wants, code("lump-sum")), atDeath, lt(labour.since, date("2009-01-01"))),
);
const lumpMonths = (name: string, zh: string, en: string, value: number) =>
  figures.count(`survivors.${name}`, [zh, en], { [from]: value });
const lumpSum = of.money(
  "survivors.lumpSum",
  ["遺屬津貼", "Lump sum"],
  labourAct("63 條之 2 第 1 項第 3 款", "63-2, paragraph 1"),
  multiply(
    wage,
    when(lt(labourMonths, whole(12)), lumpMonths("lumpBelowOne", "未滿一年的月數", "Months below a year", 10))
      .when(lt(labourMonths, whole(24)), lumpMonths("lumpBelowTwo", "未滿二年的月數", "Months below two years", 20))
      .otherwise(lumpMonths("lumpFromTwo", "滿二年的月數", "Months from two years on", 30)),
  ),
);
const term = figuresOf(labourAct("30 條", "30"), "A", "law.moj.gov.tw pcode=N0050001 art. 30").count(
  "survivors.claimYears",
  ["請求權年數", "Years in which it is claimed"],
  { [from]: 5 },
);
const inTime = le(day, addYears(diedOn, term));
const insured = or(byLabour, national);
const eligible = of.yes(
  "survivors.eligible",
  ["可以請領遺屬給付", "A survivors' benefit is paid"],
  both,
  and(dead, inTime, kin, insured, or(meets, lump), not(keepsOther)),
);
const outcome = defineVariable({
  ...{ name: "survivors.outcome", entity: "person", period: "day", type: "code", from },
  label: { "zh-Hant": "結果", en: "Outcome" },
  article: null,
  codes: {
    ...insuranceCodes,
    "not-registered": { "zh-Hant": "查無死亡登記", en: "no death is registered" },
    "too-late": { "zh-Hant": "逾五年", en: "after five years" },
    "no-survivor": { "zh-Hant": "不是配偶、子女或父母", en: "not a spouse, child or parent" },
    "not-insured": { "zh-Hant": "死亡時未加保", en: "not insured at death" },
    conditions: { "zh-Hant": "條件不符", en: "the conditions are not met" },
    "another-pension": { "zh-Hant": "擇領其他年金", en: "another pension is kept" },
  },
  formula: when(not(dead), code("not-registered"))
    .when(not(inTime), code("too-late"))
    .when(not(kin), code("no-survivor"))
    .when(not(insured), code("not-insured"))
    .when(keepsOther, code("another-pension"))
    .when(not(eligible), code("conditions"))
    .when(or(lump, labourPays), code("labour"))
    .otherwise(code("national")),
});

const paidBy = of.one("survivors.paidBy", ["核定的保險", "Insurance that was granted"], insuranceCodes);
const halved = of.fact("survivors.halved", ["半數發給", "Half is paid"]);
const monthly = of.money(
  "survivors.monthly",
  ["每月遺屬年金（全部遺屬）", "Monthly pension, all survivors"],
  amounts,
  round(multiply(match(paidBy, { labour: labourStandard(halved), national: nationalStandard }), addition), "half-up"),
);

/** Who gets a survivors' pension of labour insurance or the national pension, or the lump sum in its place, and how much. */
export const survivorsLaw = insuranceLaw([outcome, insurance, half, lump, lumpSum, monthly], "np.insured", "np.addon");
