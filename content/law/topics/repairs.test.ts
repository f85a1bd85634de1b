import assert from "node:assert/strict";
import { test } from "node:test";
import { LawError } from "@troad/law";
import type { Fields } from "./fields.ts";
import { topics } from "./index.ts";

type Case = [what: string, topic: string, input: Fields, expected: Record<string, unknown>];
const cases: Case[] = [
  [
    "the savings deduction goes first to the other spouse (所得稅法 §15 II 3)",
    "income",
    { year: 2025, married: true, salary: 3_000_000, interest: 300_000, spouseSalary: 1_000_000, spouseInterest: 300_000 },
    { "income.tax": 419_800, "income.mode": "allSpouse" },
  ],
  [
    "the limit on donations counts a salary less its deduction (§14 I 3, §17)",
    "income",
    { roc: 114, married: false, salary: 2_000_000, donations: 400_000 },
    { "income.tax": 118_132, "income.net": 1_328_600 },
  ],
  ["a small company paid 19 % on 2019 (§5 V 3)", "cit", { year: 2019, income: 400_000 }, { tax: 76_000 }],
  ["and 18 % on 2018", "cit", { year: 2018, income: 400_000 }, { tax: 72_000 }],
  ["of 2018 more than 500,000 bears 20 %", "cit", { year: 2018, income: 600_000 }, { tax: 120_000 }],
  [
    "a part-time wage has grades of its own",
    "premiums",
    { year: 2026, wage: 11_000, dependants: 0, part_time: true },
    { "insurance.labourInsured": 11_100, "insurance.labourPremium": 278, "insurance.healthInsured": 29_500 },
  ],
  [
    "under fifteen years there is a lump sum (勞保條例 §58, §59)",
    "labour.old_age",
    { avg60: 45_800, years: 10, months: 0, adjust: 0 },
    { kind: "lump sum", pay: 458_000 },
  ],
  [
    "tax paid abroad is credited (所得基本稅額條例 §13)",
    "amt",
    { roc: 112, net: 1_000_000, overseas: 20_000_000, regular_tax: 85_000, foreign_tax: 2_000_000 },
    { basic_tax: 2_860_000, payable_extra: 775_000 },
  ],
  [
    "insurance, unlisted shares and donations in kind count (§12 I 2-4)",
    "amt",
    {
      roc: 102,
      net: 5_000_000,
      overseas: 5_000_000,
      insurance: 1_000_000,
      unlisted_shares: 1_500_000,
      donations_in_kind: 500_000,
      regular_tax: 1_250_800,
      foreign_tax: 93_250,
    },
    { basic_income: 13_000_000, basic_tax: 1_400_000, payable_extra: 55_950 },
  ],
  [
    "a disability frees a large car up to 2,400 cc (使用牌照稅法 §7 I 8)",
    "vehicle",
    { year: 2025, kind: "carPrivate", fuel: "petrol", cc: 3_260, disabled: true },
    { annual: 16_990 },
  ],
  [
    "the fuel fee of a part of the year is a part of it (分配辦法 §6 I 1)",
    "vehicle",
    { year: 2024, kind: "carPrivate", fuel: "petrol", cc: 1_798, from: "2024-03-15", to: "2024-12-31" },
    { licence: 5_680, fuel: 3_829 },
  ],
  ["a taxi bears no fuel fee (§4 I 6)", "vehicle", { year: 2025, kind: "taxi", fuel: "petrol", cc: 1_800 }, { fuel: 0 }],
  [
    "parental leave is 60 % and the subsidy of 20 %",
    "birth",
    { scheme: "labour", insured: 45_800 },
    { "parental.monthly": 36_640, "parental.allowance": 27_480 },
  ],
  [
    "twenty million of dividends bear the premium on ten (健保法 §31)",
    "nhi.supplementary",
    { dividend: 20_000_000 },
    { premium: 211_000 },
  ],
  ["the return of 2024 could be filed until 30 June 2025", "income.slip", { year: 2024 }, { due: "2025-06-30" }],
  [
    "a loss of the three years before is taken off a gain (§14-4 II)",
    "house-sale",
    { gain: 3_000_000, losses: 1_000_000, months: 20, isResident: true },
    { "sale.tax": 900_000 },
  ],
  [
    "twins are a first and a second child",
    "childcare.allowance",
    { date: "2025-12", children_months: [5, 5], not_public_care: true },
    { total: 11_000 },
  ],
];
for (const [what, topic, input, expected] of cases)
  test(what, () => {
    const answer = topics.get(topic)?.(input) ?? {};
    for (const [name, value] of Object.entries(expected)) assert.equal(answer[name], value, name);
  });

