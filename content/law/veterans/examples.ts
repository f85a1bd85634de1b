import { examplesOf, statute, type WorkedExample } from "../examples/write.ts";

const today = "2026-11-30";
const home = examplesOf("veteran-home");
const atPublicCost = {
  ...{
    "veteranHome.kind": "full",
    "veteranHome.class": "first",
    "veteranHome.suspended": "none",
    "veteranHome.disabled": "none",
  },
  ...{ "veteranHome.pension": "none", "veteranHome.bornOn": "1965-11-30", "veteranHome.status": "present" },
  ...{ "veteranHome.insured": "none", "veteranHome.property": 6_500_000 },
};
const onDuty = { ...atPublicCost, "veteranHome.disabled": "duty" };
const forACharge = { ...atPublicCost, "veteranHome.kind": "partial" };
const care = (article: string) => statute(`國軍退除役官兵就養安置辦法 §${article}`);

const course = examplesOf("veteran-training");
const taken = {
  ...{ "veteranTraining.class": "second", "veteranTraining.suspended": "none", "veteranTraining.approved": true },
  ...{ "veteranTraining.announced": true, "veteranTraining.endedOn": "2026-07-30", "veteranTraining.fee": 80_000 },
  ...{
    "veteranTraining.before": 0,
    "veteranTraining.times": 0,
    "veteranTraining.lastOn": "2026-07-30",
    "veteranTraining.insured": true,
  },
};
const again = { ...taken, "veteranTraining.before": 30_000, "veteranTraining.times": 1, "veteranTraining.lastOn": "2026-01-01" };
const subsidy = (article: string) => statute(`志願役退除役軍人參加職業訓練補助辦法 §${article}`);

/** Veterans' homes and training, each condition at its limit. */
export const ofVeterans: readonly WorkedExample[] = [
  home("veteranHome.eligible", today, atPublicCost, true, care("4, 6: sixty-one today, and just the property")),
  home(
    "veteranHome.outcome",
    today,
    { ...atPublicCost, "veteranHome.bornOn": "1965-12-01" },
    "no-ground",
    care("4 I 4: a day short"),
  ),
  home("veteranHome.outcome", today, { ...atPublicCost, "veteranHome.property": 6_500_001 }, "wealthy", care("6 I 8")),
  home("veteranHome.outcome", today, { ...atPublicCost, "veteranHome.class": "second" }, "not-veteran", care("2 I: first class")),
  home("veteranHome.outcome", today, { ...atPublicCost, "veteranHome.status": "abroad" }, "not-registered", care("6 I 1")),
  home("veteranHome.outcome", today, { ...atPublicCost, "veteranHome.suspended": "wanted" }, "suspended", care("6 I 2")),
  home("veteranHome.outcome", today, { ...atPublicCost, "veteranHome.insured": "insured" }, "working", care("6 I 3")),
  home("veteranHome.outcome", today, { ...atPublicCost, "veteranHome.employs": true }, "business", care("6 I 6")),
  home("veteranHome.outcome", today, { ...atPublicCost, "veteranHome.pension": "military" }, "pension", care("6 I 7")),
  home("veteranHome.outcome", today, { ...atPublicCost, "veteranHome.welfare": true }, "elsewhere", care("6 I 9")),
  home(
    "veteranHome.eligible",
    today,
    { ...onDuty, "veteranHome.insured": "insured" },
    true,
    care("5: who was hurt on duty may work"),
  ),
  home("veteranHome.eligible", today, { ...onDuty, "veteranHome.pension": "military" }, true, care("5: and have retired pay")),
  home("veteranHome.eligible", today, { ...onDuty, "veteranHome.property": 9_000_000 }, true, care("5: and own land")),
  home("veteranHome.outcome", today, { ...onDuty, "veteranHome.pension": "civil" }, "pension", care("5 (3)")),
  home(
    "veteranHome.eligible",
    today,
    { ...forACharge, "veteranHome.property": 9_000_000 },
    true,
    care("15, 16: no limit of property"),
  ),
  home("veteranHome.outcome", today, { ...forACharge, "veteranHome.insured": "insured" }, "working", care("15: no steady work")),
  home("veteranHome.visit", today, atPublicCost, true, care("9 I: an officer visits")),
  home("veteranHome.visit", today, forACharge, false, care("17: papers alone")),
  course("veteranTraining.eligible", today, taken, true, subsidy("6: four months from the day after")),
  course("veteranTraining.outcome", "2026-12-01", taken, "too-late", subsidy("6: a day later")),
  course("veteranTraining.outcome", "2026-07-29", taken, "too-late", subsidy("6: after the course")),
  course(
    "veteranTraining.amount",
    today,
    { ...taken, "veteranTraining.fee": 95_000 },
    95_000,
    subsidy("5 II: the first in full"),
  ),
  course(
    "veteranTraining.amount",
    today,
    { ...again, "veteranTraining.fee": 60_000 },
    50_000,
    subsidy("5 I 2: 80,000 less 30,000"),
  ),
  course(
    "veteranTraining.amount",
    today,
    { ...again, "veteranTraining.card": true, "veteranTraining.fee": 95_000 },
    90_000,
    subsidy("5 I 2: 120,000 less 30,000"),
  ),
  course("veteranTraining.outcome", today, { ...again, "veteranTraining.before": 80_000 }, "used-up", subsidy("8 I 5")),
  course("veteranTraining.outcome", today, { ...again, "veteranTraining.times": 2 }, "too-often", subsidy("5 I 1: twice a year")),
  course(
    "veteranTraining.eligible",
    today,
    { ...again, "veteranTraining.times": 2, "veteranTraining.lastOn": "2025-12-31" },
    true,
    subsidy("5 I 1: those of last year count no more"),
  ),
  course("veteranTraining.timesAfter", today, again, 2, subsidy("5 I 1")),
  course("veteranTraining.after", today, { ...again, "veteranTraining.fee": 60_000 }, 80_000, subsidy("5 I 2")),
  course("veteranTraining.outcome", today, { ...taken, "veteranTraining.class": "none" }, "not-veteran", subsidy("8 I 1")),
  course("veteranTraining.outcome", today, { ...taken, "veteranTraining.official": true }, "official", subsidy("8 I 2")),
  course("veteranTraining.outcome", today, { ...taken, "veteranTraining.announced": false }, "not-announced", subsidy("8 I 3")),
  course("veteranTraining.outcome", today, { ...taken, "veteranTraining.approved": false }, "not-approved", subsidy("8 I 4")),
  course("veteranTraining.outcome", today, { ...taken, "veteranTraining.free": true }, "free", subsidy("8 I 7")),
  course("veteranTraining.outcome", today, { ...taken, "veteranTraining.insured": false }, "no-proof", subsidy("6 (5)")),
  course(
    "veteranTraining.outcome",
    today,
    { ...taken, "veteranTraining.suspended": "forever" },
    "suspended",
    statute("國軍退除役官兵輔導條例 §32"),
  ),
];
