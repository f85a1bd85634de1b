import { addYears, and, code, collect, createLaw, day, eq, le, match, ne, no, not, or, when } from "@troad/law";
import { figuresOf } from "../figures.ts";
import { codesOf, outcome, text } from "../permits/build.ts";
import { writer } from "../taxes/write.ts";

const from = "2022-05-01";
const of = writer("person", "day", from);
const afterYears = figuresOf(
  ["勞工職業災害保險及保護法第 27 條第 2 項", "Occupational Accident Act, Article 27, paragraph 2"],
  "A",
  "law.moj.gov.tw pcode=N0050031 art. 27",
).count("occupational.afterYears", ["停保後年數", "Years after the insurance ended"], { [from]: 1 });
const visits = figuresOf(
  [
    "職業醫學科專科醫師及地區醫院以上之醫院專科醫師開具職業病門診單辦法第 5 條第 1 項",
    "Disease Form Regulations, Article 5, paragraph 1",
  ],
  "A",
  "law.moj.gov.tw pcode=N0050018 art. 5",
).count("occupational.visits", ["門診單使用次數", "Visits on a form"], { [from]: 6 });

const who = of.one(
  "occupational.who",
  ["申請人", "Who applies"],
  codesOf({
    employer: ["投保單位", "Employer"],
    worker: ["勞工（投保單位未填發）", "Worker, where the employer gives none"],
    self: ["自行投保者", "Self-insured"],
  }),
);
const cause = of.one(
  "occupational.cause",
  ["傷病", "Injury or disease"],
  codesOf({ injury: ["職業傷害", "Injury at work"], disease: ["職業病", "Disease from work"] }),
);
const status = of.one(
  "occupational.status",
  ["職災保險", "Insurance"],
  codesOf({ insured: ["加保中", "insured"], ended: ["已退保", "ended"], none: ["查無加保", "none"] }),
);
const since = of.date("occupational.since", ["加保日", "Insured since"]);
const until = of.date("occupational.until", ["退保日", "Insured until"]);
const happenedOn = of.date("occupational.happenedOn", ["事故或發病日", "Day of the accident or the illness"]);
const diagnosed = of.fact("occupational.diagnosed", ["醫師認定因職業所致", "A doctor finds that work caused it"]);
const refusedBy = of.fact("occupational.refusedBy", ["投保單位未依規定填發", "The employer gave no form"]);
const leads = text("occupational.leads", "投保單位負責人", "Who leads the employer");
const applicant = text("occupational.applicant", "申請人身分證字號", "National ID of who applies");
const worker = text("occupational.worker", "勞工身分證字號", "National ID of the worker");

const insuredThen = of.yes(
  "occupational.insuredThen",
  ["事故時加保中", "Insured when it happened"],
  ["勞工職業災害保險及保護法第 27 條第 1 項", "Occupational Accident Act, Article 27, paragraph 1"],
  match(status, { insured: le(since, happenedOn), ended: and(le(since, happenedOn), le(happenedOn, until)), none: no }),
);
const within = of.yes(
  "occupational.within",
  ["停保一年內", "Within a year of the end"],
  ["勞工職業災害保險及保護法第 27 條第 2 項", "Occupational Accident Act, Article 27, paragraph 2"],
  or(ne(status, code("ended")), le(day, addYears(until, afterYears))),
);
const entitled = of.yes(
  "occupational.entitled",
  ["得申請", "May apply"],
  ["勞工職業災害保險及保護法第 39 條第 1 項", "Occupational Accident Act, Article 39, paragraph 1"],
  match(who, { employer: eq(applicant, leads), worker: and(eq(applicant, worker), refusedBy), self: eq(applicant, worker) }),
);
const fromWork = of.yes(
  "occupational.fromWork",
  ["職業病經認定", "A disease is found to come from work"],
  [
    "勞工職業災害保險及保護法第 39 條第 2 項；職業醫學科專科醫師及地區醫院以上之醫院專科醫師開具職業病門診單辦法第 4 條",
    "Occupational Accident Act, Article 39, paragraph 2; Disease Form Regulations, Article 4",
  ],
  or(eq(cause, code("injury")), diagnosed),
);
const uses = of.whole(
  "occupational.uses",
  ["可使用次數", "Visits"],
  [
    "職業醫學科專科醫師及地區醫院以上之醫院專科醫師開具職業病門診單辦法第 5 條第 1 項",
    "Disease Form Regulations, Article 5, paragraph 1",
  ],
  visits,
);
const inquiry = of.yes(
  "occupational.inquiry",
  ["須查明", "The insurer looks into it"],
  ["勞工職業災害保險及保護法第 39 條第 1 項", "Occupational Accident Act, Article 39, paragraph 1"],
  eq(who, code("worker")),
);
const eligible = of.yes(
  "occupational.eligible",
  ["符合規定", "As the rules say"],
  [
    "勞工職業災害保險及保護法第 27 條第 1 項；勞工職業災害保險及保護法第 27 條第 2 項",
    "Occupational Accident Act, Article 27, paragraph 1; Occupational Accident Act, Article 27, paragraph 2",
  ],
  and(insuredThen, within, entitled, fromWork),
);
const result = outcome(
  "occupational.outcome",
  from,
  {
    issued: ["可填發", "may be given"],
    "not-insured": ["事故時未加保", "not insured when it happened"],
    "too-late": ["退保已逾一年", "more than a year after the end"],
    "not-entitled": ["不是得申請的人", "not one who may apply"],
    "not-found": ["職業病尚未經認定", "no finding that work caused it"],
  },
  when(eligible, code("issued"))
    .when(not(insuredThen), code("not-insured"))
    .when(not(within), code("too-late"))
    .when(not(entitled), code("not-entitled"))
    .otherwise(code("not-found")),
);
/** Who gets the form for medical care of injuries and diseases at work. */
export const occupationalLaw = createLaw(collect([result, eligible, uses, inquiry]));
