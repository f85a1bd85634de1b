import { example, today, type WorkedExample } from "./write.ts";

export const house: readonly WorkedExample[] = [
  example(
    "house",
    "house.mostTax",
    today,
    { "house.worth": 1_000_000, "house.use": "home", "house.county": "taipei", "house.count": 1 },
    12_000,
  ),
  example(
    "house",
    "house.mostTax",
    today,
    { "house.worth": 1_000_000, "house.use": "other", "house.county": "newTaipei", "house.count": 5 },
    42_000,
  ),
  example(
    "house",
    "house.leastTax",
    today,
    { "house.worth": 1_000_000, "house.use": "other", "house.county": "taipei", "house.count": 5 },
    20_000,
  ),
  example(
    "house",
    "house.mostTax",
    today,
    { "house.worth": 90_000, "house.use": "home", "house.county": "taipei", "house.count": 3 },
    0,
  ),
  // the value is above Taipei's limit for an only home
  example(
    "house",
    "house.leastTax",
    today,
    { "house.worth": 3_000_000, "house.use": "sole", "house.county": "taipei", "house.count": 1 },
    36_000,
  ),
];
