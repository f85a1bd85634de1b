import { and, code, collect, createLaw, defineInput, defineVariable, eq, not, or, when } from "@troad/law";
import { writer } from "../taxes/write.ts";

const from = "2023-06-28";
const of = writer("person", "day", from);
const text = (name: string, zh: string, en: string) =>
  defineInput({ name, entity: "person", type: "text", label: { "zh-Hant": zh, en } });
const act = (zh: string, en: string) => [`全民健康保險法第 ${zh}`, `National Health Insurance Act, Article ${en}`] as const;

const applicant = text("card.applicant", "申請人", "Applicant");
const through = text("card.through", "依附投保的父或母", "Parent through whom the child is insured");
const father = text("card.father", "父", "Father");
const mother = text("card.mother", "母", "Mother");
const status = of.one("card.child", ["孩子的戶籍", "The child in the family register"], {
  present: { "zh-Hant": "現戶", en: "present" },
  abroad: { "zh-Hant": "遷出國外", en: "abroad" },
  dead: { "zh-Hant": "死亡", en: "dead" },
  "declared-dead": { "zh-Hant": "死亡宣告", en: "declared dead" },
  cancelled: { "zh-Hant": "廢止戶籍", en: "cancelled" },
  none: { "zh-Hant": "查無資料", en: "not found" },
});
const card = of.one("card.present", ["現有健保卡", "Present card"], {
  valid: { "zh-Hant": "有效", en: "valid" },
  lost: { "zh-Hant": "遺失", en: "lost" },
  none: { "zh-Hant": "無", en: "none" },
});
const cover = of.one("card.cover", ["父或母的健保", "Cover of the parent"], {
  insured: { "zh-Hant": "加保中", en: "insured" },
  ended: { "zh-Hant": "已退保", en: "ended" },
  none: { "zh-Hant": "查無加保", en: "none" },
});

const registered = of.yes(
  "card.registered",
  ["已辦出生登記", "The birth is registered"],
  act("8 條第 1 項第 2 款第 4 目", "8"),
  eq(status, code("present")),
);
const isParent = of.yes(
  "card.isParent",
  ["申請人與依附投保者為父母", "Applicant and insured are parents"],
  act("12 條", "12"),
  and(or(eq(applicant, father), eq(applicant, mother)), or(eq(through, father), eq(through, mother))),
);
const first = of.yes(
  "card.first",
  ["首張健保卡", "The first card"],
  ["全民健康保險保險憑證製發及存取資料管理辦法第 3 條、第 5 條", "Regulations for the NHI card, Articles 3 and 5"],
  eq(card, code("none")),
);
const covered = of.yes(
  "card.covered",
  ["父或母加保中", "The parent is insured"],
  act("12 條、第 15 條", "12 and 15"),
  eq(cover, code("insured")),
);
const eligible = of.yes(
  "card.eligible",
  ["可以發卡", "A card is made"],
  act("8 條、第 16 條", "8 and 16"),
  and(registered, isParent, first, covered),
);
const outcome = defineVariable({
  ...{ name: "card.outcome", entity: "person", period: "day", type: "code", from },
  label: { "zh-Hant": "結果", en: "Outcome" },
  article: null,
  codes: {
    granted: { "zh-Hant": "核發", en: "granted" },
    "not-registered": { "zh-Hant": "未辦出生登記", en: "the birth is not registered" },
    "not-parent": { "zh-Hant": "非父母", en: "not a parent" },
    "has-card": { "zh-Hant": "已有健保卡", en: "has a card" },
    "no-cover": { "zh-Hant": "父或母未加保", en: "the parent is not insured" },
  },
  formula: when(not(registered), code("not-registered"))
    .when(not(isParent), code("not-parent"))
    .when(not(first), code("has-card"))
    .when(not(covered), code("no-cover"))
    .otherwise(code("granted")),
});

/** Health insurance of a newborn and its first card. */
export const newbornCard = createLaw(collect([outcome, eligible]));
