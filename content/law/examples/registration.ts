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

const founding = examplesOf("company");

export const registration: readonly WorkedExample[] = [
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
