import { examplesOf, statute, type WorkedExample } from "./write.ts";

const today = "2026-11-29";
const grant = examplesOf("funeral");
const no = { Status: "none", Since: "1900-01-01", Until: "1900-01-01" };
const insurance = (prefix: string, of: Record<string, string>) =>
  Object.fromEntries(Object.entries(of).map(([name, value]) => [`${prefix}${name}`, value]));
const insured = (prefix: string, since: string) => insurance(prefix, { Status: "insured", Since: since });

const survivor = examplesOf("survivors");
/** A widow of 56, married for years; the husband was in labour insurance for twenty years when he died. */
const widow = {
  "survivors.status": "dead",
  "survivors.diedOn": "2026-11-10",
  "survivors.deceased": "B123456780",
  "survivors.spouse": "A223456781",
  "survivors.father": "none",
  "survivors.mother": "none",
  "survivors.claimant": "A223456781",
  "survivors.bornOn": "1971-11-10",
  "survivors.ownFather": "none",
  "survivors.ownMother": "none",
  "survivors.marriedYear": true,
  "survivors.wage": 40_000,
  "survivors.labourMonths": 240,
  "survivors.pensionMonths": 0,
  "survivors.persons": 1,
  "survivors.wants": "pension",
  ...insured("survivors.labour", "2008-12-31"),
  ...insurance("survivors.pension", no),
};
const labour = (article: string) => statute(`勞工保險條例 §${article}`);
const bornOn = (day: string) => ({ ...widow, "survivors.bornOn": day });
const orphan = (day: string) => ({
  ...bornOn(day),
  "survivors.spouse": "none",
  "survivors.ownFather": "B123456780",
  "survivors.student": true,
  "survivors.lowPay": true,
});
const mother = { ...widow, "survivors.spouse": "none", "survivors.mother": "A223456781", "survivors.lowPay": true };
const ended = { ...widow, "survivors.labourStatus": "ended", "survivors.labourUntil": "2020-01-01" };
const lumpSum = (months: number) => ({ ...widow, "survivors.labourMonths": months, "survivors.wants": "lump-sum" });
const pensionOf = (paidBy: string, facts: Record<string, number | boolean>) => ({
  "survivors.paidBy": paidBy,
  "survivors.wage": 40_000,
  "survivors.labourMonths": 240,
  "survivors.pensionMonths": 360,
  "survivors.persons": 1,
  ...Object.fromEntries(Object.entries(facts).map(([name, value]) => [`survivors.${name}`, value])),
});

