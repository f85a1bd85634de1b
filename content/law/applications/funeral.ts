import {
  add,
  addYears,
  and,
  code,
  day,
  defineInput,
  defineVariable,
  divide,
  eq,
  ge,
  gt,
  le,
  lt,
  max,
  min,
  months,
  multiply,
  ne,
  not,
  nt,
  or,
  parameter,
  round,
  when,
  whole,
  years,
} from "@troad/law";
import { figuresOf } from "../figures.ts";
import { writer } from "../taxes/write.ts";
import { farmersInsured, insuranceLaw, insuranceOf, pensionInsured, yearsOf } from "./insured.ts";

const from = "2023-02-10";
const of = writer("person", "day", from);
const labourAct = (zh: string, en: string) => [`勞工保險條例第 ${zh}`, `Labor Insurance Act, Article ${en}`] as const;
const figures = (zh: string, en: string) => figuresOf(labourAct(zh, en), "A", `law.moj.gov.tw pcode=N0050001 art. ${en}`);
const text = (name: string, zh: string, en: string) =>
  defineInput({ name, entity: "person", type: "text", label: { "zh-Hant": zh, en } });

const status = of.one("funeral.status", ["戶籍狀態", "In the family register"], {
  present: { "zh-Hant": "現戶", en: "present" },
  abroad: { "zh-Hant": "遷出國外", en: "abroad" },
  dead: { "zh-Hant": "死亡", en: "dead" },
  "declared-dead": { "zh-Hant": "死亡宣告", en: "declared dead" },
  cancelled: { "zh-Hant": "廢止戶籍", en: "cancelled" },
  none: { "zh-Hant": "查無資料", en: "not found" },
});
const diedOn = of.date("funeral.diedOn", ["死亡日", "Day of the death"]);
const bornOn = of.date("funeral.bornOn", ["亡者出生日", "Birthday of the person who died"]);
const claimant = text("funeral.claimant", "申請人", "Claimant");
const deceased = text("funeral.deceased", "亡者", "The person who died");
const parents = [
  text("funeral.ownFather", "申請人的父", "Claimant's father"),
  text("funeral.ownMother", "申請人的母", "Claimant's mother"),
];
const spouses = [
  text("funeral.ownSpouse", "申請人的配偶", "Claimant's spouse"),
  text("funeral.spouse", "亡者的配偶", "Spouse of the person who died"),
];
const ofChild = [
  text("funeral.father", "亡者的父", "Father of the person who died"),
  text("funeral.mother", "亡者的母", "Mother of the person who died"),
];
const ownWage = of.amount("funeral.ownWage", ["申請人平均月投保薪資", "Claimant's average insured wage"]);
const wage = of.amount("funeral.wage", ["亡者平均月投保薪資", "Average insured wage of the person who died"]);
const own = insuranceOf(of, "funeral.own", ["申請人勞保", "Claimant's labour insurance"]);
const labour = insuranceOf(of, "funeral.labour", ["亡者勞保", "Labour insurance of the person who died"]);
const pension = insuranceOf(of, "funeral.pension", ["亡者國民年金", "National pension of the person who died"]);
const farmers = insuranceOf(of, "funeral.farmers", ["亡者農保", "Farmers' insurance of the person who died"]);
const paid = of.one("funeral.paidFor", ["是否支出殯葬費", "Paid for the funeral"], {
  receipts: { "zh-Hant": "有單據", en: "with receipts" },
  declaration: { "zh-Hant": "以切結書代替", en: "by declaration" },
  no: { "zh-Hant": "否", en: "no" },
});
const survivors = of.fact("funeral.survivors", ["有遺屬可請領遺屬年金或遺屬津貼", "Survivors who can get a pension or a grant"]);
const claimants = of.count("funeral.claimants", ["支出殯葬費的人數", "How many paid for the funeral"], 9);

