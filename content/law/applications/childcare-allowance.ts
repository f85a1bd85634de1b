import {
  addDays,
  addMonths,
  and,
  code,
  collect,
  createLaw,
  day,
  defineInput,
  defineVariable,
  eq,
  firstOfMonth,
  firstOfYear,
  latest,
  le,
  not,
  or,
  when,
} from "@troad/law";
import { figuresOf } from "../figures.ts";
import { writer } from "../taxes/write.ts";

const from = "2023-01-01";
const of = writer("person", "day", from, "B");
const directions = (zh: string, en: string) =>
  [`育有未滿二歲兒童育兒津貼申領作業要點（${zh}）`, `Directions for the childcare allowance below two (${en})`] as const;
const read = figuresOf(
  directions("申領期間", "months"),
  "B",
  "Changhua County's page, which quotes the directions as of 2022-12-30",
);
const months = read.count("allowance.months", ["發給至滿幾個月", "Until the child has so many months"], { [from]: 24 });
const days = read.count("allowance.days", ["追溯自出生月的申請期限", "Days within which it goes back to the birth"], {
  [from]: 60,
});

const text = (name: string, zh: string, en: string) =>
  defineInput({ name, entity: "person", type: "text", label: { "zh-Hant": zh, en } });
const applicant = text("allowance.applicant", "申請人", "Applicant");
const father = text("allowance.father", "父", "Father");
const mother = text("allowance.mother", "母", "Mother");
const bornOn = of.date("allowance.bornOn", ["孩子出生日", "The child's birthday"]);
const publicCare = of.fact("allowance.publicCare", ["由政府安置", "In public care"]);
const nursery = of.fact("allowance.nursery", ["公共化或準公共托育", "In a publicly funded nursery"]);

const isParent = of.yes(
  "allowance.isParent",
  ["戶籍上為父母", "Registered as a parent"],
  directions("申請人", "applicants"),
  or(eq(applicant, father), eq(applicant, mother)),
);
const young = of.yes(
  "allowance.young",
  ["未滿二歲", "Below two"],
  directions("申領期間", "months"),
  le(firstOfMonth(day), addMonths(bornOn, months)),
);
const begins = of.day(
  "allowance.from",
  ["自何日之月起發給", "Paid from the month of"],
  directions("追溯", "back pay"),
  when(le(day, addDays(bornOn, days)), bornOn).otherwise(latest(bornOn, firstOfYear(day))),
);
const eligible = of.yes(
  "allowance.eligible",
  ["可以請領育兒津貼", "Entitled to the allowance"],
  directions("資格", "who is entitled"),
  and(isParent, young, not(publicCare), not(nursery)),
);
const outcome = defineVariable({
  ...{ name: "allowance.outcome", entity: "person", period: "day", type: "code", from },
  label: { "zh-Hant": "結果", en: "Outcome" },
  article: null,
  codes: {
    granted: { "zh-Hant": "核給", en: "granted" },
    "not-parent": { "zh-Hant": "戶籍上不是父母", en: "not registered as a parent" },
    "too-old": { "zh-Hant": "已滿二歲", en: "two or older" },
    "public-care": { "zh-Hant": "由政府安置", en: "in public care" },
    nursery: { "zh-Hant": "公共化或準公共托育", en: "in a publicly funded nursery" },
  },
  formula: when(eligible, code("granted"))
    .when(not(isParent), code("not-parent"))
    .when(not(young), code("too-old"))
    .when(publicCare, code("public-care"))
    .otherwise(code("nursery")),
});

/** Who gets the childcare allowance for a child below two, and from which month on; the amounts are the scheme's. */
export const childcareAllowance = createLaw(collect([outcome, begins]));
