import {
  add,
  addMonths,
  and,
  code,
  collect,
  createLaw,
  day,
  eq,
  le,
  match,
  max,
  min,
  months,
  multiply,
  not,
  nt,
  oneOf,
  or,
  round,
  subtract,
  when,
  whole,
  yes,
} from "@troad/law";
import { figuresOf } from "../figures.ts";
import { codesOf, outcome, text } from "../permits/build.ts";
import { writer } from "../taxes/write.ts";

const from = "2021-07-13";
const of = writer("person", "day", from);
const perMille = figuresOf(
  ["土地法第 76 條第 1 項", "Land Act, Article 76, paragraph 1"],
  "A",
  "law.moj.gov.tw pcode=D0060001 art. 76",
).rate("inheritance.perMille", ["登記費率", "Rate of the registration fee"], { [from]: "0.001" });
const deed = figuresOf(
  ["土地或建築改良物權利書狀及申請應用地籍資料規費收費標準第 2 條", "Fee Standards for Land Title Deeds, Article 2"],
  "A",
  "law.moj.gov.tw pcode=D0060122 art. 2",
).money("inheritance.deed", ["書狀費", "Title deed"], { [from]: 80 });
const mostTimes = figuresOf(
  ["土地法第 73 條第 2 項", "Land Act, Article 73, paragraph 2"],
  "A",
  "law.moj.gov.tw pcode=D0060001 art. 73",
).count("inheritance.mostTimes", ["罰鍰倍數上限", "Most times of the fee as a fine"], { [from]: 20 });
const monthsToApply = figuresOf(
  ["土地法第 73 條第 2 項", "Land Act, Article 73, paragraph 2"],
  "A",
  "law.moj.gov.tw pcode=D0060001 art. 73",
).count("inheritance.monthsToApply", ["申請月數", "Months to apply"], { [from]: 6 });

const way = of.one(
  "inheritance.way",
  ["登記方式", "How it is registered"],
  codesOf({
    joint: ["公同共有", "In common, for all heirs"],
    shares: ["分別共有或分割（全體同意）", "In shares or divided, all heirs agree"],
  }),
);
const ownRelation = of.one(
  "inheritance.ownRelation",
  ["與被繼承人的關係", "Relation to the deceased"],
  codesOf({
    spouse: ["配偶", "Spouse"],
    descendant: ["子女", "Child"],
    grandchild: ["代位繼承的孫子女", "Grandchild who represents a parent"],
    parent: ["父母", "Parent"],
    other: ["兄弟姊妹、祖父母或其他", "Sibling, grandparent or other"],
  }),
);
const status = of.one(
  "inheritance.status",
  ["被繼承人戶籍", "Registration of the deceased"],
  codesOf({
    present: ["設有戶籍", "registered"],
    abroad: ["遷出國外", "moved abroad"],
    dead: ["死亡", "dead"],
    "declared-dead": ["死亡宣告", "declared dead"],
    cancelled: ["註銷", "cancelled"],
    none: ["查無", "not found"],
  }),
);
const diedOn = of.date("inheritance.diedOn", ["死亡日", "Day of death"]);
const heir = text("inheritance.heir", "申請人", "Applicant");
const ownFather = text("inheritance.ownFather", "申請人之父", "Father of the applicant");
const ownMother = text("inheritance.ownMother", "申請人之母", "Mother of the applicant");
const deceased = text("inheritance.deceased", "被繼承人", "The deceased");
const widowed = text("inheritance.widowed", "被繼承人之配偶", "Spouse of the deceased");
const fatherOf = text("inheritance.fatherOf", "被繼承人之父", "Father of the deceased");
const motherOf = text("inheritance.motherOf", "被繼承人之母", "Mother of the deceased");
const landOwner = text("inheritance.landOwner", "土地所有權人", "Owner of the land");
const houseOwner = text("inheritance.houseOwner", "建物所有權人", "Owner of the building");
const withHouse = of.fact("inheritance.withHouse", ["連同建物", "With a building"]);
const proofKind = of.one(
  "inheritance.proofKind",
  ["證明書稅別", "Tax of the certificate"],
  codesOf({ estate: ["遺產稅", "estate tax"], gift: ["贈與稅", "gift tax"] }),
);
const proofOf = text("inheritance.proofOf", "證明書被繼承人", "The deceased in the certificate");
const declared = of.amount("inheritance.declared", ["申報地價", "Declared value of the land"]);
const assessed = of.amount("inheritance.assessed", ["建物評定現值", "Assessed value of the building"]);
const excused = of.count("inheritance.excused", ["不可歸責月數", "Months that are not the applicant's fault"], 240);

