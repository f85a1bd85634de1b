import { example, today, type WorkedExample } from "./write.ts";

export const insurance: readonly WorkedExample[] = [
  example("insurance", "insurance.labourPremium", today, { "insurance.wage": 40_000 }, 1_003),
  example("insurance", "insurance.healthPremium", today, { "insurance.wage": 40_000, "insurance.dependants": 4 }, 2_488),
];
