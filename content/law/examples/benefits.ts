import { examplesOf, official, statute, today, type WorkedExample } from "./write.ts";

const of = examplesOf("benefits");
const support = "birth support programme since 2026-01-01 (press of 2025-11-13)";
const birth = (scheme: string, children: number, insured: number) => ({
  "benefit.scheme": scheme,
  "benefit.children": children,
  "benefit.insured": insured,
});
const child = (order: number, ageMonths: number, publicCare: boolean) => ({
  "benefit.order": order,
  "benefit.ageMonths": ageMonths,
  "benefit.publicCare": publicCare,
});
const pension = (insured: number, years: string, rest: Record<string, number | string>) => ({
  "benefit.insured": insured,
  "benefit.years": years,
  ...rest,
});
const printed = official("national pension, 19,761 for 15 years (ec.ltn.com.tw 5327447): 5,976 by A, 3,853 by B");

const born = (day: string) => ({ "child.born": day, "child.publicCare": false });

export const benefits: readonly WorkedExample[] = [
  of(
    "childcare.ofChildren",
    "2025-12-01",
    { children: [born("2024-12-01"), born("2022-08-01"), born("2019-02-01")] },
    13_000,
    official("育兒津貼作業要點: the oldest is over five and still the first; 6,000 for the second and 7,000 for the third"),
  ),
  of("birth.claimTotal", today, birth("national_pension", 1, 0), 100_000, official(`${support}: 100,000 a child in all`)),
  of("birth.claimTopUp", today, birth("labour", 1, 30_300), 39_400, official(`${support}: 100,000 - 60 days of 30,300`)),
  of("birth.claimInsured", today, birth("farmers", 1, 20_400), 61_200, statute("農民健康保險條例 §24, §25: 3 months of 20,400")),
  of("birth.insured", today, birth("labour", 1, 40_000), 80_000, statute("勞工保險條例 §32 I 2: 60 days of 40,000 / 30")),
  of("birth.topUp", today, birth("labour", 1, 40_000), 20_000, official(`${support}: 100,000 - 80,000`)),
  of("birth.total", today, birth("farmers", 2, 20_400), 200_000, official(`${support}: twins, 200,000 in all`)),
  of("birth.topUp", today, birth("labour", 1, 60_000), 0, official(`${support}: the insurance pays more than 100,000`)),
  of("birth.claimTotal", today, birth("none", 2, 0), 200_000, official(`${support}: without insurance all of it`)),
  of(
    "childcare.monthly",
    today,
    child(1, 0, false),
    5_000,
    official("childcare allowance since 2022-08 (press of 2025-12-15): first child 5,000"),
  ),
  of(
    "childcare.monthly",
    today,
    child(2, 12, false),
    6_000,
    official("childcare allowance since 2022-08 (press of 2025-12-15): second child 6,000"),
  ),
  of(
    "childcare.monthly",
    today,
    child(3, 59, false),
    7_000,
    official("childcare allowance since 2022-08 (press of 2025-12-15): third child 7,000"),
  ),
  of("childcare.monthly", today, child(2, 60, false), 0, official("育兒津貼作業要點: until the fifth birthday")),
  of("childcare.monthly", today, child(2, 12, true), 0, official("育兒津貼作業要點: not in public care")),
  of(
    "childcare.ofBirth",
    today,
    { ...child(1, 0, false), "benefit.children": 2 },
    11_000,
    official("childcare allowance since 2022-08 (press of 2025-12-15): twins, 5,000 + 6,000"),
  ),
  of(
    "childcare.ofBirth",
    today,
    { ...child(2, 0, false), "benefit.children": 3 },
    20_000,
    official("childcare allowance since 2022-08 (press of 2025-12-15): second to fourth child, 6,000 + 7,000 + 7,000"),
  ),
  of(
    "childcare.subsidy",
    today,
    { "benefit.care": "quasiPublic", "benefit.order": 1 },
    13_000,
    official("subsidy for quasi-public care since 2024-01 (press of 2025-12-15): first child 13,000"),
  ),
  of("np.birth", "2025-06-01", birth("national_pension", 1, 19_761), 39_522, official("press of 2025-11-13: two months, 39,522")),
  of("np.birthOfYear", today, { "benefit.children": 2 }, 84_412, statute("國民年金法 §32-1 I: twins, 2 x 2 months of 21,103")),
  of("np.funeral", "2025-06-01", { "benefit.insured": 19_761 }, 98_805, official("press of 2025-11-13: five months, 98,805")),
  of("np.funeral", today, { "benefit.insured": 21_103 }, 105_515, statute("國民年金法 §39: 5 x 21,103")),
  of("farmers.birth", today, birth("farmers", 2, 20_400), 122_400, statute("農民健康保險條例 §25: twins, 2 x 3 x 20,400")),
  of("farmers.funeral", today, { "benefit.insured": 20_400 }, 306_000, statute("農民健康保險條例 §40: 15 x 20,400")),
  of(
    "labour.birth",
    today,
    birth("labour", 1, 45_800),
    91_600,
    statute("勞工保險條例 §19 III 2, §32 I 2: 60 days of 45,800 / 30"),
  ),
  of("labour.funeral", today, { "benefit.insured": 45_800 }, 229_000, statute("勞工保險條例 §63-2 I 1: 5 x 45,800")),
  of(
    "funeral.paid",
    today,
    { "benefit.scheme": "labour", "benefit.insured": 45_800 },
    229_000,
    statute("勞工保險條例 §63-2 I 1: 5 x 45,800"),
  ),
  of("np.formulaA", "2025-06-01", pension(19_761, "15", { "benefit.addon": 4_049 }), 5_976, printed),
  of("np.formulaB", "2025-06-01", pension(19_761, "15", {}), 3_853, printed),
  of("np.pay", "2025-06-01", pension(19_761, "15", { "benefit.addon": 4_049 }), 5_976, printed),
  of(
    "np.pay",
    today,
    pension(20_000, "10", { "benefit.addon": 4_049 }),
    5_349,
    statute("國民年金法 §30 I: 20,000 x 10 x 0.65 % + 4,049 is more than 2,600"),
  ),
  of(
    "labour.formulaA",
    today,
    pension(32_000, "35.5", {}),
    11_804,
    statute("勞工保險條例 §58-1: 32,000 x 35.5 x 0.775 % + 3,000"),
  ),
  of("labour.formulaB", today, pension(32_000, "35.5", {}), 17_608, statute("勞工保險條例 §58-1: 32,000 x 35.5 x 1.55 %")),
  of(
    "labour.pay",
    today,
    pension(32_000, "35.5", { "benefit.adjust": "12%" }),
    19_721,
    statute("勞工保險條例 §58-2 I: three years later, 17,608 x 1.12 = 19,720.96"),
  ),
  of(
    "labour.pay",
    today,
    pension(40_000, "25", { "benefit.adjust": "-4%" }),
    14_880,
    statute("勞工保險條例 §58-2 II: a year earlier, 15,500 x 0.96"),
  ),
  of(
    "parental.allowance",
    today,
    { "benefit.scheme": "labour", "benefit.insured": 40_100 },
    24_060,
    statute("就業保險法 §19-2 I: 60 % of 40,100"),
  ),
  of(
    "parental.monthly",
    today,
    { "benefit.scheme": "labour", "benefit.insured": 40_100 },
    32_080,
    official("育嬰留職停薪薪資補助要點: a subsidy of 20 % more, 24,060 + 8,020"),
  ),
  of(
    "unemployment.monthly",
    today,
    { "benefit.insured": 40_000, "benefit.dependants": 3 },
    32_000,
    statute("就業保險法 §16 I, §19-1 I: 60 %, and 20 % at most for dependants"),
  ),
  of(
    "unemployment.monthly",
    today,
    { "benefit.insured": 40_000, "benefit.dependants": 1 },
    28_000,
    statute("就業保險法 §16 I, §19-1 I: 60 % and 10 %"),
  ),
  of("unemployment.months", today, { "benefit.longer": false }, 6, statute("就業保險法 §16 I: six months")),
  of("unemployment.months", today, { "benefit.longer": true }, 9, statute("就業保險法 §16 I: nine months from 45 years of age")),
];