const dead = of.yes(
  "inheritance.dead",
  ["已死亡", "The death is registered"],
  ["土地登記規則第 119 條第 1 項", "Regulations of Land Registration, Article 119, paragraph 1"],
  oneOf(status, "dead", "declared-dead"),
);
const entitled = of.yes(
  "inheritance.entitled",
  ["為繼承人", "An heir applies"],
  ["土地法第 73 條第 1 項；民法第 1138 條", "Land Act, Article 73, paragraph 1; Civil Code, Article 1138"],
  match(ownRelation, {
    spouse: eq(widowed, heir),
    descendant: or(eq(ownFather, deceased), eq(ownMother, deceased)),
    grandchild: yes,
    parent: or(eq(fatherOf, heir), eq(motherOf, heir)),
    other: yes,
  }),
);
const titled = of.yes(
  "inheritance.titled",
  ["登記於被繼承人名下", "It is in the name of the deceased"],
  [
    "土地登記規則第 34 條；土地登記規則第 119 條",
    "Regulations of Land Registration, Article 34; Regulations of Land Registration, Article 119",
  ],
  and(eq(landOwner, deceased), or(not(withHouse), eq(houseOwner, deceased))),
);
const cleared = of.yes(
  "inheritance.cleared",
  ["遺產稅證明相符", "The certificate of estate tax fits"],
  [
    "遺產及贈與稅法第 42 條；土地登記規則第 119 條第 1 項",
    "Estate and Gift Tax Act, Article 42; Regulations of Land Registration, Article 119, paragraph 1",
  ],
  and(eq(proofKind, code("estate")), eq(proofOf, deceased)),
);
const fee = of.money(
  "inheritance.fee",
  ["登記費", "Registration fee"],
  ["土地法第 76 條第 1 項", "Land Act, Article 76, paragraph 1"],
  round(multiply(add(declared, when(withHouse, assessed).otherwise(nt(0))), perMille), "half-up"),
);
const deeds = of.money(
  "inheritance.deeds",
  ["書狀費", "Title deeds"],
  ["土地或建築改良物權利書狀及申請應用地籍資料規費收費標準第 2 條", "Fee Standards for Land Title Deeds, Article 2"],
  when(withHouse, multiply(deed, whole(2))).otherwise(deed),
);
const overdue = of.whole(
  "inheritance.overdue",
  ["逾期月數", "Months overdue"],
  [
    "土地法第 73 條第 2 項；土地登記規則第 33 條；土地登記規則第 50 條",
    "Land Act, Article 73, paragraph 2; Regulations of Land Registration, Article 33; Regulations of Land Registration, Article 50",
  ],
  min(
    mostTimes,
    max(
      whole(0),
      subtract(
        when(le(day, addMonths(diedOn, monthsToApply)), whole(0)).otherwise(months(addMonths(diedOn, monthsToApply), day)),
        excused,
      ),
    ),
  ),
);
const fine = of.money(
  "inheritance.fine",
  ["逾期罰鍰", "Fine"],
  ["土地法第 73 條第 2 項", "Land Act, Article 73, paragraph 2"],
  multiply(fee, overdue),
);
const total = of.money(
  "inheritance.total",
  ["應繳規費與罰鍰", "To be paid"],
  ["土地法第 73 條第 2 項、第 76 條第 1 項", "Land Act, Articles 73, paragraph 2 and 76, paragraph 1"],
  add(fee, deeds, fine),
);
const told = of.yes(
  "inheritance.told",
  ["須通知他繼承人", "The other heirs are told"],
  ["土地登記規則第 120 條", "Regulations of Land Registration, Article 120"],
  eq(way, code("joint")),
);
const eligible = of.yes(
  "inheritance.eligible",
  ["符合規定", "As the rules say"],
  [
    "土地登記規則第 119 條第 1 項；土地法第 73 條第 1 項",
    "Regulations of Land Registration, Article 119, paragraph 1; Land Act, Article 73, paragraph 1",
  ],
  and(dead, entitled, titled, cleared),
);
const result = outcome(
  "inheritance.outcome",
  from,
  {
    registrable: ["可登記", "may be registered"],
    "not-dead": ["查無死亡登記", "no death is registered"],
    "not-kin": ["不是繼承人或關係不符", "not an heir"],
    "not-titled": ["不在被繼承人名下", "not in the name of the deceased"],
    "not-taxed": ["沒有這位被繼承人的遺產稅證明", "no certificate of estate tax of this person"],
  },
  when(eligible, code("registrable"))
    .when(not(dead), code("not-dead"))
    .when(not(entitled), code("not-kin"))
    .when(not(titled), code("not-titled"))
    .otherwise(code("not-taxed")),
);
/** Who may have an inheritance registered, and what it costs. */
export const inheritanceLaw = createLaw(collect([result, eligible, fee, fine, total, told]));
