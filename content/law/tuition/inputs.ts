import { defineInput } from "@troad/law";

const student = "person";

/** Tuition, fees and credit fees of the semester, without dormitory and insurance. */
export const fees = defineInput({
  name: "tuition.fees",
  entity: student,
  type: "money",
  label: { "zh-Hant": "學雜費", en: "Tuition and fees" },
});

export const otherSubsidy = defineInput({
  name: "tuition.otherSubsidy",
  entity: student,
  type: "boolean",
  label: { "zh-Hant": "已領性質相同的補助", en: "Already gets a subsidy of the same kind" },
});

export const decidingSchool = defineInput({
  name: "tuition.decidingSchool",
  entity: student,
  type: "text",
  label: { "zh-Hant": "受理的學校", en: "Deciding school" },
});

export const enrolledSchool = defineInput({
  name: "tuition.enrolledSchool",
  entity: student,
  type: "text",
  label: { "zh-Hant": "學籍所在的學校", en: "School of enrolment" },
});

export const enrolmentStatus = defineInput({
  name: "tuition.enrolmentStatus",
  entity: student,
  type: "code",
  label: { "zh-Hant": "學籍狀態", en: "Enrolment status" },
  codes: {
    enrolled: { "zh-Hant": "在學", en: "enrolled" },
    "on-leave": { "zh-Hant": "休學", en: "on leave" },
    none: { "zh-Hant": "查無學籍", en: "no enrolment found" },
  },
});

export const schoolLevel = defineInput({
  name: "tuition.schoolLevel",
  entity: student,
  type: "code",
  label: { "zh-Hant": "學校層級", en: "Level of the school" },
  codes: {
    elementary: { "zh-Hant": "國民小學", en: "elementary school" },
    "junior-high": { "zh-Hant": "國民中學", en: "junior high school" },
    "senior-high": { "zh-Hant": "高級中等學校", en: "senior high school" },
    university: { "zh-Hant": "大專校院", en: "university or college" },
    graduate: { "zh-Hant": "研究所", en: "graduate school" },
    none: { "zh-Hant": "查無學籍", en: "no enrolment found" },
  },
});

export const householdNo = defineInput({
  name: "tuition.householdNo",
  entity: student,
  type: "text",
  label: { "zh-Hant": "戶號", en: "Household number" },
});

/** The household that the approval was given to. */
export const lowIncomeHouseholdNo = defineInput({
  name: "tuition.lowIncomeHouseholdNo",
  entity: student,
  type: "text",
  label: { "zh-Hant": "核定的戶號", en: "Number of the approved household" },
});

/** The two kinds of approval (社會救助法 §4, §4-1). */
export const approvals = {
  low: { "zh-Hant": "低收入戶", en: "low-income household" },
  "mid-low": { "zh-Hant": "中低收入戶", en: "middle-to-low-income household" },
  none: { "zh-Hant": "無", en: "none" },
} as const;

export const lowIncomeStatus = defineInput({
  name: "tuition.lowIncomeStatus",
  entity: student,
  type: "code",
  label: { "zh-Hant": "核定資格", en: "Approval on record" },
  codes: approvals,
});

/** The last day on which the approval counts. */
export const lowIncomeValidUntil = defineInput({
  name: "tuition.lowIncomeValidUntil",
  entity: student,
  type: "date",
  label: { "zh-Hant": "核定資格的到期日", en: "Approval valid until" },
});

export const specialCircumstance = defineInput({
  name: "tuition.specialCircumstance",
  entity: student,
  type: "boolean",
  label: { "zh-Hant": "特殊境遇家庭", en: "Family in hardship" },
});

/** Of the student, a parent or the guardian; the highest counts. */
export const disabilityDegree = defineInput({
  name: "tuition.disabilityDegree",
  entity: student,
  type: "code",
  label: { "zh-Hant": "身心障礙程度", en: "Degree of disability" },
  codes: {
    none: { "zh-Hant": "無", en: "none" },
    identified: { "zh-Hant": "經鑑定而未領證明", en: "identified, without a certificate" },
    mild: { "zh-Hant": "輕度", en: "mild" },
    moderate: { "zh-Hant": "中度", en: "moderate" },
    severe: { "zh-Hant": "重度", en: "severe" },
    profound: { "zh-Hant": "極重度", en: "profound" },
  },
});

/** Last year's income of those whom article 3 adds up, as the tax data centre has it. */
export const householdIncome = defineInput({
  name: "tuition.householdIncome",
  entity: student,
  type: "money",
  label: { "zh-Hant": "家庭年所得總額", en: "Yearly income of the household" },
});

export const inputs = [
  fees,
  otherSubsidy,
  decidingSchool,
  enrolledSchool,
  enrolmentStatus,
  schoolLevel,
  householdNo,
  lowIncomeHouseholdNo,
  lowIncomeStatus,
  lowIncomeValidUntil,
  specialCircumstance,
  disabilityDegree,
  householdIncome,
];
