import { and, code, collect, createLaw, day, eq, ge, gt, match, ne, not, or, when, years, yes } from "@troad/law";
import { figuresOf } from "../figures.ts";
import { codesOf, outcome } from "../permits/build.ts";
import { writer } from "../taxes/write.ts";

const from = "2018-05-07";
const of = writer("person", "day", from);
const rules = (zh: string, en: string) =>
  [`國軍退除役官兵就養安置辦法第 ${zh}`, `Regulations on the Placement of Veterans for Care, Article ${en}`] as const;
const source = "law.moj.gov.tw pcode=F0150015, text of 2018-05-07";

const leastAge = figuresOf(rules("4 條第 1 項第 4 款", "4, paragraph 1, subparagraph 4"), "A", source).count(
  "veteranHome.leastAge",
  ["就養年齡", "Age for care"],
  { [from]: 61 },
);
const mostProperty = figuresOf(rules("6 條第 1 項第 8 款", "6, paragraph 1, subparagraph 8"), "A", source).money(
  "veteranHome.mostProperty",
  ["土地及房屋現值上限", "Most of land and houses"],
  { [from]: 6_500_000 },
);

/** Which veterans there are (Enforcement Rules of the Veterans Assistance Act, Article 2-1). */
export const veteranClasses = codesOf({
  first: ["第一類", "first class"],
  second: ["第二類", "second class"],
  none: ["查無", "not found"],
});
/** Why rights stop (Veterans Assistance Act, Article 32). */
export const suspensions = codesOf({
  none: ["無", "none"],
  sentence: ["徒刑執行中", "serving a sentence"],
  wanted: ["通緝中", "wanted"],
  warned: ["屢次違反管理規定", "broke the rules of guidance again and again"],
  forever: ["永遠停止", "lost for good"],
});

const kind = of.one(
  "veteranHome.kind",
  ["就養方式", "Kind of care"],
  codesOf({ full: ["全部供給制（公費）", "at public cost"], partial: ["部分供給制（自付服務費）", "for a service charge"] }),
);
const group = of.one("veteranHome.class", ["退除役官兵類別", "Class of veteran"], veteranClasses);
const suspended = of.one("veteranHome.suspended", ["停止權益事由", "Why rights stop"], suspensions);
const disabled = of.one(
  "veteranHome.disabled",
  ["鑑定符合身心障礙就養基準", "Assessed as disabled by the standard for care"],
  codesOf({ duty: ["因作戰或因公", "in combat or on duty"], other: ["其他", "otherwise"], none: ["無", "no"] }),
);
const pension = of.one(
  "veteranHome.pension",
  ["定期給與", "Regular pension"],
  codesOf({
    civil: ["政務、公、教、警、公營事業月退休金", "of an official, teacher, police officer or public enterprise"],
    military: ["軍職退休俸或生活補助費", "of the armed forces"],
    none: ["無", "none"],
  }),
);
const bornOn = of.date("veteranHome.bornOn", ["出生日期", "Birthday"]);
const status = of.one(
  "veteranHome.status",
  ["戶籍狀態", "In the household register"],
  codesOf({
    present: ["現戶", "present"],
    abroad: ["遷出國外", "abroad"],
    dead: ["死亡", "dead"],
    "declared-dead": ["死亡宣告", "declared dead"],
    cancelled: ["廢止戶籍", "cancelled"],
    none: ["查無資料", "not found"],
  }),
);
const insured = of.one(
  "veteranHome.insured",
  ["勞工保險", "Labour insurance"],
  codesOf({ insured: ["加保中", "insured"], ended: ["已退保", "ended"], none: ["查無加保", "none"] }),
);
const property = of.amount("veteranHome.property", ["本人與配偶土地及房屋現值", "Land and houses of both spouses"]);
const employs = of.fact("veteranHome.employs", ["本人或配偶經營事業聘有員工", "Runs a business with employees"]);
const welfare = of.fact("veteranHome.welfare", ["已由政府轉介公費收容", "Already cared for at public cost"]);

