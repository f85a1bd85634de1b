import { examplesOf, official, type WorkedExample } from "./write.ts";

const on = "2026-11-29";
const school = examplesOf("unemployed-children");
/** A parent whose benefit was approved three months ago to the day, with one child at a public college. */
const parent = {
  "schooling.applicant": "B123456780",
  "schooling.father": "B123456780",
  "schooling.mother": "C123456781",
  "schooling.enrolled": "enrolled",
  "schooling.level": "university",
  "schooling.insured": "ended",
  "schooling.ground": "recent",
  "schooling.groundOn": "2026-08-29",
  "schooling.workedDays": 0,
  "schooling.workedMonths": 0,
  "schooling.collegeChildren": 1,
};
const high = { ...parent, "schooling.level": "senior-high" };
const aYear = { ...parent, "schooling.groundOn": "2025-11-29" };
const fewDays = { ...aYear, "schooling.ground": "few-days", "schooling.workedDays": 30 };
const fewMonths = { ...aYear, "schooling.ground": "few-months", "schooling.workedMonths": 3 };
const registered = { ...parent, "schooling.ground": "registered" };
const told = official("news of the Ministry of Labor on the school year 114");

/** Grants for the children of those who are out of work. */
export const schooling: readonly WorkedExample[] = [
  school("schooling.eligible", on, parent, true, told),
  school("schooling.jobless", on, { ...parent, "schooling.groundOn": "2026-08-28" }, false, told),
  school("schooling.jobless", on, fewDays, true, told),
  school("schooling.jobless", on, { ...fewDays, "schooling.workedDays": 31 }, false, told),
  school("schooling.jobless", on, { ...fewDays, "schooling.groundOn": "2025-11-28" }, false, told),
  school("schooling.jobless", on, fewMonths, true, told),
  school("schooling.jobless", on, { ...fewMonths, "schooling.workedMonths": 4 }, false, told),
  school("schooling.jobless", on, registered, true, told),
  school("schooling.jobless", on, { ...registered, "schooling.insured": "insured" }, false, told),
  school("schooling.isParent", on, { ...parent, "schooling.father": "D123456782" }, false, told),
  school("schooling.atSchool", on, { ...parent, "schooling.level": "graduate" }, false, told),
  school("schooling.amount", on, high, 4_000, told),
  school("schooling.amount", on, { ...high, "schooling.private": true }, 6_000, told),
  school("schooling.amount", on, parent, 15_000, told),
  school("schooling.amount", on, { ...parent, "schooling.private": true }, 26_000, told),
  school("schooling.amount", on, { ...parent, "schooling.collegeChildren": 2 }, 18_000, told),
  school("schooling.outcome", on, { ...parent, "schooling.soleCarer": true }, "sole-carer", told),
  school("schooling.outcome", on, { ...parent, "schooling.oldAge": true }, "old-age", told),
  school("schooling.outcome", on, { ...parent, "schooling.otherGrant": true }, "other-grant", told),
];