const term = figures("30 條", "30").count("funeral.years", ["請求權年數", "Years in which it is claimed"], { [from]: 5 });
const forParent = figures("62 條", "62").rate("funeral.parentMonths", ["父母、配偶的月數", "Months for a parent or spouse"], {
  [from]: "3",
});
const forChild = figures("62 條", "62").rate(
  "funeral.childMonths",
  ["滿十二歲子女的月數", "Months for a child of twelve or more"],
  { [from]: "2.5" },
);
const forSmall = figures("62 條", "62").rate("funeral.smallMonths", ["未滿十二歲子女的月數", "Months for a child below twelve"], {
  [from]: "1.5",
});
const small = figures("62 條", "62").count("funeral.smallAge", ["子女年齡", "Age of the child"], { [from]: 12 });
const alone = figures("63 條之 2", "63-2").count("funeral.aloneMonths", ["無遺屬時的月數", "Months where nobody survives"], {
  [from]: 10,
});
const dead = of.yes(
  "funeral.dead",
  ["已登記死亡", "The death is registered"],
  ["勞工保險條例施行細則第 80 條、第 82 條", "Enforcement Rules of the Labor Insurance Act, Articles 80 and 82"],
  or(eq(status, code("dead")), eq(status, code("declared-dead"))),
);
const inTime = of.yes(
  "funeral.inTime",
  ["請求權未消滅", "Claimed in time"],
  [
    "勞工保險條例第 30 條；國民年金法第 28 條；農民健康保險條例第 23 條",
    "Labor Insurance Act, Article 30; National Pension Act, Article 28; Farmers Health Insurance Act, Article 23",
  ],
  le(day, addYears(diedOn, term)),
);
/** The months of the insurance where it lasted for less than a year: a part of a month counts as one. */
const share = (since: typeof diedOn) => yearsOf(min(whole(12), add(months(since, diedOn), whole(1))));
const isParent = or(eq(deceased, parents[0]!), eq(deceased, parents[1]!));
const isSpouse = or(eq(deceased, spouses[0]!), eq(claimant, spouses[1]!));
const isChild = or(eq(claimant, ofChild[0]!), eq(claimant, ofChild[1]!));
const kin = of.yes(
  "funeral.kin",
  ["亡者為父母、配偶或子女", "A parent, spouse or child died"],
  labourAct("62 條", "62"),
  or(isParent, isSpouse, isChild),
);
const kinMonths = when(or(isParent, isSpouse), forParent)
  .when(ge(years(bornOn, diedOn), small), forChild)
  .otherwise(forSmall);
const family = of.money(
  "funeral.familyFull",
  ["家屬死亡給付", "Grant for a death in the family"],
  labourAct("62 條、第 19 條第 4 項", "62 and 19, paragraph 4"),
  when(and(kin, own.onDay(diedOn)), round(multiply(ownWage, kinMonths, share(own.since)), "half-up")).otherwise(nt(0)),
);
const withinYear = and(eq(labour.status, code("ended")), lt(labour.until, diedOn), le(diedOn, addYears(labour.until, whole(1))));
const bore = ne(paid, code("no"));
const labourMonths = when(survivors, parameter("integer", "labour.funeralMonths")).otherwise(alone);
const byLabour = of.money(
  "funeral.labour",
  ["勞保本人死亡喪葬津貼", "Funeral grant of the labour insurance of the person who died"],
  labourAct("63 條、第 63 條之 2、第 20 條第 1 項、第 19 條第 4 項", "63, 63-2, 20, paragraph 1, and 19, paragraph 4"),
  when(
    and(bore, or(labour.onDay(diedOn), withinYear)),
    round(multiply(wage, labourMonths, share(labour.since)), "half-up"),
  ).otherwise(nt(0)),
);
const byFarmers = of.money(
  "funeral.farmers",
  ["農保喪葬津貼", "Funeral grant of farmers' insurance"],
  ["農民健康保險條例第 40 條", "Farmers Health Insurance Act, Article 40"],
  when(and(bore, farmers.onDay(diedOn)), multiply(farmersInsured, parameter("integer", "farmers.funeralMonths"))).otherwise(
    nt(0),
  ),
);
const byPension = of.money(
  "funeral.pension",
  ["國民年金喪葬給付", "Funeral benefit of the national pension"],
  ["國民年金法第 39 條", "National Pension Act, Article 39"],
  when(and(bore, pension.onDay(diedOn)), multiply(pensionInsured(diedOn), parameter("integer", "np.funeralMonths"))).otherwise(
    nt(0),
  ),
);

