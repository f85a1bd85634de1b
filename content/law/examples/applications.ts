import { examplesOf, official, statute, type WorkedExample } from "./write.ts";

const today = "2026-11-29";
const transfer = examplesOf("vehicle-transfer");
/** A motorcycle of three years without anything against its sale. */
const motorcycle = {
  "transfer.kind": "motorcycle",
  "transfer.owner": "A123456789",
  "transfer.seller": "A123456789",
  "transfer.buyer": "B123456780",
  "transfer.fines": 0,
  "transfer.tax": 0,
  "transfer.fuelFee": 0,
  "transfer.hold": "none",
  "transfer.madeOn": "2023-05-01",
  "transfer.inspectedUntil": "2027-06-30",
  "transfer.insuredUntil": "2027-06-30",
};
const fees = official("table of fees on two motor vehicle offices' pages: licence of a motorcycle 150, of a car 200");

const assistance = examplesOf("assistance");
const family = { "assistance.income": 38_000, "assistance.heads": 3 };
const founding = examplesOf("company");

const birth = examplesOf("maternity");
/** Insured for three years before the birth of one child. */
const mother = {
  "maternity.status": "insured",
  "maternity.insuredSince": "2023-03-01",
  "maternity.averageWage": 40_000,
  "maternity.bornOn": "2026-10-05",
  "maternity.children": 1,
  "maternity.weeks": 39,
  "maternity.farmersStatus": "none",
  "maternity.farmersSince": "1900-01-01",
  "maternity.pensionStatus": "none",
  "maternity.pensionSince": "1900-01-01",
};
const uninsured = { ...mother, "maternity.status": "none", "maternity.insuredSince": "1900-01-01", "maternity.averageWage": 0 };
const farmer = { ...uninsured, "maternity.farmersStatus": "insured", "maternity.farmersSince": "2020-01-01" };
const pensioned = { ...uninsured, "maternity.pensionStatus": "insured", "maternity.pensionSince": "2020-01-01" };
const programme = official("press reports of the birth support programme, service page .gov.tw: 100,000 a child from 2026");
const ended = { ...mother, "maternity.status": "ended", "maternity.insuredUntil": "2026-06-30" };

