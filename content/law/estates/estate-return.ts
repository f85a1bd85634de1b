import {
  add,
  addMonths,
  and,
  code,
  collect,
  createLaw,
  eq,
  ge,
  gt,
  le,
  loadParameters,
  match,
  max,
  min,
  multiply,
  ne,
  not,
  nt,
  oneOf,
  or,
  parameter,
  progressive,
  round,
  subtract,
  when,
  whole,
  workingDay,
  yes,
} from "@troad/law";
import { office } from "../calendar.ts";
import { figuresOf } from "../figures.ts";
import property from "../parameters/property.json" with { type: "json" };
import { codesOf, outcome, text } from "../permits/build.ts";
import { writer } from "../taxes/write.ts";

const from = "2021-01-22";
const of = writer("person", "day", from);
const filingMonths = figuresOf(
  ["遺產及贈與稅法第 23 條第 1 項", "Estate and Gift Tax Act, Article 23, paragraph 1"],
  "A",
  "law.moj.gov.tw pcode=G0340072 art. 23",
).count("estateReturn.filingMonths", ["申報月數", "Months to file"], { [from]: 6 });
const moreMonths = figuresOf(
  ["遺產及贈與稅法第 26 條第 2 項", "Estate and Gift Tax Act, Article 26, paragraph 2"],
  "A",
  "law.moj.gov.tw pcode=G0340072 art. 26",
).count("estateReturn.moreMonths", ["延長月數", "Months of an extension"], { [from]: 3 });
const penaltyTimes = figuresOf(
  ["遺產及贈與稅法第 44 條", "Estate and Gift Tax Act, Article 44"],
  "A",
  "law.moj.gov.tw pcode=G0340072 art. 44",
).count("estateReturn.penaltyTimes", ["罰鍰倍數上限", "Most times of the tax as a fine"], { [from]: 2 });
const instalmentFloor = figuresOf(
  ["遺產及贈與稅法第 30 條第 2 項", "Estate and Gift Tax Act, Article 30, paragraph 2"],
  "A",
  "law.moj.gov.tw pcode=G0340072 art. 30",
).money("estateReturn.instalmentFloor", ["得分期的稅額", "Tax that may be paid in instalments"], { [from]: 300000 });

