import { examplesOf, statute, today, type WorkedExample } from "./write.ts";

const of = examplesOf("sale");
const sold = (gain: number, months: number, isResident: boolean, isHome = false) => ({
  "sale.gain": gain,
  "sale.months": months,
  "sale.isResident": isResident,
  "sale.isHome": isHome,
});
const resident = (tier: string) => statute(`所得稅法 §14-4 III 1 ${tier}`);

export const sale: readonly WorkedExample[] = [
  of("sale.tax", today, sold(1_000_000, 24, true), 450_000, resident("(1): two years, 45 %")),
  of("sale.tax", today, sold(1_000_000, 25, true), 350_000, resident("(2): a day more than two years, 35 %")),
  of("sale.tax", today, sold(1_000_000, 36, true), 350_000, resident("(2): three years, 35 %")),
  of("sale.tax", today, sold(1_000_000, 61, true), 200_000, resident("(3): a day more than five years, 20 %")),
  of("sale.tax", today, sold(1_000_000, 121, true), 150_000, resident("(4): a day more than ten years, 15 %")),
  of("sale.tax", today, sold(5_000_000, 80, true, true), 100_000, resident("(8), §4-5: a home, 10 % beyond four million")),
  of("sale.tax", today, sold(1_000_000, 24, false), 450_000, statute("所得稅法 §14-4 III 2 (1): not resident, two years, 45 %")),
  of("sale.tax", today, sold(1_000_000, 200, false), 350_000, statute("所得稅法 §14-4 III 2 (2): not resident, 35 %")),
];