const more: Case[] = [
  [
    "what the donee bears is taken off a gift (遺贈稅法 §21)",
    "gift.year",
    { year: 2025, total: 9_000_000, taxes_paid_by_donee: 1_290_000 },
    { tax: 527_000 },
  ],
  [
    "land held for twenty years and a half is held for more than twenty (土地稅法 §33 VI)",
    "lvit.general",
    { a: 3_000_000, b: 1_000_000, years: 20.5 },
    { tax: 840_000 },
  ],
  ["and for twenty years it is not", "lvit.general", { a: 3_000_000, b: 1_000_000, years: 20 }, { tax: 900_000 }],
  [
    "the starting value of the land tax is the county's (§16)",
    "land",
    { year: 2026, county: "臺北市", value: 50_000_000 },
    { "land.start": 43_957_000, "land.tax": 530_215 },
  ],
  [
    "the spouse's claim is taken off, gifts of two years are added and their tax credited (遺贈稅法 §11 II, §15, §17-1)",
    "estate",
    {
      date: "2025-03-01",
      gross: 60_000_000,
      hasSpouse: true,
      descendants: 2,
      spouse_claim: 18_500_000,
      given_before: 10_000_000,
      gift_tax_paid: 2_000_000,
    },
    // 70,000,000 less 13,330,000, 5,530,000, 1,120,000, 1,380,000 and 18,500,000; the gifts add 1,000,000
    { "estate.netOfReturn": 30_140_000, "estate.taxOfReturn": 2_014_000 },
  ],
];
for (const [what, topic, input, expected] of more)
  test(what, () => {
    const answer = topics.get(topic)?.(input) ?? {};
    for (const [name, value] of Object.entries(expected)) assert.equal(answer[name], value, name);
  });

const refusals: [what: string, topic: string, input: Fields, code: string, subject: string][] = [
  ["words that are not understood", "income.taxfree_threshold", { roc: 114, household: "martian" }, "law.type", "household"],
  ["no words", "income.taxfree_threshold", { roc: 114, household: " " }, "law.type", "household"],
  [
    "the home of a non-resident",
    "house-sale",
    { gain: 5_000_000, months: 80, isResident: false, isHome: true },
    "law.range",
    "sale.isHome",
  ],
  [
    "a home of six years that was held for ten months",
    "house-sale",
    { gain: 5_000_000, months: 10, isResident: true, isHome: true },
    "law.range",
    "sale.isHome",
  ],
  [
    "the fuel fee of a truck, whose table was not read",
    "vehicle",
    { year: 2025, kind: "truck", fuel: "diesel", cc: 5_000 },
    "law.not-known",
    "vehicle.fuelShare",
  ],
  ["a year of the ROC calendar as one of the common era", "income", { year: 114, salary: 1 }, "law.range", "year"],
  [
    "deductions of persons who are not there",
    "estate",
    { gross: 50_000_000, hasSpouse: false, descendants: 0, parents: 0, disabledHeirs: 9 },
    "law.range",
    "estate.disabledHeirs",
  ],
  [
    "years of minors where nobody is left",
    "estate",
    { gross: 50_000_000, hasSpouse: true, descendants: 0, minorYears: 10 },
    "law.range",
    "estate.minorYears",
  ],
  ["a county whose starting value no source gives", "land", { county: "金門縣", value: 1 }, "law.not-known", "land.starts"],
  ["what no source gives", "low-income", {}, "law.not-known", "low-income"],
  ["a fact that is none", "income", { year: 2025, sallary: 1 }, "law.unknown-input", "sallary"],
];
for (const [what, topic, input, code, subject] of refusals)
  test(`refused: ${what}`, () => {
    assert.throws(
      () => topics.get(topic)?.(input),
      (error) => error instanceof LawError && error.code === code && error.subject === subject,
    );
  });
