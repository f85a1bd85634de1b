import { examplesOf, official, statute, today, type WorkedExample } from "./write.ts";

const of = examplesOf("house");
const dwelling = (worth: number, use: string, county: string, count: number) => ({
  "house.worth": worth,
  "house.use": use,
  "house.county": county,
  "house.count": count,
});

const newTaipei = (step: string) => official(`New Taipei's table of rates, by its Revenue Service (public code): ${step}`);
const taipeiLimit = (reckoning: string) =>
  official(`press of 2025-12, Taipei's limit of 2026 for an only home is 2,674,200: ${reckoning}`);

export const house: readonly WorkedExample[] = [
  of("house.mostTax", today, dwelling(1_000_000, "home", "taipei", 1), 12_000, statute("房屋稅條例 §5 I 1 (1): 1.2 %")),
  of(
    "house.leastTax",
    today,
    dwelling(1_000_000, "sole", "taipei", 1),
    10_000,
    statute("房屋稅條例 §5 I 1 (1): an only home, 1 %"),
  ),
  of("house.leastTax", today, dwelling(1_000_000, "home", "taipei", 1), 12_000, statute("房屋稅條例 §5 I 1 (1): 1.2 %")),
  of(
    "house.mostTax",
    today,
    dwelling(1_000_000, "sole", "taipei", 1),
    10_000,
    statute("房屋稅條例 §5 I 1 (1): an only home, 1 %"),
  ),
  of(
    "house.leastTax",
    today,
    dwelling(1_000_000, "publicInterest", "taipei", 2),
    12_000,
    statute("房屋稅條例 §5 I 1 (1): 1.2 %"),
  ),
  of("house.mostTax", today, dwelling(1_000_000, "publicInterest", "taipei", 2), 12_000, statute("房屋稅條例 §5 I 1 (1): 1.2 %")),
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
    "house.leastTax",
    today,
    dwelling(1_000_000, "nonBusiness", "taipei", 1),
    15_000,
    statute("房屋稅條例 §5 I 2: 1.5 % at least"),
  ),
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
    newTaipei("five or six other dwellings, 4.2 %"),
  ),
  of(
    "house.mostTax",
    today,
    dwelling(1_000_000, "other", "newTaipei", 2),
    32_000,
    newTaipei("one or two other dwellings, 3.2 %"),
  ),
  of(
    "house.mostTax",
    today,
    dwelling(1_000_000, "other", "newTaipei", 3),
    38_000,
    newTaipei("three or four other dwellings, 3.8 %"),
  ),
  of(
    "house.mostTax",
    today,
    dwelling(1_000_000, "other", "newTaipei", 7),
    48_000,
    newTaipei("seven other dwellings and more, 4.8 %"),
  ),
  of("house.mostTax", today, dwelling(1_000_000, "rented", "newTaipei", 4), 15_000, newTaipei("up to four that are let, 1.5 %")),
  of("house.mostTax", today, dwelling(1_000_000, "rented", "newTaipei", 5), 20_000, newTaipei("five or six that are let, 2 %")),
  of(
    "house.mostTax",
    today,
    dwelling(1_000_000, "rented", "newTaipei", 7),
    24_000,
    newTaipei("seven that are let and more, 2.4 %"),
  ),
  of("house.mostTax", today, dwelling(1_000_000, "business", "newTaipei", 1), 30_000, newTaipei("business, 3 %")),
  of("house.mostTax", today, dwelling(1_000_000, "nonBusiness", "newTaipei", 1), 20_000, newTaipei("neither, 2 %")),
  of("house.mostTax", today, dwelling(100_001, "home", "taipei", 1), 1_200, statute("房屋稅條例 §15 I 9: more than 100,000")),
  of("house.mostTax", today, dwelling(90_000, "home", "taipei", 4), 1_080, statute("房屋稅條例 §15 I 9: a fourth house at most")),
  of(
    "house.leastTax",
    today,
    dwelling(90_000, "other", "taipei", 4),
    0,
    statute("房屋稅條例 §15 I 9: the others may be worth more"),
  ),
  of(
    "house.mostTax",
    today,
    dwelling(90_000, "home", "taipei", 3),
    0,
    statute("房屋稅條例 §15 I 9: up to 100,000, three houses"),
  ),
  of("house.mostTax", today, dwelling(90_000, "business", "taipei", 1), 4_500, statute("房屋稅條例 §15 I 9: dwellings only")),
  of("house.leastTax", today, dwelling(3_000_000, "sole", "taipei", 1), 36_000, taipeiLimit("3,000,000 bears 1.2 %")),
  of("house.leastTax", today, dwelling(2_674_200, "sole", "taipei", 1), 26_742, taipeiLimit("it bears 1 %")),
  of("house.leastTax", today, dwelling(2_674_201, "sole", "taipei", 1), 32_090, taipeiLimit("a dollar more bears 1.2 %")),
];
