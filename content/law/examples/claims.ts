import { examplesOf, statute, type WorkedExample } from "./write.ts";

const today = "2026-11-29";
const grant = examplesOf("funeral");
const no = { Status: "none", Since: "1900-01-01", Until: "1900-01-01" };
const insurance = (prefix: string, of: Record<string, string>) =>
  Object.fromEntries(Object.entries(of).map(([name, value]) => [`${prefix}${name}`, value]));
const insured = (prefix: string, since: string) => insurance(prefix, { Status: "insured", Since: since });

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
