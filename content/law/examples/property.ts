import { examplesOf, statute, today, type WorkedExample } from "./write.ts";

const of = examplesOf("property");
const nobody = {
  "estate.debts": 0,
  "estate.hasSpouse": false,
  "estate.descendants": 0,
  "estate.minorYears": 0,
  "estate.parents": 0,
  "estate.disabledHeirs": 0,
};
const deed = (kind: string) => ({ "deed.kind": kind, "deed.price": 1_000_000 });
const land = (value: number, start: number) => ({ "lvt.value": value, "lvt.start": start });
const rise = (amount: number, before: number, years: number) => ({
  "lvit.rise": amount,
  "lvit.before": before,
  "lvit.months": years * 12,
});

const gift = (on: string, amount: number, more: object = {}) => ({
  "gift.on": on,
  "gift.amount": amount,
  "gift.burden": 0,
  "gift.occasion": "ordinary",
  "gift.marriage": 0,
  ...more,
});
const atMarriage = { "gift.occasion": "marriage", "gift.marriage": 1 };
const twoGifts = { gifts: [gift("2025-07-01", 2_000_000), gift("2025-11-06", 2_000_000)] };
const heir = (relation: string, born: string, disabled = false) => ({
  "heir.relation": relation,
  "heir.born": born,
  "heir.disabled": disabled,
});
const family = [heir("spouse", "1975-01-01"), heir("descendant", "2000-01-01"), heir("descendant", "2010-06-02")];

/** Gifts and heirs one by one. */
const members: readonly WorkedExample[] = [
  of("gift.taxOfGifts", "2025-12-31", twoGifts, 156_000, statute("遺產及贈與稅法 §19, §22: 4,000,000 - 2,440,000 at 10 %")),
  of(
    "gift.taxOfGifts",
    "2026-12-31",
    { gifts: [gift("2025-12-20", 2_440_000), gift("2026-01-05", 2_440_000)] },
    0,
    statute("遺產及贈與稅法 §22: each year has an exemption of its own"),
  ),
  of(
    "gift.taxableOfGifts",
    "2025-12-31",
    { gifts: [gift("2025-01-05", 600_000, atMarriage), gift("2025-02-05", 600_000, atMarriage), gift("2025-04-01", 2_440_000)] },
    200_000,
    statute("遺產及贈與稅法 §20 I 7: a million at a child's marriage does not count, 1,200,000 less a million does"),
  ),
  of(
    "gift.taxableOfGifts",
    "2025-12-31",
    { gifts: [gift("2025-05-20", 9_000_000, { "gift.burden": 1_290_000 })] },
    5_270_000,
    statute("遺產及贈與稅法 §21: 9,000,000 - 1,290,000 - 2,440,000"),
  ),
  of("gift.mustDeclare", "2025-12-31", twoGifts, true, statute("遺產及贈與稅法 §24: above the exemption with the second gift")),
  of(
    "gift.declareBy",
    "2025-12-31",
    twoGifts,
    "2025-12-08",
    statute("遺產及贈與稅法 §24, 行政程序法 §48 IV: 30 days after the second gift is a Saturday"),
  ),
  of(
    "estate.giftsCounted",
    "2025-06-01",
    { gifts: [gift("2023-05-31", 1_000, { "gift.toFamily": true }), gift("2023-06-01", 20_000, { "gift.toFamily": true })] },
    20_000,
    statute("遺產及贈與稅法 §15: within two years before death"),
  ),
  of(
    "estate.minorYearsOfHeirs",
    "2025-06-01",
    { heirs: family },
    4,
    statute("遺產及贈與稅法 §17 I 2, 施行細則 §10-1: 14 full years leave four"),
  ),
  of("estate.adultDeduction", "2025-06-01", { heirs: family }, 560_000, statute("遺產及贈與稅法 §17 I 2: one of age")),
  of(
    "estate.minorDeduction",
    "2025-06-01",
    { heirs: family },
    2_800_000,
    statute("遺產及贈與稅法 §17 I 2: once and for four years, 5 x 560,000"),
  ),
  of(
    "estate.taxOfHeirs",
    "2025-06-01",
    { heirs: family, "estate.gross": 60_000_000, "estate.debts": 0 },
    3_640_000,
    statute("遺產及贈與稅法 §17, §18: 60,000,000 - 13,330,000 - 5,530,000 - 6 x 560,000 - 1,380,000 = 36,400,000 at 10 %"),
  ),
];

