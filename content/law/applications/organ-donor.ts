import { and, code, collect, createLaw, defineInput, defineVariable, eq, ne, no, not, or, when, yes } from "@troad/law";
import { figuresOf } from "../figures.ts";
import { writer } from "../taxes/write.ts";

const from = "2003-03-13";
const of = writer("person", "day", from);
const rules = (zh: string, en: string) =>
  [
    `捐贈屍體器官移植喪葬費補助標準第 ${zh}`,
    `Standards for Funeral Subsidies to Donors of Organs for Transplantation, Article ${en}`,
  ] as const;
const text = (name: string, zh: string, en: string) =>
  defineInput({ name, entity: "person", type: "text", label: { "zh-Hant": zh, en } });

const applicant = text("donor.applicant", "申請人", "Applicant");
const ownFather = text("donor.ownFather", "申請人的父", "Applicant's father");
const ownMother = text("donor.ownMother", "申請人的母", "Applicant's mother");
const ownSpouse = text("donor.ownSpouse", "申請人的配偶", "Applicant's spouse");
const deceased = text("donor.deceased", "捐贈者", "Donor");
const father = text("donor.father", "捐贈者的父", "Donor's father");
const mother = text("donor.mother", "捐贈者的母", "Donor's mother");
const spouse = text("donor.spouse", "捐贈者的配偶", "Donor's spouse");
const status = of.one("donor.status", ["戶籍狀態", "In the family register"], {
  present: { "zh-Hant": "現戶", en: "present" },
  abroad: { "zh-Hant": "遷出國外", en: "abroad" },
  dead: { "zh-Hant": "死亡", en: "dead" },
  "declared-dead": { "zh-Hant": "死亡宣告", en: "declared dead" },
  cancelled: { "zh-Hant": "廢止戶籍", en: "cancelled" },
  none: { "zh-Hant": "查無資料", en: "not found" },
});
const marital = of.one("donor.marital", ["捐贈者婚姻狀態", "Donor's marital status"], {
  single: { "zh-Hant": "未婚", en: "single" },
  married: { "zh-Hant": "有偶", en: "married" },
  divorced: { "zh-Hant": "離婚", en: "divorced" },
  widowed: { "zh-Hant": "喪偶", en: "widowed" },
  none: { "zh-Hant": "查無資料", en: "not found" },
});
const organs = of.one("donor.organs", ["捐贈的器官", "What was donated"], {
  cornea: { "zh-Hant": "眼角膜", en: "cornea" },
  organ: { "zh-Hant": "眼角膜以外的器官", en: "an organ other than the cornea" },
  several: { "zh-Hant": "多重器官", en: "several organs" },
  none: { "zh-Hant": "查無捐贈", en: "not found" },
});
const relation = of.one("donor.relation", ["與捐贈者的關係", "Relation to the donor"], {
  spouse: { "zh-Hant": "配偶", en: "spouse" },
  descendant: { "zh-Hant": "直系血親卑親屬", en: "descendant" },
  parent: { "zh-Hant": "父母", en: "parent" },
  sibling: { "zh-Hant": "兄弟姊妹", en: "sibling" },
  grandparent: { "zh-Hant": "祖父母", en: "grandparent" },
  distant: { "zh-Hant": "曾祖父母或三親等旁系血親", en: "great-grandparent or collateral relative of the third degree" },
  "in-law": { "zh-Hant": "一親等直系姻親", en: "relative by marriage of the first degree" },
});
const others = of.one("donor.others", ["順序在前或相同的親屬", "Relatives who come first or are of the same rank"], {
  none: { "zh-Hant": "無", en: "none" },
  agree: { "zh-Hant": "有，已同意由我申請", en: "they agree" },
  disagree: { "zh-Hant": "有，未同意", en: "they do not agree" },
});
const county = of.fact("donor.county", ["已領縣市政府補助", "Subsidised by the county"]);

const sums = figuresOf(rules("2 條", "2"), "A", "law.moj.gov.tw pcode=L0020085 art. 2");
const forCornea = sums.money("donor.forCornea", ["捐贈眼角膜", "For a cornea"], { [from]: 50_000 });
const forOrgans = sums.money("donor.forOrgans", ["捐贈其他或多重器官", "For another organ or several"], { [from]: 100_000 });

const order = rules("4 條", "4");
const sameParent = or(eq(mother, ownMother), eq(father, ownFather));
const kin = of.yes(
  "donor.kin",
  ["戶籍資料相符或須由承辦人認定", "As the register says, or for an officer to see"],
  order,
  when(eq(relation, code("spouse")), or(eq(spouse, applicant), eq(ownSpouse, deceased)))
    .when(eq(relation, code("parent")), or(eq(father, applicant), eq(mother, applicant)))
    .when(eq(relation, code("sibling")), sameParent)
    .otherwise(yes),
);
const proven = of.yes(
  "donor.proven",
  ["戶籍資料可證明關係", "The register shows the relation"],
  order,
  and(or(eq(relation, code("spouse")), eq(relation, code("parent")), eq(relation, code("sibling"))), kin),
);
const first = of.yes(
  "donor.first",
  ["順序在先或已獲同意", "First in the order, or the others agree"],
  order,
  when(eq(others, code("agree")), yes)
    .when(eq(others, code("disagree")), no)
    .otherwise(or(eq(relation, code("spouse")), not(eq(marital, code("married"))))),
);
const dead = or(eq(status, code("dead")), eq(status, code("declared-dead")));
const donated = ne(organs, code("none"));
const eligible = of.yes(
  "donor.eligible",
  ["可以補助", "Entitled"],
  rules("2 條至第 4 條、第 6 條", "2 to 4 and 6"),
  and(dead, donated, not(county), kin, first),
);
const amount = of.money(
  "donor.amount",
  ["補助金額", "Subsidy"],
  rules("2 條", "2"),
  when(eq(organs, code("cornea")), forCornea).otherwise(forOrgans),
);
const outcome = defineVariable({
  ...{ name: "donor.outcome", entity: "person", period: "day", type: "code", from },
  label: { "zh-Hant": "結果", en: "Outcome" },
  article: null,
  codes: {
    granted: { "zh-Hant": "補助", en: "granted" },
    "not-registered": { "zh-Hant": "查無死亡登記", en: "no death is registered" },
    "no-donation": { "zh-Hant": "查無捐贈紀錄", en: "no donation is known" },
    county: { "zh-Hant": "已領縣市政府補助", en: "subsidised by the county" },
    "not-kin": { "zh-Hant": "戶籍資料與所填關係不符", en: "the register says otherwise" },
    "not-first": { "zh-Hant": "有順序在前的親屬未同意", en: "others come first" },
  },
  formula: when(eligible, code("granted"))
    .when(not(dead), code("not-registered"))
    .when(not(donated), code("no-donation"))
    .when(county, code("county"))
    .when(not(kin), code("not-kin"))
    .otherwise(code("not-first")),
});
/** Who gets the subsidy for the funeral of a person whose organs were donated, and how much. */
export const organDonor = createLaw(collect([outcome, eligible, amount, proven]));