const age = of.whole("veteranHome.age", ["年齡", "Age"], rules("4 條、第 15 條", "4 and 15"), years(bornOn, day));
const isFull = eq(kind, code("full"));
const onDuty = eq(disabled, code("duty"));
const grounded = of.yes(
  "veteranHome.grounded",
  ["身心障礙或年滿六十一歲", "Disabled, or sixty-one"],
  rules("4 條第 1 項、第 15 條", "4, paragraph 1, and 15"),
  or(ne(disabled, code("none")), ge(age, leastAge)),
);
const working = of.yes(
  "veteranHome.working",
  ["現有固定職業", "In steady work"],
  rules("6 條第 1 項第 3 款、第 15 條", "6, paragraph 1, subparagraph 3, and 15"),
  // who was disabled on duty may work and be cared for at public cost
  and(eq(insured, code("insured")), not(and(isFull, onDuty))),
);
const paid = of.yes(
  "veteranHome.paid",
  ["支領月退休給與", "Has a pension"],
  rules("5 條第 3 款、第 6 條第 1 項第 7 款", "5, subparagraph 3, and 6, paragraph 1, subparagraph 7"),
  and(isFull, or(eq(pension, code("civil")), and(eq(pension, code("military")), not(onDuty)))),
);
const wealthy = of.yes(
  "veteranHome.wealthy",
  ["土地及房屋現值超過上限", "Land and houses above the limit"],
  rules("6 條第 1 項第 8 款", "6, paragraph 1, subparagraph 8"),
  and(isFull, not(onDuty), gt(property, mostProperty)),
);
const business = of.yes(
  "veteranHome.business",
  ["經營事業聘有員工", "Employs others"],
  rules("6 條第 1 項第 6 款", "6, paragraph 1, subparagraph 6"),
  and(isFull, not(onDuty), employs),
);
const elsewhere = of.yes(
  "veteranHome.elsewhere",
  ["已公費收容", "Cared for elsewhere"],
  rules("6 條第 1 項第 9 款", "6, paragraph 1, subparagraph 9"),
  and(isFull, not(onDuty), welfare),
);
/** The income of the household is judged by the officer who visits: its limit follows the low-income lines of each county (Articles 6 to 9). */
const visit = of.yes(
  "veteranHome.visit",
  ["須實地訪查收入", "An officer visits and looks at the income"],
  rules("9 條第 1 項", "9, paragraph 1"),
  match(kind, { full: yes, partial: not(yes) }),
);

const ends = outcome(
  "veteranHome.outcome",
  from,
  {
    granted: ["符合安置就養", "may be placed"],
    "not-veteran": ["非第一類退除役官兵", "no veteran of the first class"],
    "not-registered": ["在臺無戶籍或已遷出", "not registered in Taiwan"],
    suspended: ["權益停止", "rights are stopped"],
    "no-ground": ["未符合身心障礙或年齡", "neither disabled nor old enough"],
    pension: ["支領月退休給與", "has a pension"],
    working: ["現有固定職業", "works"],
    business: ["經營事業聘有員工", "employs others"],
    wealthy: ["土地及房屋現值超過上限", "land and houses above the limit"],
    elsewhere: ["已公費收容", "cared for elsewhere"],
  },
  when(ne(group, code("first")), code("not-veteran"))
    .when(ne(status, code("present")), code("not-registered"))
    .when(ne(suspended, code("none")), code("suspended"))
    .when(not(grounded), code("no-ground"))
    .when(paid, code("pension"))
    .when(working, code("working"))
    .when(business, code("business"))
    .when(wealthy, code("wealthy"))
    .when(elsewhere, code("elsewhere"))
    .otherwise(code("granted")),
);
const eligible = of.yes(
  "veteranHome.eligible",
  ["可安置就養", "May be placed"],
  rules("2 條、第 4 條至第 6 條、第 15 條、第 16 條", "2, 4 to 6, 15 and 16"),
  eq(ends, code("granted")),
);
/** Who is placed in a veterans' home, at public cost or for a charge. */
export const veteranHome = createLaw(collect([ends, eligible, visit]));
