import { and, code, defineVariable, eq, gt, multiply, ne, not, nt, rate, round, when } from "@troad/law";
import { decidingSchool, enrolledSchool, enrolmentStatus, fees, lowIncomeStatus, otherSubsidy } from "./inputs.ts";
import { approval, bestRate, levelCovered } from "./rates.ts";

const common = { entity: "person", period: "day", from: "2011-08-01" } as const;
const publicAssistance = { "zh-Hant": "社會救助法第 16-2 條第 1 項", en: "Public Assistance Act, Article 16-2, paragraph 1" };

/** The school that decides is the one where the student studies now. */
const enrolled = defineVariable({
  ...common,
  name: "tuition.enrolled",
  type: "boolean",
  label: { "zh-Hant": "在本校就學", en: "Enrolled at this school" },
  article: publicAssistance,
  formula: and(eq(enrolmentStatus, code("enrolled")), eq(enrolledSchool, decidingSchool)),
});

const eligible = defineVariable({
  ...common,
  name: "tuition.eligible",
  type: "boolean",
  label: { "zh-Hant": "可以減免", en: "Entitled to the reduction" },
  article: { "zh-Hant": "社會救助法第 16-2 條第 1 項、第 3 項", en: "Public Assistance Act, Article 16-2, paragraphs 1 and 3" },
  formula: and(enrolled, not(otherSubsidy), gt(bestRate, rate("0")), gt(fees, nt(0))),
});

const reductionRate = defineVariable({
  ...common,
  name: "tuition.rate",
  type: "rate",
  label: { "zh-Hant": "減免比率", en: "Rate of reduction" },
  article: null,
  formula: when(eligible, bestRate).otherwise(rate("0")),
});

const reduction = defineVariable({
  ...common,
  name: "tuition.reduction",
  type: "money",
  label: { "zh-Hant": "減免金額", en: "Amount of reduction" },
  article: publicAssistance,
  note: {
    "zh-Hant": "法規沒有規定元以下如何計算，這裡四捨五入到元。",
    en: "The law does not say how to treat fractions of a dollar; here they are rounded half up.",
  },
  formula: round(multiply(fees, reductionRate), "half-up"),
});

/** Why it was granted or not: the first reason that applies, the one that the applicant can do least about first. */
const outcome = defineVariable({
  ...common,
  name: "tuition.outcome",
  type: "code",
  codes: {
    granted: { "zh-Hant": "核准", en: "granted" },
    "not-enrolled": { "zh-Hant": "不在本校就學", en: "not enrolled at this school" },
    "other-subsidy": { "zh-Hant": "已領性質相同的補助", en: "another subsidy of the same kind" },
    "nothing-to-pay": { "zh-Hant": "沒有要繳的學雜費", en: "nothing to pay" },
    level: { "zh-Hant": "學校層級不適用", en: "the level of the school is not covered" },
    "approval-ended": { "zh-Hant": "核定資格無效", en: "the approval is not in force" },
    "no-category": { "zh-Hant": "沒有減免身分", en: "no grounds for a reduction" },
  },
  label: { "zh-Hant": "結果", en: "Outcome" },
  article: null,
  formula: when(eligible, code("granted"))
    .when(not(enrolled), code("not-enrolled"))
    .when(otherSubsidy, code("other-subsidy"))
    .when(eq(fees, nt(0)), code("nothing-to-pay"))
    .when(and(ne(approval, code("none")), not(levelCovered)), code("level"))
    .when(ne(lowIncomeStatus, approval), code("approval-ended"))
    .otherwise(code("no-category")),
});

export const decisions = [enrolled, eligible, reductionRate, reduction, outcome];
