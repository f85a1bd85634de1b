import {
  addDays,
  addMonths,
  and,
  code,
  collect,
  createLaw,
  day,
  eq,
  gt,
  le,
  max,
  not,
  nt,
  subtract,
  when,
  whole,
} from "@troad/law";
import { figuresOf } from "../figures.ts";
import { codesOf, outcome, text } from "../permits/build.ts";
import { writer } from "../taxes/write.ts";

const from = "2024-08-27";
const of = writer("person", "day", from);
const adDays = figuresOf(
  ["雇主聘僱外國人許可及管理辦法第 17 條第 1 項", "Foreign Worker Permission Regulations, Article 17, paragraph 1"],
  "A",
  "law.moj.gov.tw pcode=N0090027 art. 17",
).count("recruiting.adDays", ["登載後招募日數", "Days of recruiting after the notice"], { [from]: 7 });
const paperDays = figuresOf(
  ["雇主聘僱外國人許可及管理辦法第 17 條第 1 項", "Foreign Worker Permission Regulations, Article 17, paragraph 1"],
  "A",
  "law.moj.gov.tw pcode=N0090027 art. 17",
).count("recruiting.paperDays", ["併登報紙者招募日數", "Days where a newspaper had it as well"], { [from]: 3 });
const windowDays = figuresOf(
  ["雇主聘僱外國人許可及管理辦法第 20 條第 1 項", "Foreign Worker Permission Regulations, Article 20, paragraph 1"],
  "A",
  "law.moj.gov.tw pcode=N0090027 art. 20",
).count("recruiting.windowDays", ["申請求才證明期限", "Days to ask for the proof"], { [from]: 15 });
const laterDays = figuresOf(
  ["雇主聘僱外國人許可及管理辦法第 21-1 條第 1 項", "Foreign Worker Permission Regulations, Article 21-1, paragraph 1"],
  "A",
  "law.moj.gov.tw pcode=N0090027 art. 21-1",
).count("recruiting.laterDays", ["自行招募者期限", "Days where the employer recruited before"], { [from]: 60 });
const enterMonths = figuresOf(
  ["雇主聘僱外國人許可及管理辦法第 30 條第 2 項", "Foreign Worker Permission Regulations, Article 30, paragraph 2"],
  "A",
  "law.moj.gov.tw pcode=N0090027 art. 30",
).count("recruiting.enterMonths", ["引進月數", "Months to bring workers in"], { [from]: 6 });
const fee = figuresOf(
  [
    "就業服務法申請案件審查費及證照費收費標準第 2 條第 1 項第 2 款",
    "Fee Standards under the Employment Service Act, Article 2, paragraph 1, subparagraph 2",
  ],
  "A",
  "law.moj.gov.tw pcode=N0090030 art. 2",
).money("recruiting.fee", ["審查費", "Fee for the examination"], { [from]: 200 });

const applicant = text("recruiting.applicant", "申請人", "Applicant");
const director = text("recruiting.director", "負責人", "Who leads the business");
const state = of.one(
  "recruiting.state",
  ["公司或商業登記狀態", "State in the register"],
  codesOf({ active: ["核准設立", "active"], dissolved: ["解散", "dissolved"], none: ["查無", "not found"] }),
);
const vacancyOf = text("recruiting.vacancyOf", "求才登記雇主", "Employer of the vacancy");
const employerNo = text("recruiting.employerNo", "統一編號", "Business number");
const openings = of.count("recruiting.openings", ["求才人數", "Workers looked for"], 100000);
const hired = of.count("recruiting.hired", ["已僱本國勞工", "Local workers hired"], 100000);
const people = of.count("recruiting.people", ["申請人數", "Foreign workers applied for"], 100000);
const postedOn = of.date("recruiting.postedOn", ["登載日", "Notice published on"]);
const newspaper = of.fact("recruiting.newspaper", ["同時登報二日", "In a newspaper for two days as well"]);
const earlier = of.fact("recruiting.earlier", ["曾自行招募", "The employer recruited before by itself"]);
const refused = of.fact("recruiting.refused", ["無正當理由拒絕推介", "Refused a person who was sent, without reason"]);
const barredUntil = of.date("recruiting.barredUntil", ["不予許可至", "Barred until"]);
const fines = of.amount("recruiting.fines", ["未繳罰鍰", "Unpaid fines"]);
const premiums = of.amount("recruiting.premiums", ["欠費", "Unpaid premiums"]);

