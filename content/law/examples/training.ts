import { examplesOf, statute, type WorkedExample } from "./write.ts";

const today = "2026-11-29";
const course = examplesOf("training");
/** 50 years old, fifteen days into a course that is just full time. */
const older = {
  "training.group": "older",
  "training.bornOn": "1976-05-01",
  "training.insured": "ended",
  "training.lowIncome": "none",
  "training.disability": "none",
  "training.used": 0,
  "training.startOn": "2026-11-14",
  "training.months": 1,
  "training.days": 4,
  "training.hours": 4,
  "training.monthHours": 100,
};
const disabled = { ...older, "training.group": "disabled", "training.disability": "mild" };
const rule = (article: string) => statute(`就業促進津貼實施辦法 §${article}`);

/** Paid while learning a trade. */
export const inTraining: readonly WorkedExample[] = [
  course("training.eligible", today, older, true, rule("18")),
  course("training.fullTime", today, { ...older, "training.months": 0 }, false, rule("18 II 1")),
  course("training.fullTime", today, { ...older, "training.days": 3 }, false, rule("18 II 2")),
  course("training.fullTime", today, { ...older, "training.hours": 3 }, false, rule("18 II 3")),
  course("training.fullTime", today, { ...older, "training.monthHours": 99 }, false, rule("18 II 4")),
  course("training.inTime", today, older, true, rule("19: the fifteenth day")),
  course("training.inTime", "2026-11-30", older, false, rule("19: the sixteenth")),
  course("training.belongs", today, { ...older, "training.bornOn": "1981-11-29" }, true, rule("2: 45 on the day")),
  course("training.belongs", today, { ...older, "training.bornOn": "1981-11-30" }, false, rule("2: a day before")),
  course("training.belongs", today, { ...older, "training.bornOn": "1961-11-29" }, false, rule("2: 65 on the day")),
  course("training.belongs", today, { ...older, "training.bornOn": "1961-11-30" }, true, rule("2: a day before 65")),
  course("training.left", today, { ...older, "training.used": 2 }, 4, rule("26 I: six months in two years")),
  course("training.left", today, { ...disabled, "training.used": 2 }, 10, rule("26 I: a year")),
  course("training.longer", today, disabled, true, rule("20 I")),
  course("training.countedFrom", today, { ...older, "training.used": 2 }, "2026-09-14", rule("26 I")),
  course("training.byInsurance", today, { ...older, "training.group": "involuntary" }, true, statute("就業保險法 §19")),
  course("training.doubtful", today, { ...older, "training.group": "other" }, true, rule("19")),
  course("training.monthly", today, older, 17_700, rule("20 I: 60 % of 29,500")),
  course("training.outcome", today, { ...older, "training.used": 6 }, "used-up", rule("26 I")),
];
