import { example, today, type WorkedExample } from "./write.ts";

export const sale: readonly WorkedExample[] = [
  // held for three years
  example(
    "sale",
    "sale.tax",
    today,
    { "sale.gain": 1_000_000, "sale.months": 36, "sale.isResident": true, "sale.isHome": false },
    350_000,
  ),
  // one's home: four million are free, the rest bears 10 %
  example(
    "sale",
    "sale.tax",
    today,
    { "sale.gain": 5_000_000, "sale.months": 80, "sale.isResident": true, "sale.isHome": true },
    100_000,
  ),
  example(
    "sale",
    "sale.tax",
    today,
    { "sale.gain": 1_000_000, "sale.months": 200, "sale.isResident": false, "sale.isHome": false },
    350_000,
  ),
];
