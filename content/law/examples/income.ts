import { official, statute, taxReturn, type WorkedExample } from "./write.ts";

const threshold = (year: number) => official(`salary without tax in ${year} (ec.ltn.com.tw 5259426)`);
const couple = { salary: 2_000_000, spouseSalary: 2_000_000, married: true };
const section17 = (reckoning: string) => statute(`所得稅法 §17: ${reckoning}`);
const basic = (reckoning: string) => statute(`納稅者權利保護法 §4: ${reckoning}`);

export const income: readonly WorkedExample[] = [
  taxReturn(2025, { salary: 900_000 }, 22_700, section17("900,000 - 97,000 - 131,000 - 218,000 = 454,000 at 5 %")),
  taxReturn(2025, { salary: 446_000 }, 0, section17("97,000 + 131,000 + 218,000 are free")),
  taxReturn(2025, { salary: 3_000_000 }, 363_100, statute("所得稅法 §5 II: 29,500 + 88,800 + 20 % of 1,224,000")),
  taxReturn(
    2025,
    { salary: 1_000_000, spouseSalary: 400_000, married: true, rent: 180_000 },
    16_400,
    section17("1,400,000 - 194,000 - 262,000 - 436,000 - 180,000 of rent = 328,000"),
  ),
  taxReturn(
    2025,
    { salary: 900_000, dependants: 1, preschoolers: 1 },
    10_350,
    section17("a child takes 97,000 off, the first of preschool age 150,000: 207,000 remain"),
  ),
  taxReturn(
    2025,
    { salary: 900_000, dependants: 1, seniors: 1 },
    12_800,
    basic("a parent of 75 takes 145,500 off, and 426,000 - 373,500"),
  ),
  taxReturn(2025, { salary: 900_000, disabled: true }, 11_800, section17("218,000 off: 236,000 remain")),
  taxReturn(
    2025,
    { salary: 900_000, dependants: 1, students: 1 },
    12_800,
    basic("a student takes 97,000 and 25,000 off, and 426,000 - 350,000"),
  ),
  taxReturn(2025, { salary: 900_000, care: 1 }, 13_700, section17("180,000 for long-term care: 274,000 remain")),
  taxReturn(
    2025,
    { other: 1_738_000, care: 1 },
    118_300,
    statute("所得稅法 §17 III 1: at 1,330,000 no dollar bears 20 % yet, so that the deduction for care stays"),
  ),
  taxReturn(
    2025,
    { other: 1_738_001, care: 1 },
    154_300,
    statute("所得稅法 §17 III 1: a dollar more bears 20 %, and 180,001 with it"),
  ),
  taxReturn(
    2025,
    { salary: 900_000, dividends: 100_000 },
    19_200,
    statute("所得稅法 §15 IV: 554,000 at 5 % less 8.5 % of 100,000"),
  ),
  taxReturn(
    2025,
    { dividends: 10_000_000 },
    2_800_000,
    statute("所得稅法 §15 V: 28 %, less than 2,997,100 - 80,000 by the brackets"),
  ),
  taxReturn(2025, { salary: 900_000, interest: 200_000 }, 22_700, section17("interest up to 270,000 is free")),
  taxReturn(
    2025,
    { salary: 900_000, donations: 100_000, health: 100_000 },
    19_250,
    section17("200,000 itemized instead of 131,000: 385,000 remain"),
  ),
  taxReturn(2019, { salary: 900_000 }, 24_600, section17("900,000 - 88,000 - 120,000 - 200,000 = 492,000 at 5 %")),
  taxReturn(2026, { salary: 900_000 }, 21_800, section17("900,000 - 101,000 - 136,000 - 227,000 = 436,000 at 5 %")),
  taxReturn(
    2025,
    couple,
    326_200,
    statute("所得稅法 §15 II 2: 1,685,000 apart is 189,300, 1,423,000 is 136,900; together 518,700"),
  ),
  taxReturn(2025, couple, "salaryOwn", statute("所得稅法 §15 II 2: 326,200 apart, 518,700 together"), "income.mode"),
  taxReturn(2025, { salary: 1_200_000, married: true, dependants: 2 }, 6_500, basic("4 x 213,000 - 650,000 = 202,000 more")),
  taxReturn(
    2025,
    { salary: 1_200_000, married: true, dependants: 2 },
    202_000,
    basic("4 x 213,000 - 4 x 97,000 - 262,000"),
    "income.difference",
  ),
  taxReturn(
    2025,
    { salary: 1_200_000, married: true, dependants: 2 },
    130_000,
    basic("1,200,000 - 218,000 - 650,000 - 202,000"),
    "income.net",
  ),
  taxReturn(2024, { salary: 1, rent: 180_000 }, 626_000, threshold(2024), "income.taxFreeSalary"),
  taxReturn(2026, { salary: 1, rent: 180_000 }, 644_000, threshold(2026), "income.taxFreeSalary"),
  taxReturn(
    2024,
    { salary: 1, spouseSalary: 1, married: true, rent: 180_000 },
    1_072_000,
    threshold(2024),
    "income.taxFreeSalary",
  ),
  {
    law: "income",
    want: "income.bracketTax",
    at: "2025-12-31",
    facts: { "income.netGiven": 600_000 },
    value: 30_700,
    origin: statute("所得稅法 §5 II: 29,500 and 12 % of 10,000"),
  },
];
