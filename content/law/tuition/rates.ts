import { code, day, defineVariable, eq, gt, lt, match, max, ne, not, oneOf, or, parameter, rate, table, when } from "@troad/law";
import {
  approvals,
  disabilityDegree,
  householdIncome,
  householdNo,
  lowIncomeHouseholdNo,
  lowIncomeStatus,
  lowIncomeValidUntil,
  schoolLevel,
  specialCircumstance,
} from "./inputs.ts";

const common = { entity: "person", period: "day", from: "2011-08-01" } as const;
const publicAssistance = { "zh-Hant": "社會救助法第 16-2 條第 1 項", en: "Public Assistance Act, Article 16-2, paragraph 1" };
const nothing = rate("0");

/** Senior high schools and above. Whether the school is a registered one is for the school that decides. */
export const levelCovered = defineVariable({
  ...common,
  name: "tuition.levelCovered",
  type: "boolean",
  label: { "zh-Hant": "屬高級中等以上學校", en: "Senior high school or above" },
  article: publicAssistance,
  formula: oneOf(schoolLevel, "senior-high", "university", "graduate"),
});

/** An approval counts while it lasts and for members of the household that it was given to. */
export const approval = defineVariable({
  ...common,
  name: "tuition.approval",
  type: "code",
  codes: approvals,
  label: { "zh-Hant": "有效的核定資格", en: "Approval in force" },
  article: {
    "zh-Hant": "社會救助法第 4 條、第 4-1 條、第 16-2 條第 1 項",
    en: "Public Assistance Act, Articles 4, 4-1 and 16-2, paragraph 1",
  },
  formula: when(eq(lowIncomeStatus, code("none")), code("none"))
    .when(or(lt(lowIncomeValidUntil, day), ne(householdNo, lowIncomeHouseholdNo)), code("none"))
    .otherwise(lowIncomeStatus),
});

export const lowIncomeRate = defineVariable({
  ...common,
  name: "tuition.lowIncomeRate",
  type: "rate",
  label: { "zh-Hant": "低收入戶或中低收入戶的比率", en: "Rate for low or middle-to-low income" },
  article: publicAssistance,
  formula: match(approval, {
    low: when(levelCovered, parameter("rate", "tuition.lowIncome.rate")).otherwise(nothing),
    "mid-low": when(levelCovered, parameter("rate", "tuition.midLowIncome.rate")).otherwise(nothing),
    none: nothing,
  }),
});

export const specialRate = defineVariable({
  ...common,
  name: "tuition.specialRate",
  type: "rate",
  label: { "zh-Hant": "特殊境遇家庭的比率", en: "Rate for families in hardship" },
  article: {
    "zh-Hant": "特殊境遇家庭扶助條例第 8 條第 1 項",
    en: "Act of Assistance for Family in Hardship, Article 8, paragraph 1",
  },
  certainty: "B",
  formula: when(not(specialCircumstance), nothing)
    .when(not(levelCovered), nothing)
    .otherwise(parameter("rate", "tuition.specialCircumstance.rate")),
});

/** Any school counts here; the household's income must not be above the cap. */
export const disabilityRate = defineVariable({
  ...common,
  name: "tuition.disabilityRate",
  type: "rate",
  label: { "zh-Hant": "身心障礙的比率", en: "Rate for disability" },
  article: {
    "zh-Hant": "身心障礙學生及身心障礙人士子女就學費用減免辦法第 3 條、第 4 條",
    en: "Regulations on Tuition and Fee Reductions for Students with Disabilities and Children of Persons with Disabilities, Articles 3 and 4",
  },
  formula: when(eq(disabilityDegree, code("none")), nothing)
    .when(gt(householdIncome, parameter("money", "tuition.disability.incomeCap")), nothing)
    .otherwise(table(disabilityDegree, "tuition.disability.rate")),
});

/** Reductions of the same kind do not add up: the best one is given. */
export const bestRate = defineVariable({
  ...common,
  name: "tuition.bestRate",
  type: "rate",
  label: { "zh-Hant": "最有利的比率", en: "Best rate" },
  article: {
    "zh-Hant": "社會救助法第 7 條、第 16-2 條第 3 項；身心障礙學生及身心障礙人士子女就學費用減免辦法第 7 條",
    en: "Public Assistance Act, Articles 7 and 16-2, paragraph 3; Regulations on Tuition and Fee Reductions for Students with Disabilities, Article 7",
  },
  formula: max(lowIncomeRate, specialRate, disabilityRate),
});

/** The ground of the best rate; with equal rates in the order low income, hardship, disability. */
export const category = defineVariable({
  ...common,
  name: "tuition.category",
  type: "code",
  codes: {
    ...approvals,
    special: { "zh-Hant": "特殊境遇家庭", en: "family in hardship" },
    disability: { "zh-Hant": "身心障礙", en: "disability" },
  },
  label: { "zh-Hant": "減免身分", en: "Grounds for the reduction" },
  article: null,
  formula: when(eq(bestRate, nothing), code("none"))
    .when(eq(bestRate, lowIncomeRate), approval)
    .when(eq(bestRate, specialRate), code("special"))
    .otherwise(code("disability")),
});

export const rates = [levelCovered, approval, lowIncomeRate, specialRate, disabilityRate, bestRate, category];
