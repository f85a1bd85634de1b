import {
  add,
  addYears,
  and,
  code,
  collect,
  createLaw,
  day,
  defineVariable,
  eq,
  lt,
  match,
  not,
  nt,
  or,
  when,
  whole,
  years,
} from "@troad/law";
import { figuresOf } from "../figures.ts";
import { writer } from "../taxes/write.ts";

const from = "2023-02-20";
const of = writer("person", "day", from);
const act = (zh: string, en: string) => [`護照條例第 ${zh}`, `Passport Act, Article ${en}`] as const;
const charges = [
  "中華民國普通護照規費收費標準第 2 條、第 3 條",
  "Fee Standards for Ordinary Passports, Articles 2 and 3",
] as const;

const fees = figuresOf(charges, "A", "law.moj.gov.tw pcode=E0030008 art. 2, 3");
const usual = fees.money("passport.usualFee", ["普通護照規費", "Fee for a passport"], { [from]: 1_300 });
const child = fees.money("passport.childFee", ["未滿 14 歲規費", "Fee below 14"], { [from]: 900 });
const seven = fees.money("passport.sevenDays", ["提前 7 個工作日", "Seven working days earlier"], { [from]: 300 });
const eight = fees.money("passport.eightDays", ["提前 8 個工作日", "Eight working days earlier"], { [from]: 600 });
const nine = fees.money("passport.nineDays", ["提前 9 個工作日", "Nine working days earlier"], { [from]: 900 });
const terms = figuresOf(act("11 條", "11"), "A", "law.moj.gov.tw pcode=E0030001 art. 11, 20");
const full = terms.count("passport.fullYears", ["效期年數", "Years that a passport holds"], { [from]: 10 });
const short = terms.count("passport.childYears", ["未滿 14 歲效期年數", "Years below 14"], { [from]: 5 });
const afterLoss = figuresOf(act("20 條", "20"), "A", "law.moj.gov.tw pcode=E0030001 art. 20");
const lostYears = afterLoss.count("passport.lostYears", ["遺失補發效期年數", "Years after a loss"], { [from]: 5 });
const lostChild = figuresOf(
  ["護照申請及核發辦法第 16 條第 2 項", "Regulations for Passport Applications, Article 16, paragraph 2"],
  "A",
  "law.moj.gov.tw pcode=E0030016 art. 16",
).count("passport.lostChildYears", ["未滿 14 歲遺失補發效期年數", "Years after a loss, below 14"], { [from]: 3 });

const reason = of.one("passport.reason", ["申請原因", "Reason"], {
  first: { "zh-Hant": "首次", en: "the first one" },
  renewal: { "zh-Hant": "屆期", en: "it ends" },
  changed: { "zh-Hant": "變更或污損", en: "changed or damaged" },
  lost: { "zh-Hant": "遺失", en: "lost" },
});
const express = of.one("passport.express", ["速件", "How fast"], {
  none: { "zh-Hant": "一般", en: "as usual" },
  seven: { "zh-Hant": "提前 7 個工作日", en: "seven working days earlier" },
  eight: { "zh-Hant": "提前 8 個工作日", en: "eight working days earlier" },
  nine: { "zh-Hant": "提前 9 個工作日", en: "nine working days earlier" },
});
const state = of.one("passport.presentState", ["現有護照", "Present passport"], {
  none: { "zh-Hant": "無", en: "none" },
  valid: { "zh-Hant": "有效", en: "in force" },
  lost: { "zh-Hant": "遺失", en: "lost" },
});
const until = of.date("passport.presentUntil", ["現有護照效期截止日", "The present passport holds until"]);
const bornOn = of.date("passport.bornOn", ["出生日期", "Born on"]);

const isFirst = eq(reason, code("first"));
const isLost = eq(reason, code("lost"));
const hasNone = eq(state, code("none"));
const isChild = of.yes(
  "passport.child",
  ["未滿 14 歲", "Below 14"],
  act("11 條第 1 項", "11, paragraph 1"),
  lt(years(bornOn, day), whole(14)),
);
const ends = of.yes(
  "passport.ends",
  ["所餘效期不足一年", "Holds for less than a year"],
  act("19 條第 2 項第 1 款", "19, paragraph 2, item 1"),
  lt(until, addYears(day, whole(1))),
);
const inPerson = of.yes(
  "passport.inPerson",
  ["須親自辦理", "In person"],
  act("15 條第 1 項第 1 款", "15, paragraph 1, item 1"),
  isFirst,
);
const inForce = and(eq(reason, code("renewal")), not(hasNone), not(ends));
const eligible = of.yes(
  "passport.eligible",
  ["可以核發", "A passport may be made"],
  act("15 條、第 19 條、第 20 條", "15, 19 and 20"),
  when(hasNone, isFirst).otherwise(or(isLost, eq(reason, code("changed")), and(eq(reason, code("renewal")), ends))),
);
const validUntil = of.day(
  "passport.validUntil",
  ["效期截止日", "Holds until"],
  act("11 條、第 20 條", "11 and 20"),
  addYears(day, when(isLost, when(isChild, lostChild).otherwise(lostYears)).otherwise(when(isChild, short).otherwise(full))),
);
const fee = of.money(
  "passport.fee",
  ["護照規費", "Fee"],
  charges,
  add(when(isChild, child).otherwise(usual), match(express, { none: nt(0), seven, eight, nine })),
);
const outcome = defineVariable({
  ...{ name: "passport.outcome", entity: "person", period: "day", type: "code", from },
  label: { "zh-Hant": "結果", en: "Outcome" },
  article: null,
  codes: {
    granted: { "zh-Hant": "核發", en: "made" },
    "in-force": { "zh-Hant": "所餘效期逾一年", en: "holds for more than a year" },
    "has-one": { "zh-Hant": "已持有護照", en: "has one already" },
    "has-none": { "zh-Hant": "查無護照", en: "has none" },
  },
  formula: when(eligible, code("granted"))
    .when(inForce, code("in-force"))
    .when(isFirst, code("has-one"))
    .otherwise(code("has-none")),
});

/** Whether a passport is made, until when it holds, and its fee. */
export const passport = createLaw(collect([outcome, inPerson, validUntil, fee]));
