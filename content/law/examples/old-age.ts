import { examplesOf, official, statute, type WorkedExample } from "./write.ts";

const today = "2026-11-29";
const old = examplesOf("labour-old-age");
/** Born on 10 April 1960: 63 in April 2023, when 63 was the age. */
const worker63 = {
  "oldAge.bornOn": "1960-04-10",
  "oldAge.months": 360,
  "oldAge.afterSixty": 0,
  "oldAge.wage": 45_800,
  "oldAge.nationalMonths": 0,
};
const born = (bornOn: string) => ({ ...worker63, "oldAge.bornOn": bornOn });
const briefly = { ...born("1961-05-05"), "oldAge.months": 100 };
const hard = { ...born("1971-11-29"), "oldAge.hazardous": true };
const early = { ...born("1963-06-10"), "oldAge.early": true };
const oldAge = [
  old("oldAge.age", today, born("1957-12-31"), 60, statute("勞工保險條例 §58 I: reached in 2017, before it rises")),
  old("oldAge.age", today, worker63, 63, statute("勞工保險條例 §58 V: 61 from 2018, 62 from 2020, 63 from 2022")),
  old("oldAge.age", today, born("1970-01-01"), 65, statute("勞工保險條例 §58 V: 65 at most")),
  old("oldAge.reachedOn", today, worker63, "2023-04-10", statute("勞工保險條例 §58 V")),
  old("oldAge.oldEnough", "2023-06-10", early, true, statute("勞工保險條例 §58-2 II: five years early")),
  old("oldAge.oldEnough", "2023-06-09", early, false, statute("勞工保險條例 §58-2 II: a day before")),
  old("oldAge.oldEnough", today, hard, true, statute("勞工保險條例 §58 VII: 55 on the day")),
  old("oldAge.oldEnough", "2026-11-28", hard, false, statute("勞工保險條例 §58 VII: a day before")),
  old("oldAge.doubtful", today, hard, true, statute("勞工保險條例施行細則 §78 I 2: proof of the work")),
  old("oldAge.pension", today, { ...worker63, "oldAge.months": 180 }, true, statute("勞工保險條例 §58 I 1: fifteen years")),
  old("oldAge.pension", today, { ...worker63, "oldAge.months": 179 }, false, statute("勞工保險條例 §58 I 2: a month less")),
  old(
    "oldAge.pension",
    today,
    { ...briefly, "oldAge.nationalMonths": 80 },
    true,
    statute("勞工保險條例 §74-2 II: both together"),
  ),
  old("oldAge.later", today, worker63, 1_432, statute("勞工保險條例施行細則 §79, §45: 43 months are 3.58 years of 4 %")),
  old("oldAge.later", "2029-11-29", worker63, 2_000, statute("勞工保險條例 §58-2 I: 20 % at most")),
  old("oldAge.earlier", today, early, 632, statute("勞工保險條例施行細則 §79, §45: 19 months are 1.58 years of 4 %")),
  old("oldAge.monthly", today, worker63, 24_347, statute("勞工保險條例 §58-1: 45,800 x 30 x 1.55 % = 21,297, and 14.32 % more")),
  old("oldAge.monthly", today, { ...worker63, "oldAge.months": 180 }, 12_174, statute("勞工保險條例 §58-1 (2): 10,649 x 1.1432")),
  old(
    "oldAge.monthly",
    "2023-04-30",
    { ...worker63, "oldAge.months": 180, "oldAge.wage": 20_000 },
    5_325,
    statute("勞工保險條例 §58-1 (1): 20,000 x 15 x 0.775 % + 3,000"),
  ),
  old("oldAge.lumpSum", today, briefly, 381_514, statute("勞工保險條例 §59 I: 8.33 months of 45,800")),
  old(
    "oldAge.lumpSum",
    today,
    { ...briefly, "oldAge.afterSixty": 72 },
    335_714,
    statute("勞工保險條例 §59 II: five of six years after sixty"),
  ),
  old("oldAge.eligible", today, { ...worker63, "oldAge.working": true }, false, statute("勞工保險條例 §58 III: has left")),
  old("oldAge.outcome", today, born("1963-06-10"), "too-young", statute("勞工保險條例 §58 V")),
];
const national = examplesOf("national-old-age");
const citizen = { "nationalAge.bornOn": "1961-05-20", "nationalAge.months": 120 };
const nationalAge = [
  national("nationalAge.oldEnough", "2026-05-20", citizen, true, statute("國民年金法 §29: 65 on the day")),
  national("nationalAge.oldEnough", "2026-05-19", citizen, false, statute("國民年金法 §29: a day before")),
  national("nationalAge.from", today, citizen, "2026-05-20", statute("國民年金法 §18-1: from the month of 65")),
  national("nationalAge.from", "2032-05-20", citizen, "2027-05-20", statute("國民年金法 §28: five years back at most")),
  national("nationalAge.blocked", today, { ...citizen, "nationalAge.arrears": true }, true, statute("國民年金法 §30 II 1")),
  national("nationalAge.insured", today, citizen, 21_103, official("press of 2026-01: the insured amount from 2026")),
  national("nationalAge.insured", "2025-11-29", citizen, 19_761, official("press of 2025-11: the insured amount before 2026")),
  national("nationalAge.monthly", today, citizen, 5_421, statute("國民年金法 §30 I 1: 21,103 x 10 x 0.65 % + 4,049")),
  national(
    "nationalAge.monthly",
    "2023-11-29",
    { ...citizen, "nationalAge.bornOn": "1958-05-20" },
    5_056,
    statute("國民年金法 §30 I 1: 19,761 x 10 x 0.65 % + 3,772"),
  ),
  national(
    "nationalAge.monthly",
    today,
    { ...citizen, "nationalAge.allowance": true },
    2_743,
    statute("國民年金法 §30 I 2, II 2: 1.3 %"),
  ),
  national(
    "nationalAge.eligible",
    today,
    { ...citizen, "nationalAge.months": 0 },
    false,
    statute("國民年金法 §29: once insured"),
  ),
  national("nationalAge.outcome", today, citizen, "granted", statute("國民年金法 §29")),
];
const pensions = examplesOf("old-age-pensions");
const labourPension = { "pension.wage": 45_800, "pension.months": 360, "pension.later": 1_432, "pension.earlier": 0 };
const nationalPension = { "pension.insured": 21_103, "pension.paidMonths": 120 };
const monthly = [
  pensions("pension.labour", "2026-12-31", labourPension, 24_347, statute("勞工保險條例 §58-1 (2), §58-2 I")),
  pensions(
    "pension.labour",
    "2026-12-31",
    { ...labourPension, "pension.wage": 20_000, "pension.months": 180, "pension.later": 0, "pension.earlier": 400 },
    5_112,
    statute("勞工保險條例 §58-1 (1), §58-2 II: 5,325 less 4 %"),
  ),
  pensions("pension.national", "2026-12-31", nationalPension, 5_421, statute("國民年金法 §30 I 1, §54-1")),
  pensions("pension.national", "2023-12-31", nationalPension, 5_144, statute("國民年金法 §30 I 1, §54-1: 3,772")),
  pensions(
    "pension.national",
    "2026-12-31",
    { ...nationalPension, "pension.blocked": true },
    2_743,
    statute("國民年金法 §30 I 2"),
  ),
];
const elderly = examplesOf("elderly-farmer-allowance");
const farmer = {
  "elderly.bornOn": "1961-11-29",
  "elderly.farmersStatus": "insured",
  "elderly.farmersSince": "1995-07-01",
  "elderly.months": 376,
  "elderly.resident": true,
  "elderly.income": 0,
  "elderly.owned": 0,
};
const brief = { ...farmer, "elderly.farmersSince": "2014-06-26", "elderly.months": 149 };
const wealthy = { ...farmer, "elderly.owned": 5_000_000 };
const elderlyFarmers = [
  elderly("elderly.eligible", today, farmer, true, statute("老年農民福利津貼暫行條例 §3 I")),
  elderly("elderly.oldEnough", "2026-11-28", farmer, false, statute("老年農民福利津貼暫行條例 §3 I 1: a day before 65")),
  elderly(
    "elderly.longEnough",
    today,
    { ...farmer, "elderly.farmersSince": "2015-01-01", "elderly.months": 180 },
    true,
    statute("老年農民福利津貼暫行條例 §3 I 2"),
  ),
  elderly(
    "elderly.longEnough",
    today,
    { ...farmer, "elderly.farmersSince": "2015-01-01", "elderly.months": 179 },
    false,
    statute("老年農民福利津貼暫行條例 §3 I 2"),
  ),
  elderly("elderly.short", today, brief, true, statute("老年農民福利津貼暫行條例 §3 II")),
  elderly("elderly.short", today, { ...brief, "elderly.months": 6 }, true, statute("老年農民福利津貼暫行條例 §3 II")),
  elderly(
    "elderly.short",
    today,
    { ...brief, "elderly.months": 5 },
    false,
    statute("老年農民福利津貼暫行條例 §3 II: six months"),
  ),
  elderly("elderly.means", today, { ...farmer, "elderly.income": 499_999 }, true, statute("老年農民福利津貼暫行條例 §4 III 1")),
  elderly("elderly.means", today, { ...farmer, "elderly.income": 500_000 }, false, statute("老年農民福利津貼暫行條例 §4 III 1")),
  elderly("elderly.means", today, wealthy, false, statute("老年農民福利津貼暫行條例 §4 III 2")),
  elderly("elderly.doubtful", today, { ...wealthy, "elderly.deductions": true }, true, statute("申領及核發辦法 §9 III")),
  elderly("elderly.outcome", today, brief, "half", statute("老年農民福利津貼暫行條例 §3 II")),
];

