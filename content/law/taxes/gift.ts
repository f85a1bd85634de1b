import {
  add,
  addDays,
  addYears,
  and,
  anyOf,
  code,
  day,
  defineGroup,
  eq,
  firstOfYear,
  ge,
  gt,
  lastOfYear,
  le,
  max,
  maxOf,
  min,
  mine,
  nt,
  parameter,
  progressive,
  round,
  subtract,
  sumBefore,
  sumOf,
  whole,
  workingDay,
} from "@troad/law";
import { office } from "../calendar.ts";
import { writer } from "./write.ts";

const of = writer("gift", "day", "2017-05-12");
const donor = writer("estate", "day", "2017-05-12");
const occasions = {
  ordinary: { "zh-Hant": "一般贈與", en: "ordinary" },
  marriage: { "zh-Hant": "父母於子女婚嫁時的贈與", en: "by parents at a child's marriage" },
  spouse: { "zh-Hant": "配偶相互贈與", en: "between spouses" },
} as const;

const occasion = of.one("gift.occasion", ["贈與原因", "Occasion of the gift"], occasions);
const on = of.date("gift.on", ["贈與日", "Day of the gift"]);
const amount = of.amount("gift.amount", ["贈與財產價值", "Value of the gift"]);
const burden = of.amount("gift.burden", ["由受贈人負擔的金額", "Amount borne by the recipient"]);
const marriage = of.count("gift.marriage", ["第幾次婚嫁（非婚嫁贈與填 0）", "Which marriage, 0 for other gifts"], 100);
const toFamily = of.fact("gift.toFamily", ["贈與配偶、繼承人或其配偶", "To the spouse, an heir or an heir's spouse"]);
/** All gifts of one donor that are asked about. */
const gifts = defineGroup({ name: "gifts", of: "estate", member: "gift" });

const worth = of.money(
  "gift.worth",
  ["贈與額（扣除負擔後）", "Gift less the amount borne by the recipient"],
  ["遺產及贈與稅法第 21 條", "Estate and Gift Tax Act, Article 21"],
  max(nt(0), subtract(amount, burden)),
);
const marriageSoFar = of.money(
  "gift.marriageSoFar",
  ["同一次婚嫁先前的贈與", "Earlier gifts for the same marriage"],
  ["遺產及贈與稅法第 20 條第 1 項第 7 款", "Estate and Gift Tax Act, Article 20, paragraph 1, subparagraph 7"],
  sumBefore(gifts, worth, { by: on, where: and(eq(occasion, code("marriage")), eq(marriage, mine(marriage))) }),
);
const excluded = of.money(
  "gift.excluded",
  ["不計入贈與總額", "Not counted as a gift"],
  ["遺產及贈與稅法第 20 條", "Estate and Gift Tax Act, Article 20"],
  nt(0),
  [
    {
      when: eq(occasion, code("spouse")),
      formula: worth,
      article: {
        "zh-Hant": "遺產及贈與稅法第 20 條第 1 項第 6 款",
        en: "Estate and Gift Tax Act, Article 20, paragraph 1, subparagraph 6",
      },
    },
    {
      when: eq(occasion, code("marriage")),
      formula: min(worth, max(nt(0), subtract(parameter("money", "gift.atMarriage"), marriageSoFar))),
      article: {
        "zh-Hant": "遺產及贈與稅法第 20 條第 1 項第 7 款",
        en: "Estate and Gift Tax Act, Article 20, paragraph 1, subparagraph 7",
      },
    },
  ],
);
const art24 = ["遺產及贈與稅法第 24 條", "Estate and Gift Tax Act, Article 24"] as const;
const counted = of.money("gift.counted", ["計入贈與總額", "Counted as a gift"], art24, subtract(worth, excluded));
/** A year is a calendar year: a gift of December and one of January have an exemption each. */
const inYear = of.yes(
  "gift.inYear",
  ["在所問年度內", "In the year in question"],
  ["遺產及贈與稅法第 22 條", "Estate and Gift Tax Act, Article 22"],
  and(ge(on, firstOfYear(day)), le(on, lastOfYear(day))),
);
const soFar = of.money(
  "gift.sumSoFar",
  ["本年累計贈與（含本次）", "Gifts of the year including this one"],
  art24,
  add(sumBefore(gifts, counted, { by: on, where: inYear }), counted),
);
const isOver = of.yes(
  "gift.mustReturn",
  ["本次贈與須申報", "A return is due for this gift"],
  art24,
  and(inYear, gt(counted, nt(0)), gt(soFar, parameter("money", "gift.exemption"))),
);
const returnBy = of.day(
  "gift.returnBy",
  ["本次贈與的申報期限", "Filing deadline for this gift"],
  ["遺產及贈與稅法第 24 條；行政程序法第 48 條", "Estate and Gift Tax Act, Article 24; Administrative Procedure Act, Article 48"],
  workingDay(addDays(on, whole(30)), office),
);

const total = donor.money(
  "gift.sumOfYear",
  ["全年贈與總額（逐筆）", "Gifts of the year, gift by gift"],
  art24,
  sumOf(gifts, counted, inYear),
);
const taxable = donor.money(
  "gift.taxableOfGifts",
  ["課稅贈與淨額（逐筆）", "Net gifts of the year, gift by gift"],
  ["遺產及贈與稅法第 22 條、第 25 條", "Estate and Gift Tax Act, Articles 22 and 25"],
  max(nt(0), subtract(total, parameter("money", "gift.exemption"))),
);
const tax = donor.money(
  "gift.taxOfGifts",
  ["全年贈與稅（逐筆）", "Gift tax of the year, gift by gift"],
  ["遺產及贈與稅法第 19 條", "Estate and Gift Tax Act, Article 19"],
  round(progressive(taxable, "gift.brackets"), "down"),
);
const mustDeclare = donor.yes("gift.mustDeclare", ["須辦理贈與稅申報", "A return is due"], art24, anyOf(gifts, isOver));
/** Of the last gift above the exemption; asked only where a return is due. */
const declareBy = donor.day(
  "gift.declareBy",
  ["贈與稅申報期限", "Filing deadline for gift tax"],
  art24,
  maxOf(gifts, returnBy, day, isOver),
);

/** Of the two years before the day of death, also gifts that were free of gift tax; their value is that of the day of death. */
const beforeDeath = donor.money(
  "estate.giftsCounted",
  ["死亡前二年內視為遺產的贈與", "Gifts in the two years before death, counted as estate"],
  ["遺產及贈與稅法第 15 條", "Estate and Gift Tax Act, Article 15"],
  sumOf(gifts, amount, and(toFamily, ge(on, addYears(day, whole(-2))), le(on, day))),
);

/** A donor's gifts one by one, for the year of the day asked. */
export const giftsOfYear = {
  group: gifts,
  inputs: [on, amount, burden, occasion, marriage, toFamily],
  variables: [
    worth,
    marriageSoFar,
    excluded,
    counted,
    inYear,
    soFar,
    isOver,
    returnBy,
    total,
    taxable,
    tax,
    mustDeclare,
    declareBy,
    beforeDeath,
  ],
};