const capacity = of.one(
  "estateReturn.capacity",
  ["申報身分", "Who files"],
  codesOf({
    heir: ["繼承人", "Heir"],
    executor: ["遺囑執行人", "Executor"],
    legatee: ["受遺贈人", "Legatee"],
    administrator: ["遺產管理人", "Administrator"],
  }),
);
const ownRelation = of.one(
  "estateReturn.ownRelation",
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
  "estateReturn.status",
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
const filedOn = of.date("estateReturn.filedOn", ["申報日", "Filed on"]);
const diedOn = of.date("estateReturn.diedOn", ["死亡日", "Day of death"]);
const filer = text("estateReturn.filer", "申報人", "Who files");
const ownFather = text("estateReturn.ownFather", "申報人之父", "Father of who files");
const ownMother = text("estateReturn.ownMother", "申報人之母", "Mother of who files");
const deceased = text("estateReturn.deceased", "被繼承人", "The deceased");
const widowed = text("estateReturn.widowed", "被繼承人之配偶", "Spouse of the deceased");
const fatherOf = text("estateReturn.fatherOf", "被繼承人之父", "Father of the deceased");
const motherOf = text("estateReturn.motherOf", "被繼承人之母", "Mother of the deceased");
const gross = of.amount("estateReturn.gross", ["遺產總額", "Gross estate"]);
const givenBefore = of.amount("estateReturn.givenBefore", ["死亡前二年內贈與", "Given in the two years before"]);
const giftTaxPaid = of.amount("estateReturn.giftTaxPaid", ["上述贈與已納稅額", "Tax paid for these gifts"]);
const debts = of.amount("estateReturn.debts", ["未償債務", "Debts"]);
const claim = of.amount("estateReturn.claim", ["配偶剩餘財產差額", "Claim of the spouse"]);
const otherSpouses = of.count("estateReturn.otherSpouses", ["其他繼承人中的配偶", "Spouse among the other heirs"], 9);
const otherDescendants = of.count(
  "estateReturn.otherDescendants",
  ["其他繼承人中的直系卑親屬", "Descendants among the other heirs"],
  100,
);
const otherParents = of.count("estateReturn.otherParents", ["其他繼承人中的父母", "Parents among the other heirs"], 9);
const minorYears = of.count("estateReturn.minorYears", ["未成年人距成年年數合計", "Years until majority of all minors"], 2000);
const disabled = of.count("estateReturn.disabled", ["重度以上身心障礙人數", "Severely disabled heirs"], 100);
const extended = of.fact("estateReturn.extended", ["經核准延長申報", "The time to file was extended"]);

const dead = of.yes(
  "estateReturn.dead",
  ["已死亡", "The death is registered"],
  ["遺產及贈與稅法第 23 條", "Estate and Gift Tax Act, Article 23"],
  oneOf(status, "dead", "declared-dead"),
);
const entitled = of.yes(
  "estateReturn.entitled",
  ["得申報", "May file"],
  ["遺產及贈與稅法第 6 條；民法第 1138 條", "Estate and Gift Tax Act, Article 6; Civil Code, Article 1138"],
  or(
    ne(capacity, code("heir")),
    match(ownRelation, {
      spouse: eq(widowed, filer),
      descendant: or(eq(ownFather, deceased), eq(ownMother, deceased)),
      grandchild: yes,
      parent: or(eq(fatherOf, filer), eq(motherOf, filer)),
      other: yes,
    }),
  ),
);
const isHeir = of.yes(
  "estateReturn.isHeir",
  ["申報人為繼承人", "Who files is an heir"],
  ["遺產及贈與稅法第 6 條", "Estate and Gift Tax Act, Article 6"],
  eq(capacity, code("heir")),
);
const spouses = of.whole(
  "estateReturn.spouses",
  ["配偶人數", "Spouses"],
  ["遺產及贈與稅法第 17 條第 1 項第 1 款", "Estate and Gift Tax Act, Article 17, paragraph 1, subparagraph 1"],
  add(otherSpouses, when(and(isHeir, eq(ownRelation, code("spouse"))), whole(1)).otherwise(whole(0))),
);
const descendants = of.whole(
  "estateReturn.descendants",
  ["直系血親卑親屬人數", "Descendants"],
  ["遺產及贈與稅法第 17 條第 1 項第 2 款", "Estate and Gift Tax Act, Article 17, paragraph 1, subparagraph 2"],
  add(otherDescendants, when(and(isHeir, oneOf(ownRelation, "descendant", "grandchild")), whole(1)).otherwise(whole(0))),
);
const parents = of.whole(
  "estateReturn.parents",
  ["父母人數", "Parents"],
  ["遺產及贈與稅法第 17 條第 1 項第 3 款", "Estate and Gift Tax Act, Article 17, paragraph 1, subparagraph 3"],
  add(otherParents, when(and(isHeir, eq(ownRelation, code("parent"))), whole(1)).otherwise(whole(0))),
);
const plausible = of.yes(
  "estateReturn.plausible",
  ["繼承人數合理", "The heirs can be so"],
  ["民法第 1138 條", "Civil Code, Article 1138"],
  and(le(spouses, whole(1)), le(parents, whole(2))),
);
const personal = of.money(
  "estateReturn.personal",
  ["遺屬扣除額", "Deductions for survivors"],
  ["遺產及贈與稅法第 17 條第 1 項", "Estate and Gift Tax Act, Article 17, paragraph 1"],
  add(
    multiply(parameter("money", "estate.spouse"), spouses),
    multiply(parameter("money", "estate.lineal"), add(descendants, minorYears)),
    multiply(parameter("money", "estate.parent"), parents),
    multiply(parameter("money", "estate.disability"), disabled),
  ),
);
const deducted = of.money(
  "estateReturn.deducted",
  ["免稅額與扣除額", "Exemption and deductions"],
  ["遺產及贈與稅法第 17 條、第 18 條", "Estate and Gift Tax Act, Articles 17 and 18"],
  add(parameter("money", "estate.exemption"), personal, parameter("money", "estate.funeral"), debts, claim),
);
const net = of.money(
  "estateReturn.net",
  ["課稅遺產淨額", "Taxable net estate"],
  ["遺產及贈與稅法第 13 條、第 15 條", "Estate and Gift Tax Act, Articles 13 and 15"],
  max(nt(0), subtract(add(gross, givenBefore), deducted)),
);
const beforeCredit = of.money(
  "estateReturn.beforeCredit",
  ["扣抵前稅額", "Tax before the credit"],
  ["遺產及贈與稅法第 13 條", "Estate and Gift Tax Act, Article 13"],
  round(progressive(net, "estate.brackets"), "down"),
);
const credit = of.money(
  "estateReturn.credit",
  ["贈與稅扣抵", "Credit for gift tax"],
  ["遺產及贈與稅法第 11 條第 2 項", "Estate and Gift Tax Act, Article 11, paragraph 2"],
  min(giftTaxPaid, subtract(beforeCredit, round(progressive(max(nt(0), subtract(gross, deducted)), "estate.brackets"), "down"))),
);
const due = of.money(
  "estateReturn.due",
  ["應納遺產稅", "Estate tax due"],
  ["遺產及贈與稅法第 13 條、第 11 條", "Estate and Gift Tax Act, Articles 13 and 11"],
  subtract(beforeCredit, credit),
);
const inParts = of.yes(
  "estateReturn.inParts",
  ["得申請分期", "May be paid in instalments"],
  ["遺產及贈與稅法第 30 條第 2 項", "Estate and Gift Tax Act, Article 30, paragraph 2"],
  ge(due, instalmentFloor),
);
const dueBy = of.day(
  "estateReturn.dueBy",
  ["申報期限", "Last day to file"],
  ["遺產及贈與稅法第 23 條、第 26 條", "Estate and Gift Tax Act, Articles 23 and 26"],
  workingDay(addMonths(diedOn, when(extended, add(filingMonths, moreMonths)).otherwise(filingMonths)), office),
);
const late = of.yes(
  "estateReturn.late",
  ["逾期申報", "Filed late"],
  ["遺產及贈與稅法第 44 條", "Estate and Gift Tax Act, Article 44"],
  gt(filedOn, dueBy),
);
const mostFine = of.money(
  "estateReturn.mostFine",
  ["罰鍰上限", "Most that may be fined"],
  ["遺產及贈與稅法第 44 條", "Estate and Gift Tax Act, Article 44"],
  when(late, multiply(due, penaltyTimes)).otherwise(nt(0)),
);
const eligible = of.yes(
  "estateReturn.eligible",
  ["符合規定", "As the rules say"],
  ["遺產及贈與稅法第 23 條；遺產及贈與稅法第 6 條", "Estate and Gift Tax Act, Article 23; Estate and Gift Tax Act, Article 6"],
  and(dead, entitled, plausible),
);
const result = outcome(
  "estateReturn.outcome",
  from,
  {
    paid: ["有應納稅額，繳清後發給證明書", "tax is due; the certificate follows its payment"],
    exempt: ["核定免稅", "no tax is due"],
    "not-dead": ["查無死亡登記", "no death is registered"],
    "not-kin": ["不是繼承人或關係不符", "not an heir, or the relation is not as registered"],
    impossible: ["繼承人數不合理", "the heirs cannot be so"],
  },
  when(and(eligible, gt(due, nt(0))), code("paid"))
    .when(eligible, code("exempt"))
    .when(not(dead), code("not-dead"))
    .when(not(entitled), code("not-kin"))
    .otherwise(code("impossible")),
);
const figuresUsed = [
  "estate.exemption",
  "estate.brackets",
  "estate.spouse",
  "estate.lineal",
  "estate.parent",
  "estate.disability",
  "estate.funeral",
];
const results = collect([result, eligible, due, inParts, late, mostFine, dueBy]);
/** What an estate counts, what is deducted for those who are left, and what tax is due. */
export const estateReturnLaw = createLaw({
  ...results,
  parameters: [
    ...results.parameters,
    ...loadParameters({ parameters: [...property.parameters].filter(({ name }) => figuresUsed.includes(name)) }),
  ],
  calendars: [office],
});