const joining = examplesOf("farmers-enrolment");
const smallholder = {
  "enrol.bornOn": "1990-05-01",
  "enrol.days": 90,
  "enrol.labour": "none",
  "enrol.land": "field",
  "enrol.tenure": "own",
  "enrol.area": 1_000,
  "enrol.persons": 1,
  "enrol.hives": 0,
  "enrol.sales": 30_600,
  "enrol.inputs": 0,
};
const rule = (article: string) => statute(`從事農業工作農民申請參加農民健康保險認定標準及資格審查辦法 §${article}`);
const plot = (land: string, tenure: string, area: number) => ({
  ...smallholder,
  ...{ "enrol.land": land, "enrol.tenure": tenure, "enrol.area": area },
});
const plots: readonly (readonly [land: string, tenure: string, area: number])[] = [
  ["field", "own", 1_000],
  ["forest", "own", 2_000],
  ["indoor", "own", 500],
  ["field", "tenancy", 2_000],
  ["field", "lease", 2_000],
  ["forest", "lease", 4_000],
];
const enrolment = [
  ...plots.flatMap(([land, tenure, area]) => [
    joining("enrol.landEnough", today, plot(land, tenure, area), true, rule("2 I 4")),
    joining("enrol.landEnough", today, plot(land, tenure, area - 1), false, rule("2 I 4")),
  ]),
  joining("enrol.landEnough", today, { ...smallholder, "enrol.persons": 2 }, false, rule("2 I 4: on average for each")),
  joining("enrol.landEnough", today, { ...plot("bees", "own", 0), "enrol.hives": 100 }, true, rule("2 I 4 (3)")),
  joining("enrol.landEnough", today, { ...plot("bees", "own", 0), "enrol.hives": 99 }, false, rule("2 I 4 (3)")),
  joining("enrol.earns", today, { ...smallholder, "enrol.sales": 30_599 }, false, rule("2 I 5")),
  joining("enrol.earns", today, { ...smallholder, "enrol.sales": 0, "enrol.inputs": 5_100 }, true, rule("2 I 5")),
  joining("enrol.earns", today, { ...smallholder, "enrol.sales": 0, "enrol.inputs": 5_099 }, false, rule("2 I 5")),
  joining("enrol.farms", today, { ...smallholder, "enrol.days": 89 }, false, rule("2 I 2")),
  joining("enrol.farms", today, { ...smallholder, "enrol.bornOn": "2011-11-30" }, false, rule("2 I 1: a day before 15")),
  joining("enrol.farms", today, { ...smallholder, "enrol.bornOn": "2011-11-29" }, true, rule("2 I 1: 15 on the day")),
  joining("enrol.eligible", today, smallholder, true, rule("2 I")),
  joining("enrol.from", today, smallholder, today, statute("農民健康保險條例 §9: from the day on which it is filed")),
  joining("enrol.outcome", today, { ...smallholder, "enrol.oldAge": true }, "old-age", rule("2 I 6")),
];

/** Pensions and allowances in old age, and the insurance that leads to one. */
export const inOldAge: readonly WorkedExample[] = [...oldAge, ...nationalAge, ...monthly, ...elderlyFarmers, ...enrolment];