export const property: readonly WorkedExample[] = [
  ...members,
  of("estate.tax", today, { "estate.net": 10_000_000 }, 1_000_000, statute("遺產及贈與稅法 §13: 10 %")),
  of("estate.tax", "2024-06-01", { "estate.net": 58_640_000 }, 6_296_000, statute("遺產及贈與稅法 §13: 15 % beyond 50,000,000")),
  of(
    "estate.tax",
    today,
    { "estate.net": 112_420_001 },
    14_052_500,
    statute("遺產及贈與稅法 §13: 20 % of the last dollar is dropped"),
  ),
  of(
    "estate.taxOfReturn",
    today,
    { ...nobody, "estate.gross": 60_000_000, "estate.descendants": 3, "estate.minorYears": 10, "estate.parents": 1 },
    3_663_000,
    statute("遺產及贈與稅法 §17 I 2: 60,000,000 - 13,330,000 - 13 x 560,000 - 1,380,000 - 1,380,000 at 10 %"),
  ),
  of(
    "estate.taxOfReturn",
    today,
    {
      "estate.gross": 100_000_000,
      "estate.debts": 5_000_000,
      "estate.hasSpouse": true,
      "estate.descendants": 2,
      "estate.minorYears": 0,
      "estate.parents": 2,
      "estate.disabledHeirs": 1,
    },
    6_782_000,
    statute("遺產及贈與稅法 §17 I 1 to 4, 9, 10, §18: 63,950,000 net, 5,621,000 and 15 % of 7,740,000"),
  ),
  of("gift.tax", today, { "gift.net": 2_560_000 }, 256_000, statute("遺產及贈與稅法 §19 I: 10 %")),
  of("gift.ofYear", today, { "gift.total": 2_440_000 }, 0, statute("遺產及贈與稅法 §22: 2,440,000 are free")),
  of("gift.ofYear", today, { "gift.total": 5_000_000 }, 256_000, statute("遺產及贈與稅法 §19 I, §22: 2,560,000 at 10 %")),
  of(
    "gift.ofYear",
    today,
    { "gift.total": 60_000_000 },
    7_296_000,
    statute("遺產及贈與稅法 §19 I: 2,811,000 + 15 % of 28,100,000 + 20 % of 1,350,000"),
  ),
  of("lvt.tax", today, land(3_000_000, 2_000_000), 35_000, statute("土地稅法 §16: two millions at 1 %, one at 1.5 %")),
  of("lvt.tax", today, land(5_000_000, 1_000_000), 70_000, statute("土地稅法 §16: one million at 1 %, four at 1.5 %")),
  of(
    "lvt.tax",
    today,
    land(22_000_000, 1_000_000),
    665_000,
    statute("土地稅法 §16: 10,000 + 75,000 + 125,000 + 175,000 + 225,000 + 55,000"),
  ),
  of("lvt.homeTax", today, { "lvt.homeValue": 1_000_000 }, 2_000, statute("土地稅法 §17: 0.2 %")),
  of("lvit.tax", today, rise(900_000, 1_000_000, 5), 180_000, statute("土地稅法 §33 I 1: 20 %")),
  of("lvit.tax", today, rise(1_500_000, 1_000_000, 5), 350_000, statute("土地稅法 §33 I 2: 200,000 and 30 % of 500,000")),
  of("lvit.tax", today, rise(2_000_000, 1_000_000, 20), 500_000, statute("土地稅法 §33 I 2, 3: 200,000 + 300,000")),
  of(
    "lvit.tax",
    today,
    rise(1_500_000, 1_000_000, 25),
    340_000,
    statute("土地稅法 §33 VI: more than 20 years, a fifth off the 50,000 beyond 20 %"),
  ),
  of(
    "lvit.tax",
    today,
    rise(3_000_000, 1_000_000, 45),
    780_000,
    statute("土地稅法 §33 VIII: 900,000 less 40 % of the 300,000 beyond 20 %"),
  ),
  of("lvit.homeTax", today, { "lvit.rise": 1_000_000 }, 100_000, statute("土地稅法 §34 I: 10 %")),
  of("lvit.chosen", today, { "lvit.rise": 1_000_000, "lvit.home": true }, 100_000, statute("土地稅法 §34 I: 10 %")),
  of("house.tax", today, { "house.value": 1_000_000, "house.rate": "1.2%" }, 12_000, statute("房屋稅條例 §5 I 1 (1): 1.2 %")),
  of("deed.tax", today, deed("sale"), 60_000, statute("契稅條例 §3: sale 6 %")),
  of("deed.tax", today, deed("dian"), 40_000, statute("契稅條例 §3: dian 4 %")),
  of("deed.tax", today, deed("exchange"), 20_000, statute("契稅條例 §3: exchange 2 %")),
  of("deed.tax", today, deed("gift"), 60_000, statute("契稅條例 §3: gift 6 %")),
  of("deed.tax", today, deed("partition"), 20_000, statute("契稅條例 §3: partition 2 %")),
  of("deed.tax", today, deed("occupation"), 60_000, statute("契稅條例 §3: occupation 6 %")),
];
