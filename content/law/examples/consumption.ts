import { example, today, type WorkedExample } from "./write.ts";

export const consumption: readonly WorkedExample[] = [
  example("consumption", "commodity.tax", today, { "commodity.good": "carSmall", "commodity.price": 800_000 }, 200_000),
  example("consumption", "amusement.mostTax", today, { "amusement.show": "drama", "amusement.price": 1_000 }, 50),
  // half of 25 % on the first 1,400,000
  example(
    "consumption",
    "commodity.evExempt",
    today,
    { "commodity.price": 2_000_000, "commodity.tenthsOfHorsepower": 2_000 },
    175_000,
  ),
];