const led = of.yes(
  "recruiting.led",
  ["負責人申請", "The one who leads it applies"],
  [
    "雇主聘僱外國人許可及管理辦法第 22 條第 1 項第 2 款",
    "Foreign Worker Permission Regulations, Article 22, paragraph 1, subparagraph 2",
  ],
  and(eq(state, code("active")), eq(applicant, director)),
);
const advertised = of.yes(
  "recruiting.advertised",
  ["求才登記相符", "The vacancy is of this employer"],
  [
    "雇主聘僱外國人許可及管理辦法第 17 條第 1 項；就業服務法第 47 條第 1 項",
    "Foreign Worker Permission Regulations, Article 17, paragraph 1; Employment Service Act, Article 47, paragraph 1",
  ],
  eq(vacancyOf, employerNo),
);
const ended = of.day(
  "recruiting.ended",
  ["招募期滿日", "Last day of recruiting"],
  ["雇主聘僱外國人許可及管理辦法第 17 條第 1 項", "Foreign Worker Permission Regulations, Article 17, paragraph 1"],
  addDays(postedOn, when(newspaper, paperDays).otherwise(adDays)),
);
const inTime = of.yes(
  "recruiting.inTime",
  ["招募期滿且於期限內申請", "After it and in time"],
  [
    "雇主聘僱外國人許可及管理辦法第 20 條第 1 項；雇主聘僱外國人許可及管理辦法第 21-1 條第 1 項",
    "Foreign Worker Permission Regulations, Article 20, paragraph 1; Foreign Worker Permission Regulations, Article 21-1, paragraph 1",
  ],
  and(gt(day, ended), le(day, addDays(ended, when(earlier, laterDays).otherwise(windowDays)))),
);
const shortage = of.whole(
  "recruiting.shortage",
  ["不足人數", "Workers not found"],
  [
    "雇主聘僱外國人許可及管理辦法第 20 條第 2 項；就業服務法第 47 條第 1 項",
    "Foreign Worker Permission Regulations, Article 20, paragraph 2; Employment Service Act, Article 47, paragraph 1",
  ],
  max(whole(0), subtract(openings, hired)),
);
const within = of.yes(
  "recruiting.within",
  ["未逾不足人數", "No more than were not found"],
  ["就業服務法第 47 條第 1 項", "Employment Service Act, Article 47, paragraph 1"],
  and(gt(people, whole(0)), le(people, shortage)),
);
const clear = of.yes(
  "recruiting.clear",
  ["無不予許可情事", "No ground of refusal"],
  ["就業服務法第 54 條第 1 項", "Employment Service Act, Article 54, paragraph 1"],
  and(not(refused), gt(day, barredUntil)),
);
const settled = of.yes(
  "recruiting.settled",
  ["罰鍰與保險費已繳", "Fines and premiums are paid"],
  [
    "雇主聘僱外國人許可及管理辦法第 22 條第 1 項第 5 款",
    "Foreign Worker Permission Regulations, Article 22, paragraph 1, subparagraph 5",
  ],
  and(eq(fines, nt(0)), eq(premiums, nt(0))),
);
const enterBy = of.day(
  "recruiting.enterBy",
  ["引進期限", "Workers enter by"],
  ["雇主聘僱外國人許可及管理辦法第 30 條第 2 項", "Foreign Worker Permission Regulations, Article 30, paragraph 2"],
  addMonths(day, enterMonths),
);
const toPay = of.money(
  "recruiting.toPay",
  ["審查費", "Fee"],
  [
    "就業服務法申請案件審查費及證照費收費標準第 2 條第 1 項第 2 款",
    "Fee Standards under the Employment Service Act, Article 2, paragraph 1, subparagraph 2",
  ],
  fee,
);
const eligible = of.yes(
  "recruiting.eligible",
  ["符合規定", "As the rules say"],
  [
    "雇主聘僱外國人許可及管理辦法第 22 條第 1 項第 2 款；雇主聘僱外國人許可及管理辦法第 17 條第 1 項",
    "Foreign Worker Permission Regulations, Article 22, paragraph 1, subparagraph 2; Foreign Worker Permission Regulations, Article 17, paragraph 1",
  ],
  and(led, advertised, inTime, within, clear, settled),
);
const result = outcome(
  "recruiting.outcome",
  from,
  {
    permitted: ["可許可招募", "may recruit"],
    "not-leader": ["不是負責人或已解散", "not the one who leads it"],
    "no-vacancy": ["查無本雇主的求才登記", "no vacancy of this employer"],
    "not-in-time": ["招募未滿或逾期", "recruiting has not ended, or too long ago"],
    "no-shortage": ["逾招募不足人數", "more than were not found"],
    barred: ["有不予許可情事", "a ground of refusal"],
    unpaid: ["罰鍰、保險費或退休金未繳", "fines or premiums unpaid"],
  },
  when(eligible, code("permitted"))
    .when(not(led), code("not-leader"))
    .when(not(advertised), code("no-vacancy"))
    .when(not(inTime), code("not-in-time"))
    .when(not(within), code("no-shortage"))
    .when(not(clear), code("barred"))
    .otherwise(code("unpaid")),
);
/** Who may recruit foreign workers after looking for local ones. */
export const recruitmentLaw = createLaw(collect([result, eligible, shortage, enterBy, toPay]));