/** Who is left behind. */
export const bySurvivors: readonly WorkedExample[] = [
  survivor("survivors.meets", today, widow, true, labour("54-2 I 1: 55 on the day")),
  survivor("survivors.meets", today, bornOn("1971-11-11"), false, labour("54-2 I 1: a day younger")),
  survivor("survivors.meets", today, { ...bornOn("1981-11-10"), "survivors.lowPay": true }, true, labour("54-2 I 2: 45")),
  survivor("survivors.meets", today, { ...bornOn("1981-11-11"), "survivors.lowPay": true }, false, labour("54-2 I 2")),
  survivor("survivors.meets", today, { ...bornOn("1990-01-01"), "survivors.raisesChild": true }, true, labour("54-2 I 1 (2)")),
  survivor("survivors.meets", today, orphan("2001-11-10"), true, labour("54-2 I 3 (3): 25 and at school")),
  survivor("survivors.meets", today, orphan("2000-11-10"), false, labour("54-2 I 3 (3): 26")),
  survivor("survivors.meets", today, { ...orphan("2008-11-11"), "survivors.student": false }, true, labour("54-2 I 3 (1)")),
  survivor("survivors.meets", today, { ...orphan("2008-11-10"), "survivors.student": false }, false, statute("民法 §12")),
  survivor("survivors.meets", today, mother, true, labour("63 II 3")),
  survivor("survivors.eligible", today, widow, true, labour("63")),
  survivor("survivors.eligible", "2031-11-11", widow, false, labour("30: a day after five years")),
  survivor("survivors.eligible", "2031-11-10", widow, true, labour("30")),
  survivor("survivors.outcome", today, { ...widow, "survivors.keepsOther": true }, "another-pension", labour("65-3")),
  survivor("survivors.half", today, { ...ended, "survivors.labourMonths": 180 }, true, labour("63-1 III: fifteen years")),
  survivor("survivors.half", today, { ...ended, "survivors.labourMonths": 179 }, false, labour("63-1 III")),
  survivor(
    "survivors.insurance",
    today,
    { ...widow, ...insured("survivors.pension", "2010-01-01") },
    "labour",
    labour("74-2 III"),
  ),
  survivor("survivors.lump", today, lumpSum(24), true, labour("63 III: insured on the last day of 2008")),
  survivor("survivors.lump", today, { ...lumpSum(24), "survivors.labourSince": "2009-01-01" }, false, labour("63 III")),
  survivor("survivors.lumpSum", today, lumpSum(11), 400_000, labour("63-2 I 3: ten months")),
  survivor("survivors.lumpSum", today, lumpSum(23), 800_000, labour("63-2 I 3: twenty months")),
  survivor("survivors.lumpSum", today, lumpSum(24), 1_200_000, labour("63-2 I 3: thirty months")),
  survivor("survivors.monthly", today, pensionOf("labour", {}), 12_400, labour("63-2 I 2: 40,000 x 20 x 1.55 %")),
  survivor("survivors.monthly", today, pensionOf("labour", { halved: true }), 6_200, labour("63-2 I 2")),
  survivor("survivors.monthly", today, pensionOf("labour", { persons: 2 }), 15_500, labour("63-2 III: 25 % more")),
  survivor("survivors.monthly", today, pensionOf("labour", { persons: 9 }), 18_600, labour("63-2 III: 50 % more at most")),
  survivor("survivors.monthly", today, pensionOf("labour", { labourMonths: 12 }), 3_000, labour("63-2 II: at least 3,000")),
  survivor("survivors.monthly", today, pensionOf("national", { pensionMonths: 12 }), 4_049, statute("國民年金法 §42 II, §54-1")),
  survivor("survivors.monthly", today, pensionOf("national", {}), 8_230, statute("國民年金法 §42: 21,103 x 30 x 1.3 %")),
];

/** The father of an insured person, a farmer, has died; the funeral was paid by that person, who declares it. */
const father = {
  "funeral.status": "dead",
  "funeral.diedOn": "2026-11-10",
  "funeral.bornOn": "1950-05-01",
  "funeral.claimant": "B123456780",
  "funeral.deceased": "A123456789",
  "funeral.ownFather": "A123456789",
  "funeral.ownMother": "none",
  "funeral.ownSpouse": "none",
  "funeral.father": "none",
  "funeral.mother": "none",
  "funeral.spouse": "none",
  "funeral.ownWage": 40_000,
  "funeral.wage": 0,
  "funeral.paidFor": "declaration",
  "funeral.survivors": true,
  "funeral.claimants": 1,
  ...insured("funeral.own", "2010-03-01"),
  ...insurance("funeral.labour", no),
  ...insurance("funeral.pension", no),
  ...insured("funeral.farmers", "1995-07-01"),
};
const child = (bornOn: string) => ({
  ...father,
  "funeral.ownFather": "none",
  "funeral.father": "B123456780",
  "funeral.bornOn": bornOn,
});
const worker = {
  ...father,
  ...insurance("funeral.farmers", no),
  ...insured("funeral.labour", "2010-03-01"),
  "funeral.wage": 45_800,
};
const pensioner = { ...father, ...insurance("funeral.farmers", no), ...insured("funeral.pension", "2015-06-01") };

