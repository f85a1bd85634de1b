import { examplesOf, official, statute, type WorkedExample } from "./write.ts";

const today = "2026-11-29";
const record = examplesOf("police-record");
const clearance = examplesOf("tax-clearance");
const owing = { "clearance.kind": "no-arrears", "clearance.arrears": 660, "clearance.paid": 7_120 };
const licence = examplesOf("driving-licence");
const allowance = examplesOf("childcare-allowance");
const directions = official("育兒津貼申領作業要點 as of 2022-12-30, quoted on Changhua County's page");
const baby = {
  "allowance.applicant": "B123456780",
  "allowance.father": "B123456780",
  "allowance.mother": "C123456781",
  "allowance.bornOn": "2026-10-15",
  "allowance.publicCare": false,
  "allowance.nursery": false,
};
const passport = examplesOf("passport");
const openData = examplesOf("open-data");
const renewal = {
  "passport.reason": "renewal",
  "passport.express": "none",
  "passport.presentState": "valid",
  "passport.presentUntil": "2027-11-28",
  "passport.bornOn": "1990-05-01",
};
const girl = { ...renewal, "passport.bornOn": "2012-11-30" };
const disability = examplesOf("disability");
const certificate = { "disability.reason": "renewal", "disability.presentUntil": "2027-02-27" };
const fees = official(
  "service page of gov.tw: 200 for a new licence; notices of motor vehicle offices: 50 for a renewal from 75",
);

/** Fifteen days before a 75th birthday, on which the licence ends. */
const driver = {
  "licence.state": "valid",
  "licence.validUntil": "2026-12-14",
  "licence.fines": 0,
  "licence.bornOn": "1951-12-14",
  "licence.reason": "renewal",
};
const again = { ...driver, "licence.bornOn": "1945-12-14" };

