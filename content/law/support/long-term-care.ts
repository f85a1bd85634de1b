import { and, code, collect, createLaw, day, eq, ge, le, match, ne, not, or, when, years } from "@troad/law";
import { figuresOf } from "../figures.ts";
import { codesOf, outcome, text } from "../permits/build.ts";
import { writer } from "../taxes/write.ts";

const from = "2026-01-01";
const of = writer("person", "day", from);
const old = figuresOf(
  ["長期照顧服務申請及給付辦法第 2 條", "Regulations on Application for and Payment of Long-Term Care Services, Article 2"],
  "A",
  "laws.taipei.gov.tw FL098057, Articles 2 and 7 as in force from 2026",
).count("longTermCare.old", ["年齡", "Age"], { [from]: 65 });
const oldIndigenous = figuresOf(
  ["長期照顧服務申請及給付辦法第 2 條", "Regulations on Application for and Payment of Long-Term Care Services, Article 2"],
  "A",
  "laws.taipei.gov.tw FL098057, Articles 2 and 7 as in force from 2026",
).count("longTermCare.oldIndigenous", ["原住民年齡", "Age of indigenous people"], { [from]: 55 });

const who = of.one(
  "longTermCare.who",
  ["需要照顧的人", "Who needs care"],
  codesOf({
    self: ["自己", "Myself"],
    family: ["家人", "Someone of my family"],
    other: ["其他受委託的人", "Someone who asked me to"],
  }),
);
const applicant = text("longTermCare.applicant", "申請人", "Applicant");
const cared = text("longTermCare.cared", "需要照顧的人身分證字號", "Who needs care, by number");
const found = of.fact("longTermCare.found", ["查有戶籍", "In the register"]);
const bornOn = of.date("longTermCare.bornOn", ["出生日期", "Birthday"]);
const indigenous = of.fact("longTermCare.indigenous", ["原住民", "Indigenous"]);
const degree = of.one(
  "longTermCare.degree",
  ["身心障礙證明", "Disability certificate"],
  codesOf({
    mild: ["輕度", "mild"],
    moderate: ["中度", "moderate"],
    severe: ["重度", "severe"],
    profound: ["極重度", "profound"],
    none: ["查無", "none"],
  }),
);
const certificateUntil = of.date("longTermCare.certificateUntil", ["證明有效期限", "Certificate until"]);
const dementia = of.fact("longTermCare.dementia", ["失智症", "Dementia"]);
const acute = of.fact("longTermCare.acute", ["急性後期整合照護計畫收案", "In post-acute care"]);
const dependent = of.fact("longTermCare.dependent", ["日常生活需要他人協助", "Needs help every day"]);
const lodged = of.fact("longTermCare.lodged", ["使用全日住宿式服務或團體家屋", "Lives in residential care or a group home"]);

const right = of.yes(
  "longTermCare.right",
  ["申請人與被照顧者相符", "Who applies fits"],
  ["長期照顧服務申請及給付辦法第 2 條", "Regulations on Application for and Payment of Long-Term Care Services, Article 2"],
  and(found, match(who, { self: eq(applicant, cared), family: ne(applicant, cared), other: ne(applicant, cared) })),
);
const failing = of.yes(
  "longTermCare.failing",
  ["身心失能", "Unable to care for oneself"],
  ["長期照顧服務申請及給付辦法第 2 條", "Regulations on Application for and Payment of Long-Term Care Services, Article 2"],
  dependent,
);
const age = of.whole(
  "longTermCare.age",
  ["年齡", "Age"],
  ["長期照顧服務申請及給付辦法第 2 條", "Regulations on Application for and Payment of Long-Term Care Services, Article 2"],
  years(bornOn, day),
);
const group = of.yes(
  "longTermCare.group",
  ["符合資格之一", "One of the groups"],
  ["長期照顧服務申請及給付辦法第 2 條", "Regulations on Application for and Payment of Long-Term Care Services, Article 2"],
  or(
    ge(age, when(indigenous, oldIndigenous).otherwise(old)),
    and(ne(degree, code("none")), le(day, certificateUntil)),
    dementia,
    acute,
  ),
);
const home = of.yes(
  "longTermCare.home",
  ["不在全日住宿式服務", "Not in residential care"],
  ["長期照顧服務申請及給付辦法第 2 條", "Regulations on Application for and Payment of Long-Term Care Services, Article 2"],
  not(lodged),
);
const eligible = of.yes(
  "longTermCare.eligible",
  ["符合規定", "As the rules say"],
  ["長期照顧服務申請及給付辦法第 2 條", "Regulations on Application for and Payment of Long-Term Care Services, Article 2"],
  and(right, failing, group, home),
);
const result = outcome(
  "longTermCare.outcome",
  from,
  {
    assessed: ["可接受評估", "is assessed"],
    "not-right": ["申請人與被照顧者不符", "who applies does not fit"],
    "not-failing": ["未達身心失能", "no help is needed"],
    "no-group": ["不屬給付對象", "none of the groups"],
    lodged: ["住宿式服務另有規定", "residential care has rules of its own"],
  },
  when(eligible, code("assessed"))
    .when(not(right), code("not-right"))
    .when(not(failing), code("not-failing"))
    .when(not(group), code("no-group"))
    .otherwise(code("lodged")),
);
/** Who is assessed for long-term care: the level is found at home. */
export const longTermCareLaw = createLaw(collect([result, eligible]));
