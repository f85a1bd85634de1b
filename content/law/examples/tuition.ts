import { examplesOf, statute, type WorkedExample } from "./write.ts";

const of = examplesOf("tuition");
const today = "2026-11-22";
/** A student of the deciding school who has no ground for a reduction. */
const student = {
  "tuition.fees": 28_500,
  "tuition.otherSubsidy": false,
  "tuition.decidingSchool": "ndu",
  "tuition.enrolledSchool": "ndu",
  "tuition.enrolmentStatus": "enrolled",
  "tuition.schoolLevel": "university",
  "tuition.householdNo": "H1",
  "tuition.lowIncomeHouseholdNo": "H1",
  "tuition.lowIncomeStatus": "none",
  "tuition.lowIncomeValidUntil": "2026-12-31",
  "tuition.specialCircumstance": false,
  "tuition.disabilityDegree": "none",
  "tuition.householdIncome": 0,
};
const reduced = (given: Partial<Record<keyof typeof student, string | number | boolean>>, value: number, reference: string) =>
  of("tuition.reduction", today, { ...student, ...given }, value, statute(reference));
const poor = { "tuition.lowIncomeStatus": "mid-low" };
const assistance = "社會救助法 §16-2";
const disability = "身心障礙學生及身心障礙人士子女就學費用減免辦法";

export const tuition: readonly WorkedExample[] = [
  reduced({ "tuition.lowIncomeStatus": "low" }, 28_500, `${assistance} I 1: all of it`),
  reduced(poor, 17_100, `${assistance} I 2: 60 %`),
  reduced({ ...poor, "tuition.schoolLevel": "junior-high" }, 0, `${assistance} I: senior high school and above`),
  reduced({ ...poor, "tuition.enrolledSchool": "other" }, 0, `${assistance} I: the school of the student`),
  reduced({ ...poor, "tuition.lowIncomeHouseholdNo": "H2" }, 0, "社會救助法 §4-1: members of the approved household"),
  reduced({ ...poor, "tuition.lowIncomeValidUntil": "2026-11-21" }, 0, "社會救助法 §4-1: an approval that has ended"),
  reduced({ ...poor, "tuition.otherSubsidy": true }, 0, `${assistance} III: not twice`),
  reduced(
    { "tuition.specialCircumstance": true },
    17_100,
    "特殊境遇家庭子女孫子女就讀高級中等以上學校學雜費減免辦法 §5 I 1: 60 %",
  ),
  reduced({ "tuition.disabilityDegree": "severe" }, 28_500, `${disability} §4 I 1: all of it`),
  reduced({ "tuition.disabilityDegree": "profound" }, 28_500, `${disability} §4 I 1: all of it`),
  reduced({ "tuition.disabilityDegree": "moderate" }, 19_950, `${disability} §4 I 2: seven tenths`),
  reduced({ "tuition.disabilityDegree": "mild" }, 11_400, `${disability} §4 I 3: four tenths`),
  reduced({ "tuition.disabilityDegree": "identified" }, 11_400, `${disability} §11: as mild`),
  reduced({ "tuition.disabilityDegree": "mild", "tuition.householdIncome": 2_200_001 }, 0, `${disability} §3 I: up to 2,200,000`),
  reduced({ ...poor, "tuition.disabilityDegree": "moderate" }, 19_950, `${disability} §7: not both; 70 % is more than 60 %`),
  of("tuition.levelCovered", today, { ...student, ...poor }, true, statute(`${assistance} I: a university`)),
  of("tuition.approval", today, { ...student, ...poor }, "mid-low", statute("社會救助法 §4-1: in force, of the household")),
];
