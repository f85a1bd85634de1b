import { example, today, type WorkedExample } from "./write.ts";

export const benefits: readonly WorkedExample[] = [
  example(
    "benefits",
    "birth.claimTotal",
    today,
    { "benefit.scheme": "national_pension", "benefit.children": 1, "benefit.insured": 0 },
    100_000,
  ),
  example(
    "benefits",
    "birth.claimTopUp",
    today,
    { "benefit.scheme": "labour", "benefit.children": 1, "benefit.insured": 30_300 },
    39_400,
  ),
  example(
    "benefits",
    "birth.claimInsured",
    today,
    { "benefit.scheme": "farmers", "benefit.children": 1, "benefit.insured": 20_400 },
    61_200,
  ),
  example(
    "benefits",
    "childcare.monthly",
    today,
    { "benefit.order": 2, "benefit.ageMonths": 12, "benefit.publicCare": false },
    6_000,
  ),
  example(
    "benefits",
    "childcare.monthly",
    today,
    { "benefit.order": 2, "benefit.ageMonths": 60, "benefit.publicCare": false },
    0,
  ),
  example("benefits", "np.funeral", today, { "benefit.insured": 21_103 }, 105_515),
  example("benefits", "farmers.funeral", today, { "benefit.insured": 20_400 }, 306_000),
  example("benefits", "funeral.paid", today, { "benefit.scheme": "labour", "benefit.insured": 45_800 }, 229_000),
  example("benefits", "np.pay", today, { "benefit.insured": 20_000, "benefit.years": "10", "benefit.addon": 4_049 }, 5_349),
  example("benefits", "labour.pay", today, { "benefit.insured": 40_000, "benefit.years": "25", "benefit.adjust": "-4%" }, 14_880),
  example("benefits", "parental.monthly", today, { "benefit.scheme": "labour", "benefit.insured": 40_100 }, 24_060),
  // 60 % and 20 % for two of three dependants
  example("benefits", "unemployment.monthly", today, { "benefit.insured": 40_000, "benefit.dependants": 3 }, 32_000),
  example("benefits", "unemployment.months", today, { "benefit.longer": true }, 9),
];
