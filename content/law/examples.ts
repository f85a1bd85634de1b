import { emptyReturn } from "./topics/income.ts";

/** One case worked out by hand from the articles: what is asked of which law on which day, and what has to come out. */
export type WorkedExample = {
  law: string;
  want: string;
  at: string;
  facts: Readonly<Record<string, number | string | boolean>>;
  value: number;
};

/** A return on which only these lines are filled in. */
const income = (year: number, given: Record<string, number | boolean>, value: number, want = "income.tax"): WorkedExample => ({
  law: "income",
  want,
  at: `${year}-12-31`,
  facts: {
    ...emptyReturn,
    ...Object.fromEntries(Object.entries(given).map(([name, one]) => [`income.${name}`, one])),
  } as WorkedExample["facts"],
  value,
});
const one = (law: string, want: string, at: string, facts: WorkedExample["facts"], value: number): WorkedExample => ({
  law,
  want,
  at,
  facts,
  value,
});
const day = "2026-05-01";

/** The reckoning of each stands beside it; docs/law-coverage.md counts them rule by rule. */
export const workedExamples: readonly WorkedExample[] = [
  // 900,000 - 97,000 - 131,000 - 218,000 = 454,000 at 5 %
  income(2025, { salary: 900_000 }, 22_700),
  // 446,000 is what no single worker pays on: 97,000 + 131,000 + 218,000
  income(2025, { salary: 446_000 }, 0),
  // net 2,554,000: 29,500 + 88,800 + 244,800
  income(2025, { salary: 3_000_000 }, 363_100),
  // two salaries: 1,400,000 - 194,000 - 262,000 - 436,000 - 180,000 of rent = 328,000
  income(2025, { salary: 1_000_000, spouseSalary: 400_000, married: true, rent: 180_000 }, 16_400),
  // a first child of preschool age takes 97,000 and 150,000 off: 207,000 remain
  income(2025, { salary: 900_000, dependants: 1, preschoolers: 1 }, 10_350),
  // a parent of 75: 145,500, and the difference to the basic living expense of two, 426,000 - 373,500
  income(2025, { salary: 900_000, dependants: 1, seniors: 1 }, 12_800),
  // a disability takes 218,000 off: 236,000 remain
  income(2025, { salary: 900_000, disabled: true }, 11_800),
  // a student at university takes 97,000 and 25,000 off; the basic living expense of two adds 76,000
  income(2025, { salary: 900_000, dependants: 1, students: 1 }, 12_800),
  // long-term care: 180,000 off
  income(2025, { salary: 900_000, care: 1 }, 13_700),
  // dividends of 100,000 merged: 554,000 at 5 % less 8.5 %
  income(2025, { salary: 900_000, dividends: 100_000 }, 27_700 - 8_500),
  // interest up to 270,000 is free
  income(2025, { salary: 900_000, interest: 200_000 }, 22_700),
  // donations and premiums of health insurance beyond the standard deduction: 200,000 instead of 131,000
  income(2025, { salary: 900_000, donations: 100_000, health: 100_000 }, 19_250),
  income(2019, { salary: 900_000 }, 24_600),
  income(2026, { salary: 900_000 }, 21_800),
  one("income", "income.bracketTax", "2025-12-31", { "income.netGiven": 600_000 }, 29_500 + 1_200),
  one(
    "business",
    "amt.extra",
    "2025-12-31",
    { "amt.net": 1_000_000, "amt.overseas": 9_000_000, "amt.regularTax": 50_000 },
    450_000,
  ),
  one("business", "cit.tax", "2025-12-31", { "business.amount": 150_000 }, 15_000),
  one("business", "cit.tax", "2025-12-31", { "business.amount": 1_000_000 }, 200_000),
  one("business", "vat.tax", "2025-12-31", { "business.amount": 1_010 }, 51),
  one("business", "stamp.receiptTax", "2025-12-31", { "business.amount": 10_000 }, 40),
  one("business", "stamp.contractTax", "2025-12-31", { "business.amount": 10_000 }, 10),
  one("business", "stamp.movableTax", "2025-12-31", { "business.amount": 10_000 }, 4),
  one("business", "securities.tax", "2025-12-31", { "business.amount": 100_000, "securities.kind": "stock" }, 300),
  // 20 days late: six full steps of three days
  one("late", "late.fee", "2026-04-30", { "late.tax": 7_120, "late.due": "2026-04-30", "late.paid": "2026-05-20" }, 427),
  one("late", "late.percent", "2021-06-01", { "late.due": "2021-06-01", "late.paid": "2021-07-11" }, 15),
  one("late", "late.interestDays", "2026-06-01", { "late.due": "2026-06-01", "late.paid": "2026-09-01" }, 62),
  one(
    "late",
    "late.interest",
    "2024-01-01",
    { "late.tax": 100_000, "late.due": "2023-12-01", "late.paid": "2024-07-01", "late.kind": "income" },
    800,
  ),
  one(
    "vehicle",
    "vehicle.annual",
    day,
    { "vehicle.kind": "carPrivate", "vehicle.fuel": "petrol", "vehicle.cc": 1_800, "vehicle.exempting": true },
    7_120,
  ),
  one(
    "vehicle",
    "vehicle.annual",
    day,
    { "vehicle.kind": "carPrivate", "vehicle.fuel": "electric", "vehicle.tenthsOfHorsepower": 2_000, "vehicle.exempting": true },
    0,
  ),
  one("vehicle", "vehicle.fuelFee", day, { "vehicle.kind": "carPrivate", "vehicle.fuel": "petrol", "vehicle.cc": 1_800 }, 4_800),
  one("vehicle", "vehicle.fuelFee", day, { "vehicle.kind": "carPrivate", "vehicle.fuel": "diesel", "vehicle.cc": 1_800 }, 2_880),
  // 181 of 365 days of 7,120
  one(
    "vehicle",
    "vehicle.prorated",
    "2025-01-01",
    {
      "vehicle.kind": "carPrivate",
      "vehicle.fuel": "petrol",
      "vehicle.cc": 1_800,
      "vehicle.exempting": true,
      "vehicle.from": "2025-01-01",
      "vehicle.to": "2025-06-30",
    },
    3_530,
  ),
  one("property", "estate.tax", day, { "estate.net": 10_000_000 }, 1_000_000),
  // 60,000,000 less 13,330,000, three children and ten years to majority at 560,000, a parent 1,380,000, the funeral 1,380,000
  one(
    "property",
    "estate.taxOfReturn",
    day,
    {
      "estate.gross": 60_000_000,
      "estate.debts": 0,
      "estate.hasSpouse": false,
      "estate.descendants": 3,
      "estate.minorYears": 10,
      "estate.parents": 1,
      "estate.disabledHeirs": 0,
    },
    3_663_000,
  ),
  one("property", "gift.tax", day, { "gift.net": 2_560_000 }, 256_000),
  one("property", "gift.ofYear", day, { "gift.total": 5_000_000 }, 256_000),
  // one million at 1 %, four at 1.5 %
  one("property", "lvt.tax", day, { "lvt.value": 5_000_000, "lvt.start": 1_000_000 }, 70_000),
  one("property", "lvt.homeTax", day, { "lvt.homeValue": 1_000_000 }, 2_000),
  // risen to three times within twenty years: 40 % of the rise less 30 % of the earlier value
  one("property", "lvit.tax", day, { "lvit.rise": 2_000_000, "lvit.before": 1_000_000, "lvit.years": 20 }, 500_000),
  one("property", "lvit.chosen", day, { "lvit.rise": 1_000_000, "lvit.home": true }, 100_000),
  one("property", "house.tax", day, { "house.value": 1_000_000, "house.rate": "1.2%" }, 12_000),
  one("property", "deed.tax", day, { "deed.kind": "exchange", "deed.price": 1_000_000 }, 20_000),
  one(
    "house",
    "house.mostTax",
    day,
    { "house.worth": 1_000_000, "house.use": "home", "house.county": "taipei", "house.count": 1 },
    12_000,
  ),
  one(
    "house",
    "house.mostTax",
    day,
    { "house.worth": 1_000_000, "house.use": "other", "house.county": "newTaipei", "house.count": 5 },
    42_000,
  ),
  one(
    "house",
    "house.leastTax",
    day,
    { "house.worth": 1_000_000, "house.use": "other", "house.county": "taipei", "house.count": 5 },
    20_000,
  ),
  one(
    "house",
    "house.mostTax",
    day,
    { "house.worth": 90_000, "house.use": "home", "house.county": "taipei", "house.count": 3 },
    0,
  ),
  // the value is above Taipei's limit for an only home
  one(
    "house",
    "house.leastTax",
    day,
    { "house.worth": 3_000_000, "house.use": "sole", "house.county": "taipei", "house.count": 1 },
    36_000,
  ),
  one(
    "benefits",
    "birth.claimTotal",
    day,
    { "benefit.scheme": "national_pension", "benefit.children": 1, "benefit.insured": 0 },
    100_000,
  ),
  one(
    "benefits",
    "birth.claimTopUp",
    day,
    { "benefit.scheme": "labour", "benefit.children": 1, "benefit.insured": 30_300 },
    39_400,
  ),
  one(
    "benefits",
    "birth.claimInsured",
    day,
    { "benefit.scheme": "farmers", "benefit.children": 1, "benefit.insured": 20_400 },
    61_200,
  ),
  one("benefits", "childcare.monthly", day, { "benefit.order": 2, "benefit.ageMonths": 12, "benefit.publicCare": false }, 6_000),
  one("benefits", "childcare.monthly", day, { "benefit.order": 2, "benefit.ageMonths": 60, "benefit.publicCare": false }, 0),
  one("benefits", "np.funeral", day, { "benefit.insured": 21_103 }, 105_515),
  one("benefits", "farmers.funeral", day, { "benefit.insured": 20_400 }, 306_000),
  one("benefits", "funeral.paid", day, { "benefit.scheme": "labour", "benefit.insured": 45_800 }, 229_000),
  one("benefits", "np.pay", day, { "benefit.insured": 20_000, "benefit.years": "10", "benefit.addon": 4_049 }, 5_349),
  one("benefits", "labour.pay", day, { "benefit.insured": 40_000, "benefit.years": "25", "benefit.adjust": "-4%" }, 14_880),
  one("insurance", "insurance.labourPremium", day, { "insurance.wage": 40_000 }, 1_003),
  one("insurance", "insurance.healthPremium", day, { "insurance.wage": 40_000, "insurance.dependants": 4 }, 2_488),
  one("consumption", "commodity.tax", day, { "commodity.good": "carSmall", "commodity.price": 800_000 }, 200_000),
  one("consumption", "amusement.mostTax", day, { "amusement.show": "drama", "amusement.price": 1_000 }, 50),
  one("benefits", "parental.monthly", day, { "benefit.scheme": "labour", "benefit.insured": 40_100 }, 24_060),
  // 60 % and 20 % for two of three dependants
  one("benefits", "unemployment.monthly", day, { "benefit.insured": 40_000, "benefit.dependants": 3 }, 32_000),
  one("benefits", "unemployment.months", day, { "benefit.longer": true }, 9),
  // half of 25 % on the first 1,400,000
  one("consumption", "commodity.evExempt", day, { "commodity.price": 2_000_000, "commodity.tenthsOfHorsepower": 2_000 }, 175_000),
  // held for three years
  one(
    "sale",
    "sale.tax",
    day,
    { "sale.gain": 1_000_000, "sale.months": 36, "sale.isResident": true, "sale.isHome": false },
    350_000,
  ),
  // one's home: four million are free, the rest bears 10 %
  one(
    "sale",
    "sale.tax",
    day,
    { "sale.gain": 5_000_000, "sale.months": 80, "sale.isResident": true, "sale.isHome": true },
    100_000,
  ),
  one(
    "sale",
    "sale.tax",
    day,
    { "sale.gain": 1_000_000, "sale.months": 200, "sale.isResident": false, "sale.isHome": false },
    350_000,
  ),
  one("cpi", "cpi.adjusted", "2026-12-31", { "cpi.amount": 97_000, "cpi.rise": "4.5%", "cpi.unit": 1_000 }, 101_000),
];