export const applications: readonly WorkedExample[] = [
  assistance("assistance.perHead", today, family, 12_667, statute("社會救助法 §4 I: 38,000 for three people")),
  assistance(
    "assistance.validFrom",
    today,
    family,
    "2026-11-01",
    statute("社會救助法 §10 IV: the month in which the papers are complete"),
  ),
  assistance(
    "assistance.validUntil",
    today,
    family,
    "2026-12-31",
    statute("社會救助法施行細則 §10: the survey ends by 31 December"),
  ),
  founding(
    "company.fee",
    today,
    { "company.capital": 500_000 },
    700,
    statute("公司登記規費收費準則 §3 I 1, §6: the least, 1,000 - 300"),
  ),
  founding(
    "company.fee",
    today,
    { "company.capital": 10_000_000 },
    2_200,
    statute("公司登記規費收費準則 §3 I 1, §6: 2,500 - 300"),
  ),
  birth("maternity.amount", today, mother, 80_000, statute("勞工保險條例 §32 I 2: 60 days of 40,000 / 30")),
  birth("maternity.amount", today, { ...mother, "maternity.children": 2 }, 160_000, statute("勞工保險條例 §32 I 3: twins")),
  birth("maternity.farmers", today, farmer, 61_200, statute("農民健康保險條例 §25 I 1: three months of 20,400")),
  birth("maternity.pension", today, pensioned, 42_206, statute("國民年金法 §32-1 I 1: two months of 21,103")),
  birth(
    "maternity.pension",
    today,
    { ...pensioned, "maternity.bornOn": "2025-10-05" },
    39_522,
    statute("國民年金法 §32-1 I 1: two months of 19,761, of the year of the birth"),
  ),
  birth("maternity.insured", today, { ...pensioned, "maternity.otherBenefit": true }, 0, statute("國民年金法 §32-1 II")),
  birth("maternity.topUp", today, pensioned, 57_794, programme),
  birth("maternity.topUp", today, { ...mother, "maternity.bornOn": "2025-12-31" }, 0, programme),
  birth("maternity.total", today, uninsured, 100_000, programme),
  birth("maternity.eligible", today, mother, true, statute("勞工保險條例 §31 I 1")),
  birth("maternity.covered", today, mother, true, statute("勞工保險條例 §19 I")),
  birth("maternity.covered", today, ended, false, statute("勞工保險條例 §19 I: it ended before")),
  birth("maternity.withinYear", today, ended, true, statute("勞工保險條例 §20 II: three months after, and pregnant before")),
  birth(
    "maternity.withinYear",
    today,
    { ...ended, "maternity.insuredUntil": "2025-10-04" },
    false,
    statute("勞工保險條例 §20 II: a year and a day after"),
  ),
  birth(
    "maternity.longEnough",
    today,
    { ...mother, "maternity.insuredSince": "2025-12-29" },
    true,
    statute("勞工保險條例 §31 I 1: 280 days"),
  ),
  birth(
    "maternity.longEnough",
    today,
    { ...mother, "maternity.insuredSince": "2025-12-30" },
    false,
    statute("勞工保險條例 §31 I 1: 279 days"),
  ),
  birth(
    "maternity.longEnough",
    today,
    { ...mother, "maternity.insuredSince": "2026-04-07", "maternity.weeks": 34 },
    true,
    statute("勞工保險條例 §31 I 2: 181 days"),
  ),
  birth("maternity.inTime", "2031-10-05", mother, true, statute("勞工保險條例 §30: the last day of five years")),
  birth("maternity.inTime", "2031-10-06", mother, false, statute("勞工保險條例 §30: a day later")),
  birth("maternity.doubtful", today, ended, true, statute("勞工保險條例 §20 II")),
  birth(
    "maternity.outcome",
    today,
    { ...mother, "maternity.otherBenefit": true },
    "other-benefit",
    statute("勞工保險條例 §32 III: one of them only"),
  ),
  transfer("transfer.eligible", today, motorcycle, true, statute("道路交通安全規則 §22 II: everything agrees")),
  transfer("transfer.cleared", today, { ...motorcycle, "transfer.fines": 300 }, false, statute("道路交通管理處罰條例 §9-1")),
  transfer("transfer.cleared", today, { ...motorcycle, "transfer.tax": 1 }, false, statute("使用牌照稅法 §12 II")),
  transfer(
    "transfer.outcome",
    today,
    { ...motorcycle, "transfer.owner": "C123456781" },
    "not-owner",
    statute("道路交通安全規則 §22 I: the owner gives it up"),
  ),
  transfer(
    "transfer.insured",
    today,
    { ...motorcycle, "transfer.insuredUntil": "2026-12-28" },
    false,
    statute("強制汽車責任保險法 §16 II 2: 29 days are left"),
  ),
  transfer(
    "transfer.insured",
    today,
    { ...motorcycle, "transfer.insuredUntil": "2026-12-29" },
    true,
    statute("強制汽車責任保險法 §16 II 2: 30 days are left"),
  ),
  transfer("transfer.mustInspect", today, motorcycle, false, statute("道路交通安全規則 §45 I: three years")),
  transfer(
    "transfer.mustInspect",
    today,
    { ...motorcycle, "transfer.madeOn": "2021-11-29" },
    true,
    statute("道路交通安全規則 §45 I: five years"),
  ),
  transfer(
    "transfer.mustInspect",
    today,
    { ...motorcycle, "transfer.kind": "car", "transfer.madeOn": "2016-12-01" },
    false,
    statute("道路交通安全規則 §45 I 3: nine years"),
  ),
  transfer("transfer.fee", today, motorcycle, 150, fees),
  transfer("transfer.fee", today, { ...motorcycle, "transfer.kind": "car" }, 200, fees),
];
