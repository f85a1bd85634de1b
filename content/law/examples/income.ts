import { example, taxReturn, type WorkedExample } from "./write.ts";

export const income: readonly WorkedExample[] = [
  // 900,000 - 97,000 - 131,000 - 218,000 = 454,000 at 5 %
  taxReturn(2025, { salary: 900_000 }, 22_700),
  // 446,000 is what no single worker pays on: 97,000 + 131,000 + 218,000
  taxReturn(2025, { salary: 446_000 }, 0),
  // net 2,554,000: 29,500 + 88,800 + 244,800
  taxReturn(2025, { salary: 3_000_000 }, 363_100),
  // two salaries: 1,400,000 - 194,000 - 262,000 - 436,000 - 180,000 of rent = 328,000
  taxReturn(2025, { salary: 1_000_000, spouseSalary: 400_000, married: true, rent: 180_000 }, 16_400),
  // a first child of preschool age takes 97,000 and 150,000 off: 207,000 remain
  taxReturn(2025, { salary: 900_000, dependants: 1, preschoolers: 1 }, 10_350),
  // a parent of 75: 145,500, and the difference to the basic living expense of two, 426,000 - 373,500
  taxReturn(2025, { salary: 900_000, dependants: 1, seniors: 1 }, 12_800),
  // a disability takes 218,000 off: 236,000 remain
  taxReturn(2025, { salary: 900_000, disabled: true }, 11_800),
  // a student at university takes 97,000 and 25,000 off; the basic living expense of two adds 76,000
  taxReturn(2025, { salary: 900_000, dependants: 1, students: 1 }, 12_800),
  // long-term care: 180,000 off
  taxReturn(2025, { salary: 900_000, care: 1 }, 13_700),
  // 1,738,000 - 97,000 - 131,000 - 180,000 = 1,330,000: no dollar bears 20 % yet, so that the deduction for care stays (§17 III 1)
  taxReturn(2025, { other: 1_738_000, care: 1 }, 29_500 + 88_800),
  // a dollar more bears 20 %, and 180,001 with it
  taxReturn(2025, { other: 1_738_001, care: 1 }, 29_500 + 88_800 + 36_000),
  // dividends of 100,000 merged: 554,000 at 5 % less 8.5 %
  taxReturn(2025, { salary: 900_000, dividends: 100_000 }, 27_700 - 8_500),
  // interest up to 270,000 is free
  taxReturn(2025, { salary: 900_000, interest: 200_000 }, 22_700),
  // donations and premiums of health insurance beyond the standard deduction: 200,000 instead of 131,000
  taxReturn(2025, { salary: 900_000, donations: 100_000, health: 100_000 }, 19_250),
  taxReturn(2019, { salary: 900_000 }, 24_600),
  taxReturn(2026, { salary: 900_000 }, 21_800),
  example("income", "income.bracketTax", "2025-12-31", { "income.netGiven": 600_000 }, 29_500 + 1_200),
];
