import {
  addMonths,
  addYears,
  and,
  code,
  collect,
  createLaw,
  day,
  eq,
  ge,
  le,
  match,
  min,
  ne,
  not,
  or,
  when,
  yes,
} from "@troad/law";
import { figuresOf } from "../figures.ts";
import { writer } from "../taxes/write.ts";
import { codesOf, outcome, text } from "./build.ts";

const from = "2018-05-25";
const of = writer("person", "day", from);
const mostYears = figuresOf(
  ["經濟部推動產業人才能力鑑定及管理辦法第 9 條第 1 項", "Regulations on Tests of Industrial Competence, Article 9, paragraph 1"],
  "A",
  "law.moj.gov.tw pcode=J0030093 art. 9",
).count("talent.mostYears", ["有效年數上限", "Most years of validity"], { [from]: 5 });
const windowMonths = figuresOf(
  ["經濟部推動產業人才能力鑑定及管理辦法第 9 條第 2 項", "Regulations on Tests of Industrial Competence, Article 9, paragraph 2"],
  "A",
  "law.moj.gov.tw pcode=J0030093 art. 9",
).count("talent.windowMonths", ["期滿前換發月數", "Months before the end to renew"], { [from]: 3 });
const leastHours = figuresOf(
  [
    "經濟部推動產業人才能力鑑定及管理辦法第 9 條第 2 項第 3 款",
    "Regulations on Tests of Industrial Competence, Article 9, paragraph 2, subparagraph 3",
  ],
  "A",
  "law.moj.gov.tw pcode=J0030093 art. 9",
).count("talent.leastHours", ["訓練時數下限", "Least hours of training"], { [from]: 24 });
const workMonths = figuresOf(
  ["經濟部推動產業人才能力鑑定及管理辦法第 8 條第 2 項", "Regulations on Tests of Industrial Competence, Article 8, paragraph 2"],
  "A",
  "law.moj.gov.tw pcode=J0030093 art. 8",
).count("talent.workMonths", ["核發作業月數", "Months to issue"], { [from]: 2 });

const kind = of.one(
  "talent.kind",
  ["申請項目", "What is applied for"],
  codesOf({ first: ["核發", "First certificate"], renew: ["換發", "Renewal"], replace: ["補發", "Replacement"] }),
);
const found = text("talent.found", "鑑定項目", "Subject in the register");
const wanted = text("talent.wanted", "申請項目名稱", "Subject applied for");
const passedOn = of.date("talent.passedOn", ["合格日", "Passed on"]);
const applyBy = of.date("talent.applyBy", ["申請期限", "Apply by"]);
const validYears = of.count("talent.validYears", ["有效年數", "Years of validity"], 50);
const until = of.date("talent.until", ["原證明有效期限", "Certificate until"]);
const hours = of.count("talent.hours", ["訓練時數", "Hours of training"], 10000);

const passed = of.yes(
  "talent.passed",
  ["鑑定合格", "The test was passed"],
  ["經濟部推動產業人才能力鑑定及管理辦法第 8 條第 1 項", "Regulations on Tests of Industrial Competence, Article 8, paragraph 1"],
  and(eq(found, wanted), le(passedOn, day)),
);
const valid = of.yes(
  "talent.valid",
  ["原證明有效", "The certificate is valid"],
  [
    "經濟部推動產業人才能力鑑定及管理辦法第 9 條第 2 項、第 10 條",
    "Regulations on Tests of Industrial Competence, Articles 9, paragraph 2 and 10",
  ],
  or(eq(kind, code("first")), le(day, until)),
);
const inTime = of.yes(
  "talent.inTime",
  ["於期間內申請", "In time"],
  [
    "經濟部推動產業人才能力鑑定及管理辦法第 8 條第 1 項、第 9 條第 2 項",
    "Regulations on Tests of Industrial Competence, Articles 8, paragraph 1 and 9, paragraph 2",
  ],
  match(kind, { first: le(day, applyBy), renew: ge(addMonths(day, windowMonths), until), replace: yes }),
);
const trained = of.yes(
  "talent.trained",
  ["訓練時數足夠", "Hours enough"],
  [
    "經濟部推動產業人才能力鑑定及管理辦法第 9 條第 2 項第 3 款",
    "Regulations on Tests of Industrial Competence, Article 9, paragraph 2, subparagraph 3",
  ],
  or(ne(kind, code("renew")), ge(hours, leastHours)),
);
const yearsHeld = of.whole(
  "talent.yearsHeld",
  ["有效年數", "Years it holds"],
  ["經濟部推動產業人才能力鑑定及管理辦法第 9 條第 1 項", "Regulations on Tests of Industrial Competence, Article 9, paragraph 1"],
  min(validYears, mostYears),
);
const endsOn = of.day(
  "talent.endsOn",
  ["有效期限", "Holds until"],
  [
    "經濟部推動產業人才能力鑑定及管理辦法第 9 條第 1 項、第 9 條第 2 項、第 10 條第 2 項",
    "Regulations on Tests of Industrial Competence, Articles 9, paragraph 1, 9, paragraph 2 and 10, paragraph 2",
  ],
  match(kind, { first: addYears(day, yearsHeld), renew: addYears(until, yearsHeld), replace: until }),
);
const issueBy = of.day(
  "talent.issueBy",
  ["核發作業期限", "Issued by"],
  ["經濟部推動產業人才能力鑑定及管理辦法第 8 條第 2 項", "Regulations on Tests of Industrial Competence, Article 8, paragraph 2"],
  addMonths(day, workMonths),
);
const eligible = of.yes(
  "talent.eligible",
  ["符合規定", "As the rules say"],
  [
    "經濟部推動產業人才能力鑑定及管理辦法第 8 條第 1 項；經濟部推動產業人才能力鑑定及管理辦法第 9 條第 2 項、第 10 條",
    "Regulations on Tests of Industrial Competence, Article 8, paragraph 1; Regulations on Tests of Industrial Competence, Articles 9, paragraph 2 and 10",
  ],
  and(passed, valid, inTime, trained),
);
const result = outcome(
  "talent.outcome",
  from,
  {
    issuable: ["可核發", "may be issued"],
    "not-passed": ["查無此項合格紀錄", "no such test passed"],
    ended: ["原證明已失效", "the certificate has ended"],
    "not-in-time": ["不在申請期間", "not the time for it"],
    "few-hours": ["訓練時數未達 24 小時", "fewer than 24 hours"],
  },
  when(eligible, code("issuable"))
    .when(not(passed), code("not-passed"))
    .when(not(valid), code("ended"))
    .when(not(inTime), code("not-in-time"))
    .otherwise(code("few-hours")),
);
/** Who gets a certificate of a test of competence, and until when. */
export const talentLaw = createLaw(collect([result, eligible, endsOn, issueBy]));
