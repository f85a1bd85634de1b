import { examplesOf, official, statute, type WorkedExample } from "./write.ts";

const property = examplesOf("property");
const benefits = examplesOf("benefits");
const act = "遺產及贈與稅法";

type Gift = { on: string; amount: number; occasion?: string; marriage?: number; burden?: number; toFamily?: boolean };
const gifts = (...all: Gift[]) => ({
  gifts: all.map(({ on, amount, occasion = "ordinary", marriage = 0, burden = 0, toFamily = false }) => ({
    "gift.on": on,
    "gift.amount": amount,
    "gift.occasion": occasion,
    "gift.marriage": marriage,
    "gift.burden": burden,
    "gift.toFamily": toFamily,
  })),
});
const twice = gifts({ on: "2025-07-01", amount: 2_000_000 }, { on: "2025-11-06", amount: 2_000_000 });
const marriages = gifts(
  { on: "2025-02-01", amount: 700_000, occasion: "marriage", marriage: 1 },
  { on: "2025-03-01", amount: 700_000, occasion: "marriage", marriage: 1 },
);
const acrossYears = gifts(
  { on: "2024-12-20", amount: 2_440_000 },
  { on: "2025-01-10", amount: 3_440_000, occasion: "marriage", marriage: 1 },
);
const household = (...heirs: [relation: string, born: string, disabled?: boolean][]) => ({
  heirs: heirs.map(([relation, born, disabled = false]) => ({
    "heir.relation": relation,
    "heir.born": born,
    "heir.disabled": disabled,
  })),
});
const family = household(["descendant", "2015-06-01"], ["descendant", "1990-01-01"], ["parent", "1950-01-01"]);
/** A question of the land agents' examination of 2018. */
const examined = household(
  ["spouse", "1955-01-01"],
  ["descendant", "1980-01-01", true],
  ["descendant", "1982-01-01"],
  ["descendant", "1984-01-01"],
  ["descendant", "1986-01-01"],
);
const children = (...born: string[]) => ({
  children: born.map((day) => ({ "child.born": day, "child.publicCare": false })),
});

/** Gifts, heirs and children one by one. */
export const members: readonly WorkedExample[] = [
  property("gift.taxOfGifts", "2025-12-31", twice, 156_000, statute(`${act} §22, §25: (4,000,000 - 2,440,000) x 10 %`)),
  property("gift.mustDeclare", "2025-12-31", twice, true, statute(`${act} §24: the second gift passes the exemption`)),
  property("gift.declareBy", "2025-12-31", twice, "2025-12-08", statute(`${act} §24, 行政程序法 §48: 6 December is a Saturday`)),
  property(
    "gift.taxOfGifts",
    "2025-12-31",
    gifts({ on: "2025-05-01", amount: 9_000_000, burden: 1_290_000 }),
    527_000,
    official("National Taxation Bureau of Kaohsiung, ec.ltn.com.tw 5356271: the donee pays increment and deed tax"),
  ),
  property(
    "gift.taxOfGifts",
    "2024-12-31",
    acrossYears,
    0,
    official("udn.com 9192820, National Taxation Bureau of Taipei: each calendar year has its own exemption"),
  ),
  property(
    "gift.taxOfGifts",
    "2025-12-31",
    acrossYears,
    0,
    official("udn.com 9192820, National Taxation Bureau of Taipei: each calendar year has its own exemption"),
  ),
  property("gift.sumOfYear", "2025-12-31", marriages, 400_000, statute(`${act} §20 I 7: 1,000,000 at one marriage`)),
  property(
    "gift.sumOfYear",
    "2025-12-31",
    gifts({ on: "2025-05-01", amount: 5_000_000, occasion: "spouse" }),
    0,
    statute(`${act} §20 I 6: between spouses`),
  ),
  property(
    "estate.giftsCounted",
    "2025-03-01",
    gifts(
      { on: "2024-06-01", amount: 1_000_000, toFamily: true },
      { on: "2022-01-01", amount: 500_000, toFamily: true },
      { on: "2024-07-01", amount: 300_000 },
    ),
    1_000_000,
    statute(`${act} §15: two years before the death, to the family`),
  ),
  property(
    "estate.taxOfHeirs",
    "2018-06-01",
    { "estate.gross": 46_100_000, "estate.debts": 0, ...examined },
    1_976_000,
    official("fundicloud.com scrivener-tax: land agents' examination of 2018"),
  ),
  property(
    "estate.minorDeduction",
    "2025-03-01",
    family,
    5_600_000,
    statute(`${act} §17 I 2: 560,000 for a child of nine and nine years`),
  ),
  property("estate.minorYearsOfHeirs", "2025-03-01", family, 9, statute(`${act} §17 I 2: majority at 18`)),
  property(
    "estate.minorYearsOfHeirs",
    "2022-03-01",
    household(["descendant", "2003-06-01"]),
    2,
    statute(`${act} §17 I 2: majority at 20 before 2023`),
  ),
  property("estate.adultDeduction", "2025-03-01", family, 560_000, statute(`${act} §17 I 2`)),
  property("estate.ofHeirs", "2025-03-01", family, 7_540_000, statute(`${act} §17: 5,600,000 + 560,000 + 1,380,000`)),
  benefits(
    "childcare.ofChildren",
    "2026-05-01",
    children("2026-03-10", "2023-01-05", "2019-05-01"),
    13_000,
    official("tw.news.yahoo.com, 2025-12-15: 5,000, 6,000 and 7,000 until five; the oldest is past it"),
  ),
  property(
    "estate.taxOfReturn",
    "2025-03-01",
    {
      "estate.gross": 60_000_000,
      "estate.debts": 0,
      "estate.hasSpouse": true,
      "estate.descendants": 2,
      "estate.minorYears": 0,
      "estate.parents": 0,
      "estate.disabledHeirs": 0,
      "estate.spouseClaim": 18_500_000,
      "estate.givenBefore": 10_000_000,
      "estate.giftTaxPaid": 2_000_000,
    },
    2_014_000,
    statute(`${act} §11 II, §15, §17-1: 3,014,000 on 30,140,000, and the credit stops at what the gifts add, 1,000,000`),
  ),
];