const funeral = [
  grant("funeral.family", today, father, 120_000, statute("勞工保險條例 §62 (1): three months of 40,000")),
  grant(
    "funeral.familyFull",
    today,
    child("2014-11-10"),
    100_000,
    statute("勞工保險條例 §62 (2): twelve on the day, two and a half months"),
  ),
  grant("funeral.familyFull", today, child("2014-11-11"), 60_000, statute("勞工保險條例 §62 (3): a day below twelve")),
  grant(
    "funeral.familyFull",
    today,
    { ...father, ...insured("funeral.own", "2026-05-11") },
    60_000,
    statute("勞工保險條例 §19 IV: six months of twelve, half of it"),
  ),
  grant("funeral.kin", today, { ...father, "funeral.ownFather": "none" }, false, statute("勞工保險條例 §62: no kin")),
  grant("funeral.farmers", today, father, 306_000, statute("農民健康保險條例 §40: fifteen months of 20,400 (§11)")),
  grant("funeral.pension", today, pensioner, 105_515, statute("國民年金法 §39: five months of 21,103")),
  grant(
    "funeral.pension",
    "2025-11-29",
    { ...pensioner, "funeral.diedOn": "2025-11-10" },
    98_805,
    statute("國民年金法 §39: 19,761"),
  ),
  grant("funeral.pension", today, { ...pensioner, "funeral.diedOn": "2022-12-30" }, 91_410, statute("國民年金法 §39: 18,282")),
  grant("funeral.labour", today, worker, 229_000, statute("勞工保險條例 §63-2 I 1: five months of 45,800")),
  grant(
    "funeral.labour",
    today,
    { ...worker, "funeral.survivors": false },
    458_000,
    statute("勞工保險條例 §63-2 I 1: ten months"),
  ),
  grant("funeral.labourBest", today, worker, true, statute("勞工保險條例 §22: 229,000 instead of 120,000")),
  grant("funeral.family", today, worker, 0, statute("勞工保險條例 §22: not beside the grant of the insured person")),
  grant("funeral.own", today, father, 306_000, statute("農民健康保險條例 §40")),
  grant(
    "funeral.shared",
    today,
    { ...father, "funeral.claimants": 4 },
    76_500,
    statute("農民健康保險條例施行細則 §66-1: a fourth"),
  ),
  grant("funeral.ownPaid", today, { ...father, "funeral.paidFor": "no" }, false, statute("農民健康保險條例 §40 II: who paid")),
  grant(
    "funeral.familyPaid",
    today,
    { ...father, "funeral.paidFor": "no" },
    true,
    statute("勞工保險條例 §62: the insured claimant"),
  ),
  grant(
    "funeral.doubtful",
    today,
    { ...father, "funeral.paidFor": "receipts" },
    true,
    statute("農民健康保險條例施行細則 §66 (4)"),
  ),
  grant("funeral.dead", today, { ...father, "funeral.status": "present" }, false, statute("勞工保險條例施行細則 §82")),
  grant(
    "funeral.inTime",
    today,
    { ...father, "funeral.diedOn": "2021-11-29" },
    true,
    statute("勞工保險條例 §30: five years to the day"),
  ),
  grant("funeral.inTime", today, { ...father, "funeral.diedOn": "2021-11-28" }, false, statute("勞工保險條例 §30: a day more")),
  grant("funeral.eligible", today, father, true, statute("勞工保險條例 §62, 農民健康保險條例 §40")),
  grant("funeral.outcome", today, father, "both", statute("農民健康保險條例 §40, 勞工保險條例 §62: two insurances")),
];

const newborn = examplesOf("newborn-card");
const baby = {
  "card.applicant": "B123456780",
  "card.through": "C123456781",
  "card.father": "B123456780",
  "card.mother": "C123456781",
  "card.child": "present",
  "card.present": "none",
  "card.cover": "insured",
};
const cards = [
  newborn("card.eligible", today, baby, true, statute("全民健康保險法 §8 I 2: a newborn that is registered")),
  newborn("card.registered", today, { ...baby, "card.child": "none" }, false, statute("全民健康保險法 §8 I 2")),
  newborn("card.isParent", today, { ...baby, "card.through": "D123456782" }, false, statute("全民健康保險法 §12: a dependant")),
  newborn("card.first", today, { ...baby, "card.present": "lost" }, false, statute("保險憑證製發辦法 §5 I 1: the first is free")),
  newborn("card.covered", today, { ...baby, "card.cover": "ended" }, false, statute("全民健康保險法 §12, §15")),
  newborn("card.outcome", today, { ...baby, "card.cover": "ended" }, "no-cover", statute("全民健康保險法 §12, §15")),
];

/** Claims of social insurance. */
export const claims: readonly WorkedExample[] = [...funeral, ...cards];
