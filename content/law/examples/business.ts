import { examplesOf, statute, type WorkedExample } from "./write.ts";

const of = examplesOf("business");
const basic = examplesOf("basic");
const at = "2025-12-31";
const amount = (money: number) => ({ "business.amount": money });

export const business: readonly WorkedExample[] = [
  basic(
    "amt.extra",
    at,
    { "amt.net": 1_000_000, "amt.overseas": 9_000_000, "amt.regularTax": 50_000 },
    450_000,
    statute("所得基本稅額條例 §12, §13: (10,000,000 - 7,500,000) x 20 % - 50,000"),
  ),
  basic(
    "amt.basicIncome",
    at,
    { "amt.net": 1_000_000, "amt.overseas": 999_999, "amt.regularTax": 50_000 },
    1_000_000,
    statute("所得基本稅額條例 §12 I 1: overseas income below a million does not count"),
  ),
  basic(
    "amt.basicIncome",
    at,
    { "amt.net": 1_000_000, "amt.overseas": 1_000_000, "amt.regularTax": 50_000 },
    2_000_000,
    statute("所得基本稅額條例 §12 I 1: overseas income of a million counts"),
  ),
  basic(
    "amt.basicIncome",
    at,
    { "amt.net": 0, "amt.overseas": 0, "amt.regularTax": 0, "amt.deathBenefit": 40_000_000 },
    2_600_000,
    statute("所得基本稅額條例 §12 I 2: of death benefits 37,400,000 are free"),
  ),
  basic(
    "amt.extra",
    "2013-12-31",
    {
      "amt.net": 5_000_000,
      "amt.overseas": 5_000_000,
      "amt.insurance": 1_000_000,
      "amt.unlistedShares": 1_500_000,
      "amt.donationsInKind": 500_000,
      "amt.regularTax": 1_250_800,
      "amt.foreignTax": 200_000,
    },
    55_950,
    statute("所得基本稅額條例施行細則 §15-1: (1,400,000 - 1,250,800) x 5/8 = 93,250 at most"),
  ),
  of("cit.tax", at, amount(120_000), 0, statute("所得稅法 §5 V 1: up to 120,000 nothing")),
  of("cit.tax", at, amount(150_000), 15_000, statute("所得稅法 §5 V 2: half of 30,000 at most")),
  of("cit.tax", at, amount(200_000), 40_000, statute("所得稅法 §5 V 2: 20 % of 200,000 is half of 80,000")),
  of("cit.tax", at, amount(1_000_000), 200_000, statute("所得稅法 §5 V 2: 20 %")),
  of("cit.tax", "2018-12-31", amount(300_000), 54_000, statute("所得稅法 §5 V 3 (1): 18 % in 2018")),
  of("cit.tax", "2019-12-31", amount(500_000), 95_000, statute("所得稅法 §5 V 3 (2): 19 % in 2019")),
  of("cit.tax", "2019-12-31", amount(500_001), 100_000, statute("所得稅法 §5 V 2: more than 500,000 bears 20 %")),
  of("cit.tax", at, amount(400_000), 80_000, statute("所得稅法 §5 V 2: 20 % since 2020")),
  of("vat.tax", at, amount(1_010), 51, statute("營業稅法 §10, §14 I: 5 % is 50.5, half up")),
  of("stamp.receiptTax", at, amount(10_000), 40, statute("印花稅法 §7 I 1: 0.4 %")),
  of("stamp.contractTax", at, amount(10_000), 10, statute("印花稅法 §7 I 3: 0.1 %")),
  of("stamp.movableTax", at, amount(10_000), 4, statute("印花稅法 §7 I 4: four dollars each")),
  of(
    "securities.tax",
    at,
    { ...amount(100_000), "securities.kind": "stock" },
    300,
    statute("證券交易稅條例 §2 I 1: 0.3 % of shares"),
  ),
  of(
    "securities.tax",
    at,
    { ...amount(100_000), "securities.kind": "dayTrade" },
    150,
    statute("證券交易稅條例 §2-2: 0.15 % of shares bought and sold on one day"),
  ),
  of(
    "securities.tax",
    at,
    { ...amount(100_000), "securities.kind": "bond" },
    0,
    statute("證券交易稅條例 §2-1: none of bonds until 2026"),
  ),
  of(
    "securities.tax",
    at,
    { ...amount(100_000), "securities.kind": "other" },
    100,
    statute("證券交易稅條例 §2 I 2: 0.1 % of other securities"),
  ),
];
