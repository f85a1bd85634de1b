import { examplesOf, statute, today, type WorkedExample } from "./write.ts";

const of = examplesOf("insurance");
const wage = (amount: number, dependants = 0) => ({ "insurance.wage": amount, "insurance.dependants": dependants });

export const insurance: readonly WorkedExample[] = [
  of("insurance.labourInsured", today, wage(40_000), 40_100, statute("勞工保險條例 §14, table of 2026: the grade of 40,000")),
  of(
    "insurance.labourInsured",
    today,
    { ...wage(11_000), "insurance.partTime": true },
    11_100,
    statute("勞工保險條例 §14, table of 2026: the lowest grade of part-time employees"),
  ),
  of("insurance.labourInsured", today, wage(90_000), 45_800, statute("勞工保險條例 §14, table of 2026: the highest grade")),
  of("insurance.healthInsured", today, wage(400_000), 313_000, statute("全民健康保險法 §19, table of 2026: the highest grade")),
  of(
    "insurance.labourPremium",
    today,
    wage(40_000),
    1_003,
    statute("勞工保險條例 §13, §15 I 1: 20 % of 12.5 % of 40,100 is 1,002.5"),
  ),
  of("insurance.healthOne", today, wage(40_000), 622, statute("全民健康保險法 §18, §27: 30 % of 5.17 % of 40,100 is 621.95")),
  of(
    "insurance.healthPremium",
    today,
    wage(40_000, 4),
    2_488,
    statute("全民健康保險法 §18 II: three dependants at most, 4 x 622"),
  ),
  of("insurance.premiums", today, wage(40_000, 4), 3_491, statute("勞工保險條例 §15, 全民健康保險法 §27: 1,003 + 2,488")),
];
