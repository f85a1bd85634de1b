import {
  add,
  addDays,
  addMonths,
  and,
  code,
  collect,
  createLaw,
  day,
  eq,
  firstOfYear,
  gt,
  loadParameters,
  match,
  max,
  min,
  multiply,
  not,
  nt,
  oneOf,
  or,
  parameter,
  progressive,
  round,
  subtract,
  when,
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
const marriageMost = figuresOf(
  ["遺產及贈與稅法第 20 條第 1 項第 7 款", "Estate and Gift Tax Act, Article 20, paragraph 1, subparagraph 7"],
  "A",
  "law.moj.gov.tw pcode=G0340072 art. 20",
).money("giftReturn.marriageMost", ["婚嫁贈與不計入上限", "Most for a marriage that is not counted"], { [from]: 1000000 });
const filingDays = figuresOf(
  ["遺產及贈與稅法第 24 條", "Estate and Gift Tax Act, Article 24"],
  "A",
  "law.moj.gov.tw pcode=G0340072 art. 24",
).count("giftReturn.filingDays", ["申報日數", "Days to file"], { [from]: 30 });
const extraMonths = figuresOf(
  ["遺產及贈與稅法第 26 條", "Estate and Gift Tax Act, Article 26"],
  "A",
  "law.moj.gov.tw pcode=G0340072 art. 26",
).count("giftReturn.extraMonths", ["延長月數", "Months of an extension"], { [from]: 3 });
const fineTimes = figuresOf(
  ["遺產及贈與稅法第 44 條", "Estate and Gift Tax Act, Article 44"],
  "A",
  "law.moj.gov.tw pcode=G0340072 art. 44",
).count("giftReturn.fineTimes", ["罰鍰倍數上限", "Most times of the tax as a fine"], { [from]: 2 });

const donor = text("giftReturn.donor", "贈與人", "Donor");
const father = text("giftReturn.father", "受贈人之父", "Father of who receives it");
const mother = text("giftReturn.mother", "受贈人之母", "Mother of who receives it");
const wedded = text("giftReturn.wedded", "受贈人之配偶", "Spouse of who receives it");
const relation = of.one(
  "giftReturn.relation",
  ["與贈與人的關係", "Relation to the donor"],
  codesOf({
    spouse: ["配偶", "Spouse"],
    child: ["子女", "Child"],
    grandchild: ["孫子女", "Grandchild"],
    parent: ["父母", "Parent"],
    other: ["其他", "Other"],
  }),
);
const occasion = of.one(
  "giftReturn.occasion",
  ["贈與原因", "Occasion"],
  codesOf({
    ordinary: ["一般贈與", "Ordinary gift"],
    marriage: ["子女婚嫁", "A child's marriage"],
    support: ["扶養之生活、教育、醫藥費", "Support: living, education, medicine"],
    farmland: ["作農業使用的農業用地", "Farmland in farm use"],
    public: ["捐贈政府或合格財團法人", "To the government or a qualified foundation"],
  }),
);
const gross = of.amount("giftReturn.gross", ["贈與財產價值", "Value of the gift"]);
const burden = of.amount("giftReturn.burden", ["受贈人負擔", "Borne by who receives it"]);
const forMarriage = of.amount("giftReturn.forMarriage", ["同一次婚嫁先前的贈與", "Given before for the same marriage"]);
const filedOn = of.date("giftReturn.filedOn", ["申報日", "Filed on"]);
const lastOn = of.date("giftReturn.lastOn", ["前次贈與日", "Day of the gift before"]);
const lastTotal = of.amount("giftReturn.lastTotal", ["本年先前的贈與", "Gifts of that year before"]);
const lastTax = of.amount("giftReturn.lastTax", ["先前已納贈與稅", "Gift tax paid for them"]);
const extended = of.fact("giftReturn.extended", ["經核准延長申報", "The time to file was extended"]);

const kin = of.yes(
  "giftReturn.kin",
  ["關係與戶籍相符", "The relation is as registered"],
  ["遺產及贈與稅法第 20 條", "Estate and Gift Tax Act, Article 20"],
  match(relation, {
    spouse: eq(wedded, donor),
    child: or(eq(father, donor), eq(mother, donor)),
    grandchild: yes,
    parent: yes,
    other: yes,
  }),
);
const worth = of.money(
  "giftReturn.worth",
  ["贈與額", "The gift less what is borne"],
  ["遺產及贈與稅法第 21 條", "Estate and Gift Tax Act, Article 21"],
  max(nt(0), subtract(gross, burden)),
);
const given = of.yes(
  "giftReturn.given",
  ["有贈與", "Something was given"],
  ["遺產及贈與稅法第 4 條第 2 項", "Estate and Gift Tax Act, Article 4, paragraph 2"],
  gt(worth, nt(0)),
);
const excluded = of.money(
  "giftReturn.excluded",
  ["不計入贈與總額", "Not counted"],
  ["遺產及贈與稅法第 20 條第 1 項", "Estate and Gift Tax Act, Article 20, paragraph 1"],
  when(or(eq(relation, code("spouse")), oneOf(occasion, "support", "public")), worth)
    .when(and(eq(occasion, code("farmland")), oneOf(relation, "child", "grandchild", "parent")), worth)
    .when(
      and(eq(occasion, code("marriage")), eq(relation, code("child"))),
      min(worth, max(nt(0), subtract(marriageMost, forMarriage))),
    )
    .otherwise(nt(0)),
);
const counted = of.money(
  "giftReturn.counted",
  ["計入贈與總額", "Counted"],
  ["遺產及贈與稅法第 24 條", "Estate and Gift Tax Act, Article 24"],
  subtract(worth, excluded),
);
const sameYear = of.yes(
  "giftReturn.sameYear",
  ["同一年度另有贈與", "Another gift of the same year"],
  ["遺產及贈與稅法第 22 條", "Estate and Gift Tax Act, Article 22"],
  eq(firstOfYear(lastOn), firstOfYear(day)),
);
const total = of.money(
  "giftReturn.total",
  ["本年贈與總額", "Gifts of the year"],
  ["遺產及贈與稅法第 22 條", "Estate and Gift Tax Act, Article 22"],
  add(counted, when(sameYear, lastTotal).otherwise(nt(0))),
);
const net = of.money(
  "giftReturn.net",
  ["課稅贈與淨額", "Taxable net"],
  ["遺產及贈與稅法第 22 條", "Estate and Gift Tax Act, Article 22"],
  max(nt(0), subtract(total, parameter("money", "gift.exemption"))),
);
const tax = of.money(
  "giftReturn.tax",
  ["本年應納贈與稅", "Gift tax of the year"],
  ["遺產及贈與稅法第 19 條", "Estate and Gift Tax Act, Article 19"],
  round(progressive(net, "gift.brackets"), "down"),
);
const due = of.money(
  "giftReturn.due",
  ["本次應納稅額", "To be paid now"],
  ["遺產及贈與稅法第 25 條", "Estate and Gift Tax Act, Article 25"],
  max(nt(0), subtract(tax, when(sameYear, lastTax).otherwise(nt(0)))),
);
const needed = of.yes(
  "giftReturn.needed",
  ["應申報", "A return is due"],
  ["遺產及贈與稅法第 24 條", "Estate and Gift Tax Act, Article 24"],
  and(gt(counted, nt(0)), gt(net, nt(0))),
);
const dueBy = of.day(
  "giftReturn.dueBy",
  ["申報期限", "Last day to file"],
  ["遺產及贈與稅法第 24 條、第 26 條", "Estate and Gift Tax Act, Articles 24 and 26"],
  workingDay(when(extended, addMonths(addDays(day, filingDays), extraMonths)).otherwise(addDays(day, filingDays)), office),
);
const late = of.yes(
  "giftReturn.late",
  ["逾期申報", "Filed late"],
  ["遺產及贈與稅法第 44 條", "Estate and Gift Tax Act, Article 44"],
  and(needed, gt(filedOn, dueBy)),
);
const mostFine = of.money(
  "giftReturn.mostFine",
  ["罰鍰上限", "Most that may be fined"],
  ["遺產及贈與稅法第 44 條", "Estate and Gift Tax Act, Article 44"],
  when(late, multiply(due, fineTimes)).otherwise(nt(0)),
);
const eligible = of.yes(
  "giftReturn.eligible",
  ["符合規定", "As the rules say"],
  [
    "遺產及贈與稅法第 20 條；遺產及贈與稅法第 4 條第 2 項",
    "Estate and Gift Tax Act, Article 20; Estate and Gift Tax Act, Article 4, paragraph 2",
  ],
  and(kin, given),
);
const result = outcome(
  "giftReturn.outcome",
  from,
  {
    paid: ["應納稅，繳清後發給繳清證明書", "tax is due; the certificate follows its payment"],
    exempt: ["核定免稅", "no tax is due"],
    "not-counted": ["不計入贈與總額", "not counted as a gift"],
    "not-kin": ["關係與戶籍不符", "the relation is not as registered"],
    nothing: ["沒有贈與額", "nothing was given"],
  },
  when(and(eligible, gt(due, nt(0))), code("paid"))
    .when(and(eligible, gt(counted, nt(0))), code("exempt"))
    .when(eligible, code("not-counted"))
    .when(not(kin), code("not-kin"))
    .otherwise(code("nothing")),
);
const figuresUsed = ["gift.exemption", "gift.brackets"];
const results = collect([result, eligible, due, total, tax, late, mostFine, dueBy]);
/** What a gift counts, what tax is due on it and which certificate its donor gets. */
export const giftReturn = createLaw({
  ...results,
  parameters: [
    ...results.parameters,
    ...loadParameters({ parameters: [...property.parameters].filter(({ name }) => figuresUsed.includes(name)) }),
  ],
  calendars: [office],
});