/** Of the person's own insurances one pays; beside labour insurance there is no grant for the family either. What brings most is paid. */
const other = max(byFarmers, byPension);
const exclusion = [
  "勞工保險條例第 22 條、第 74 條之 2 第 3 項；農民健康保險條例第 6 條第 3 項、第 18 條；國民年金法第 20 條",
  "Labor Insurance Act, Articles 22 and 74-2; Farmers Health Insurance Act, Articles 6 and 18; National Pension Act, Article 20",
] as const;
const labourBest = of.yes(
  "funeral.labourBest",
  ["勞保本人死亡給付最多", "The labour insurance of the person who died brings most"],
  exclusion,
  and(gt(byLabour, nt(0)), ge(byLabour, add(other, family))),
);
const ownAmount = of.money(
  "funeral.own",
  ["亡者保險的喪葬給付", "Grant of the insurance of the person who died"],
  exclusion,
  when(labourBest, byLabour).otherwise(other),
);
const familyAmount = of.money(
  "funeral.family",
  ["另得請領的家屬死亡給付", "Grant for a death in the family beside it"],
  exclusion,
  when(labourBest, nt(0)).otherwise(family),
);
const sharedAmount = of.money(
  "funeral.shared",
  ["未能協議時平均發給", "Each one's part where they do not agree"],
  [
    "勞工保險條例第 63 條之 3 第 2 項；國民年金法第 39 條第 2 項；農民健康保險條例施行細則第 66 條之 1",
    "Labor Insurance Act, Article 63-3; National Pension Act, Article 39; Enforcement Rules of the Farmers Health Insurance Act, Article 66-1",
  ],
  round(divide(ownAmount, claimants), "down"),
);
const eligible = of.yes(
  "funeral.eligible",
  ["可以請領喪葬給付", "Something can be claimed"],
  exclusion,
  and(dead, inTime, gt(add(ownAmount, familyAmount), nt(0))),
);

/** Receipts are looked at, several who paid agree first, and ten months are paid only where nobody survives. */
const doubtful = of.yes(
  "funeral.doubtful",
  ["須人工審查", "An officer looks at it"],
  [
    "勞工保險條例施行細則第 84 條；國民年金法施行細則第 50 條；農民健康保險條例施行細則第 66 條",
    "Enforcement Rules: Labor Insurance Act, Article 84; National Pension Act, Article 50; Farmers Health Insurance Act, Article 66",
  ],
  and(
    gt(ownAmount, nt(0)),
    or(
      eq(paid, code("receipts")),
      gt(claimants, whole(1)),
      and(labourBest, or(not(survivors), withinYear)),
      gt(byPension, nt(0)),
    ),
  ),
);
const sole = of.yes(
  "funeral.ownPaid",
  ["亡者的保險有給付", "The insurance of the person who died pays"],
  exclusion,
  gt(ownAmount, nt(0)),
);
const beside = of.yes(
  "funeral.familyPaid",
  ["家屬死亡給付有給付", "The grant for a death in the family is paid"],
  exclusion,
  gt(familyAmount, nt(0)),
);

/** Which of them is paid, or why none: the first that applies. */
const outcome = defineVariable({
  ...{ name: "funeral.outcome", entity: "person", period: "day", type: "code", from },
  label: { "zh-Hant": "結果", en: "Outcome" },
  article: null,
  codes: {
    labour: { "zh-Hant": "勞保本人死亡喪葬津貼", en: "labour insurance of the person who died" },
    farmers: { "zh-Hant": "農保喪葬津貼", en: "farmers' insurance" },
    pension: { "zh-Hant": "國民年金喪葬給付", en: "national pension" },
    family: { "zh-Hant": "勞保家屬死亡給付", en: "labour insurance, for the family" },
    both: { "zh-Hant": "兩項均核給", en: "two of them" },
    "not-registered": { "zh-Hant": "查無死亡登記", en: "no death is registered" },
    "too-late": { "zh-Hant": "逾五年未請領", en: "claimed after five years" },
    "nothing-due": { "zh-Hant": "不符合任一項", en: "none of them" },
  },
  formula: when(not(dead), code("not-registered"))
    .when(not(inTime), code("too-late"))
    .when(not(eligible), code("nothing-due"))
    .when(labourBest, code("labour"))
    .when(and(gt(ownAmount, nt(0)), gt(familyAmount, nt(0))), code("both"))
    .when(gt(familyAmount, nt(0)), code("family"))
    .when(ge(byFarmers, byPension), code("farmers"))
    .otherwise(code("pension")),
});

/** Who may claim what when a person has died: four grants of three insurances, and which of them exclude one another. */
export const funeral = insuranceLaw(
  [outcome, doubtful, sharedAmount, sole, beside],
  ...["np.insured", "np.funeralMonths", "labour.funeralMonths", "farmers.funeralMonths"],
);