/** Papers that people ask for: certificates and licences. */
export const papers: readonly WorkedExample[] = [
  clearance(
    "clearance.eligible",
    today,
    { ...owing, "clearance.arrears": 0 },
    true,
    statute("稅捐稽徵法 §33 I 1: the taxpayer's own data"),
  ),
  clearance("clearance.outcome", today, owing, "arrears", statute("稅捐稽徵法 §33 I 1: what is certified has to be so")),
  clearance("clearance.eligible", today, { ...owing, "clearance.kind": "paid" }, true, statute("稅捐稽徵法 §33 I 1")),
  clearance(
    "clearance.outcome",
    today,
    { ...owing, "clearance.kind": "paid", "clearance.paid": 0 },
    "nothing-paid",
    statute("稅捐稽徵法 §33 I 1: what is certified has to be so"),
  ),
  record(
    "policeRecord.fee",
    today,
    { "policeRecord.copies": 3 },
    140,
    statute("警察刑事紀錄證明收費標準 §2: 100 and twice 20 for three at once"),
  ),
  record("policeRecord.eligible", today, { "policeRecord.state": "omitted" }, true, statute("警察刑事紀錄證明核發條例 §8 I")),
  record("policeRecord.outcome", today, { "policeRecord.state": "wanted" }, "wanted", statute("警察刑事紀錄證明核發條例 §8 I 1")),
  record(
    "policeRecord.outcome",
    today,
    { "policeRecord.state": "pending" },
    "pending",
    statute("警察刑事紀錄證明核發條例 §8 I 2"),
  ),
  record(
    "policeRecord.content",
    today,
    { "policeRecord.state": "omitted" },
    "none-recorded",
    statute("警察刑事紀錄證明核發條例 §6: what is left out is not written down"),
  ),
  licence("licence.elderly", today, driver, true, statute("道路交通安全規則 §52-2 I: within the month before 75")),
  licence("licence.examined", today, driver, true, statute("道路交通安全規則 §52-2 I")),
  licence("licence.begun", today, driver, true, statute("道路交通安全規則 §52-2 I: a month before it ends")),
  licence("licence.begun", "2026-11-13", driver, false, statute("道路交通安全規則 §52-2 I: a month and a day before")),
  licence(
    "licence.inTime",
    "2029-12-14",
    driver,
    true,
    statute("道路交通安全規則 §52-2 I: the first renewal, three years after"),
  ),
  licence("licence.inTime", "2029-12-15", driver, false, statute("道路交通安全規則 §52-2 I: a day later")),
  licence(
    "licence.inTime",
    "2027-01-15",
    again,
    false,
    statute("道路交通安全規則 §52-2 I: a later renewal, a month and a day after"),
  ),
  licence("licence.cleared", today, { ...driver, "licence.fines": 300 }, false, statute("道路交通管理處罰條例 §9-1")),
  licence("licence.eligible", today, driver, true, statute("道路交通安全規則 §52-2 I: everything agrees")),
  licence("licence.newUntil", today, driver, "2029-12-14", statute("道路交通安全規則 §52-2 I: three years more")),
  licence("licence.outcome", today, { ...driver, "licence.state": "suspended" }, "suspended", statute("道路交通安全規則 §50")),
  disability("disability.mayRenew", today, certificate, true, statute("身心障礙者權益保障法 §14 II: ninety days before it ends")),
  disability("disability.mayRenew", "2026-11-28", certificate, false, statute("身心障礙者權益保障法 §14 II: a day earlier")),
  disability(
    "disability.validUntil",
    today,
    certificate,
    "2031-11-29",
    statute("身心障礙者權益保障法 §14 I: five years at most"),
  ),
  allowance("allowance.isParent", today, { ...baby, "allowance.applicant": "D123456782" }, false, directions),
  allowance("allowance.young", "2028-10-31", baby, true, directions),
  allowance("allowance.young", "2028-11-01", baby, false, directions),
  allowance("allowance.from", "2027-01-19", { ...baby, "allowance.bornOn": "2026-11-20" }, "2026-11-20", directions),
  allowance("allowance.from", "2027-01-20", { ...baby, "allowance.bornOn": "2026-11-20" }, "2027-01-01", directions),
  allowance("allowance.from", "2027-02-14", baby, "2027-01-01", directions),
  allowance("allowance.eligible", today, baby, true, directions),
  allowance("allowance.outcome", today, { ...baby, "allowance.nursery": true }, "nursery", directions),
  passport("passport.eligible", today, renewal, true, statute("護照條例 §19 II 1: a day less than a year left")),
  passport(
    "passport.ends",
    today,
    { ...renewal, "passport.presentUntil": "2027-11-29" },
    false,
    statute("護照條例 §19 II 1: a year left"),
  ),
  passport(
    "passport.outcome",
    today,
    { ...renewal, "passport.presentUntil": "2030-01-01" },
    "in-force",
    statute("護照條例 §19 II 1"),
  ),
  passport("passport.inPerson", today, { ...renewal, "passport.reason": "first" }, true, statute("護照條例 §15 I 1")),
  passport("passport.child", today, girl, true, statute("護照條例 §11 I: the day before her 14th birthday")),
  passport("passport.child", "2026-11-30", girl, false, statute("護照條例 §11 I: on it")),
  passport("passport.validUntil", today, renewal, "2036-11-29", statute("護照條例 §11 I: ten years")),
  passport(
    "passport.validUntil",
    today,
    { ...girl, "passport.reason": "lost" },
    "2029-11-29",
    statute("護照申請及核發辦法 §16 II: three years"),
  ),
  passport(
    "passport.fee",
    today,
    { ...girl, "passport.express": "seven" },
    1_200,
    statute("規費收費標準 §2 I, §3 I 1: 900 + 300"),
  ),
  passport("passport.validUntil", today, girl, "2031-11-29", statute("護照條例 §11 I: five years below 14")),
  passport(
    "passport.validUntil",
    today,
    { ...renewal, "passport.reason": "lost" },
    "2031-11-29",
    statute("護照條例 §20: five years"),
  ),
  passport("passport.fee", today, renewal, 1_300, statute("規費收費標準 §2 I")),
  passport(
    "passport.fee",
    today,
    { ...renewal, "passport.express": "eight" },
    1_900,
    statute("規費收費標準 §3 I 2: 1,300 + 600"),
  ),
  passport("passport.fee", today, { ...renewal, "passport.express": "nine" }, 2_200, statute("規費收費標準 §3 I 3: 1,300 + 900")),
  licence("licence.fee", today, driver, 50, fees),
  licence("licence.fee", today, { ...driver, "licence.reason": "replacement" }, 200, fees),
  openData(
    "openData.fee",
    today,
    { "openData.use": "business", "openData.months": 12 },
    2_400,
    statute("政府資訊公開法 §22: 12 months of the fee as assumed"),
  ),
  openData(
    "openData.fee",
    today,
    { "openData.use": "research", "openData.months": 6 },
    600,
    statute("政府資訊公開法 §22: less for research"),
  ),
  openData(
    "openData.fee",
    today,
    { "openData.use": "public", "openData.months": 12 },
    0,
    statute("政府資訊公開法 §22: nothing in the public interest"),
  ),
  openData(
    "openData.free",
    today,
    { "openData.use": "public", "openData.months": 1 },
    true,
    statute("政府資訊公開法 §22: in the public interest"),
  ),
];
