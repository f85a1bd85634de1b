import { examplesOf, statute, type WorkedExample } from "./write.ts";

const today = "2026-11-29";
const job = examplesOf("job-seeking");
/** Insured for exactly a year, then dismissed at 44. */
const dismissed = {
  "job.bornOn": "1981-11-01",
  "job.insuredStatus": "ended",
  "job.insuredSince": "2025-10-31",
  "job.insuredUntil": "2026-10-31",
  "job.reason": "dismissed",
  "job.contractMonths": 0,
  "job.disability": "none",
};
const contract = { ...dismissed, "job.reason": "contract", "job.contractMonths": 6, "job.insuredUntil": "2026-10-29" };
const long = { ...dismissed, "job.insuredSince": "2015-01-01" };
const act = (article: string) => statute(`就業保險法 §${article}`);
const firm = examplesOf("firm");
const food = examplesOf("food-business");
const shop = { "food.applicant": "B123456780", "food.director": "B123456780", "food.status": "active" };

/** Looking for work, and setting up a business. */
export const work: readonly WorkedExample[] = [
  job("job.eligible", today, dismissed, true, act("11 I 1: a year insured")),
  job("job.longEnough", today, { ...dismissed, "job.insuredSince": "2025-11-01" }, false, act("11 I 1: a day less")),
  job("job.longEnough", today, long, true, act("11 I 1: three years are looked at")),
  job("job.involuntary", today, contract, true, act("11 II: six months, and a month without a job")),
  job("job.involuntary", today, { ...contract, "job.contractMonths": 5 }, false, act("11 II: five months")),
  job("job.involuntary", "2026-11-28", contract, false, act("11 II: a day less than a month")),
  job("job.involuntary", today, { ...dismissed, "job.reason": "own" }, false, act("11 III")),
  job("job.ofAge", today, { ...dismissed, "job.bornOn": "1961-11-29" }, false, act("5 I: 65 on the day")),
  job("job.ofAge", today, { ...dismissed, "job.bornOn": "1961-11-30" }, true, act("5 I: a day before")),
  job("job.ofAge", today, { ...dismissed, "job.bornOn": "2011-11-29" }, true, act("5 I: 15 on the day")),
  job("job.ofAge", today, { ...dismissed, "job.bornOn": "2011-11-30" }, false, act("5 I: a day before 15")),
  job("job.inTime", "2028-10-31", dismissed, true, act("25 I: two years")),
  job("job.inTime", "2028-11-01", dismissed, false, act("25 I: a day more")),
  job("job.longer", today, dismissed, false, act("16 I: 44 when it ended")),
  job("job.longer", today, { ...dismissed, "job.bornOn": "1981-10-31" }, true, act("16 I: 45 on that day")),
  job("job.longer", today, { ...dismissed, "job.disability": "mild" }, true, act("16 I: with a certificate")),
  job("job.from", today, dismissed, today, act("25 II")),
  job("job.outcome", today, { ...dismissed, "job.reason": "own" }, "own-will", act("11 III")),
  firm("firm.fee", today, { "firm.form": "sole" }, 950, statute("商業登記規費收費準則 §2, §3 I: 150 + 1,000 less a fifth")),
  firm("firm.partners", today, { "firm.form": "sole" }, false, statute("商業登記法 §9 I 7")),
  food("food.leads", today, { ...shop, "food.director": "C123456781" }, false, statute("食品業者登錄辦法 §3")),
  food("food.active", today, { ...shop, "food.status": "none" }, false, statute("食品安全衛生管理法 §8 III")),
  food("food.eligible", today, shop, true, statute("食品安全衛生管理法 §8 III")),
  food("food.on", today, shop, today, statute("食品業者登錄辦法 §5 II")),
  food("food.outcome", today, shop, "registered", statute("食品安全衛生管理法 §8 III")),
];
