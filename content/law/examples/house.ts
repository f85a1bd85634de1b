import { examplesOf, official, statute, today, type WorkedExample } from "./write.ts";

const of = examplesOf("house");
const dwelling = (worth: number, use: string, county: string, count: number) => ({
  "house.worth": worth,
  "house.use": use,
  "house.county": county,
  "house.count": count,
});

export const house: readonly WorkedExample[] = [
  of("house.mostTax", today, dwelling(1_000_000, "home", "taipei", 1), 12_000, statute("房屋稅條例 §5 I 1 (1): 1.2 %")),
  of(
    "house.leastTax",
    today,
    dwelling(1_000_000, "sole", "taipei", 1),
    10_000,
    statute("房屋稅條例 §5 I 1 (1): an only home, 1 %"),
  ),
  of(
    "house.leastTax",
    today,
    dwelling(1_000_000, "rented", "taipei", 1),
    15_000,
    statute("房屋稅條例 §5 I 1 (2): 1.5 % at least"),
  ),
  of("house.mostTax", today, dwelling(1_000_000, "rented", "taipei", 1), 24_000, statute("房屋稅條例 §5 I 1 (2): 2.4 % at most")),
  of("house.leastTax", today, dwelling(1_000_000, "other", "taipei", 5), 20_000, statute("房屋稅條例 §5 I 1 (4): 2 % at least")),
  of("house.mostTax", today, dwelling(1_000_000, "other", "taipei", 5), 48_000, statute("房屋稅條例 §5 I 1 (4): 4.8 % at most")),
  of("house.leastTax", today, dwelling(1_000_000, "business", "taipei", 1), 30_000, statute("房屋稅條例 §5 I 2: 3 % at least")),
  of("house.mostTax", today, dwelling(1_000_000, "business", "taipei", 1), 50_000, statute("房屋稅條例 §5 I 2: 5 % at most")),
  of(
    "house.mostTax",
    today,
    dwelling(1_000_000, "nonBusiness", "taipei", 1),
    25_000,
    statute("房屋稅條例 §5 I 2: 2.5 % at most"),
  ),
  of(
    "house.mostTax",
    today,
    dwelling(1_000_000, "other", "newTaipei", 5),
    42_000,
    official("New Taipei's table of rates: five or six other dwellings bear 4.2 %"),
  ),
  of(
    "house.mostTax",
    today,
    dwelling(90_000, "home", "taipei", 3),
    0,
    statute("房屋稅條例 §15 I 9: up to 100,000, three houses"),
  ),
  of("house.mostTax", today, dwelling(90_000, "business", "taipei", 1), 4_500, statute("房屋稅條例 §15 I 9: dwellings only")),
  of(
    "house.leastTax",
    today,
    dwelling(3_000_000, "sole", "taipei", 1),
    36_000,
    official("Taipei's limit for an only home of 2026 is 2,674,200 (press of 2025-12): 1.2 %"),
  ),
];
