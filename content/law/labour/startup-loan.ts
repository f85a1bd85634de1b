import {
  addDays,
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
  lt,
  match,
  ne,
  not,
  or,
  when,
  yes,
} from "@troad/law";
import { figuresOf } from "../figures.ts";
import { codesOf, outcome, text } from "../permits/build.ts";
import { writer } from "../taxes/write.ts";

const from = "2020-04-25";
const of = writer("person", "day", from);
const leastHours = figuresOf(
  ["就業保險失業者創業協助辦法第 5 條第 1 項第 2 款", "Start-up Assistance Regulations, Article 5, paragraph 1, subparagraph 2"],
  "A",
  "law.moj.gov.tw pcode=N0040013 art. 5",
).count("startupLoan.leastHours", ["研習時數下限", "Least hours of courses"], { [from]: 18 });
const most = figuresOf(
  ["就業保險失業者創業協助辦法第 10 條第 1 項", "Start-up Assistance Regulations, Article 10, paragraph 1"],
  "A",
  "law.moj.gov.tw pcode=N0040013 art. 10",
).money("startupLoan.most", ["額度上限", "Most"], { [from]: 2000000 });
const mostYears = figuresOf(
  ["就業保險失業者創業協助辦法第 10 條第 1 項", "Start-up Assistance Regulations, Article 10, paragraph 1"],
  "A",
  "law.moj.gov.tw pcode=N0040013 art. 10",
).count("startupLoan.mostYears", ["期間上限（年）", "Most years"], { [from]: 7 });
const smallMost = figuresOf(
  ["就業保險失業者創業協助辦法第 10 條第 1 項", "Start-up Assistance Regulations, Article 10, paragraph 1"],
  "A",
  "law.moj.gov.tw pcode=N0040013 art. 10",
).money("startupLoan.smallMost", ["小規模商業額度上限", "Most for a small business"], { [from]: 500000 });
const freeDays = figuresOf(
  ["就業保險失業者創業協助辦法第 5 條第 1 項第 3 款", "Start-up Assistance Regulations, Article 5, paragraph 1, subparagraph 3"],
  "A",
  "law.moj.gov.tw pcode=N0040013 art. 5",
).count("startupLoan.freeDays", ["登記前未加保日數", "Days without insurance before the registration"], { [from]: 14 });
const creditMonths = figuresOf(
  ["就業保險失業者創業協助辦法第 7 條第 1 項第 5 款", "Start-up Assistance Regulations, Article 7, paragraph 1, subparagraph 5"],
  "A",
  "law.moj.gov.tw pcode=N0040013 art. 7",
).count("startupLoan.creditMonths", ["信用報告月數", "Months of the credit report"], { [from]: 3 });
const bankMonths = figuresOf(
  ["就業保險失業者創業協助辦法第 18 條第 1 項", "Start-up Assistance Regulations, Article 18, paragraph 1"],
  "A",
  "law.moj.gov.tw pcode=N0040013 art. 18",
).count("startupLoan.bankMonths", ["洽銀行月數", "Months to go to the bank"], { [from]: 3 });
const freeYears = figuresOf(
  ["就業保險失業者創業協助辦法第 11 條第 2 項", "Start-up Assistance Regulations, Article 11, paragraph 2"],
  "A",
  "law.moj.gov.tw pcode=N0040013 art. 11",
).count("startupLoan.freeYears", ["免息年數", "Years without interest"], { [from]: 3 });

const applicant = text("startupLoan.applicant", "申請人", "Applicant");
const director = text("startupLoan.director", "負責人", "Who leads the business");
const state = of.one(
  "startupLoan.state",
  ["登記狀態", "State in the register"],
  codesOf({ active: ["核准設立", "active"], dissolved: ["解散", "dissolved"], none: ["查無", "not found"] }),
);
const hours = of.count("startupLoan.hours", ["三年內研習時數", "Hours of courses in three years"], 2000);
const counselled = of.fact("startupLoan.counselled", ["已接受諮詢輔導", "Counselled"]);
const registeredOn = of.date("startupLoan.registeredOn", ["事業登記日", "Business registered on"]);
const amount = of.amount("startupLoan.amount", ["申請金額", "Amount applied for"]);
const termYears = of.count("startupLoan.termYears", ["期間（年）", "Years"], 30);
const bounced = of.fact("startupLoan.bounced", ["票據拒絕往來", "Cheques refused"]);
const overdue = of.fact("startupLoan.overdue", ["債務逾期", "Debts overdue"]);
const openLoan = of.fact("startupLoan.openLoan", ["曾獲微型貸款未清償", "A micro loan is not paid back"]);
const creditOn = of.date("startupLoan.creditOn", ["信用報告日", "Credit report of"]);
const status = of.one(
  "startupLoan.status",
  ["就業保險", "Employment insurance"],
  codesOf({ insured: ["加保中", "insured"], ended: ["已退保", "ended"], none: ["查無加保", "none"] }),
);
const since = of.date("startupLoan.since", ["加保日", "Insured since"]);
const until = of.date("startupLoan.until", ["退保日", "Insured until"]);
const elsewhere = of.fact("startupLoan.elsewhere", [
  "登記前十四日擔任其他事業負責人",
  "Led another business in the fourteen days before",
]);
const small = of.fact("startupLoan.small", ["免登記小規模商業", "Small business without registration"]);

const led = of.yes(
  "startupLoan.led",
  ["為事業負責人", "Leads the business"],
  ["就業保險失業者創業協助辦法第 5 條第 1 項第 3 款", "Start-up Assistance Regulations, Article 5, paragraph 1, subparagraph 3"],
  and(eq(state, code("active")), eq(applicant, director)),
);
const covered = of.yes(
  "startupLoan.covered",
  ["曾為就業保險被保險人", "Was insured"],
  ["就業保險失業者創業協助辦法第 2 條第 1 項", "Start-up Assistance Regulations, Article 2, paragraph 1"],
  ne(status, code("none")),
);
const jobless = of.yes(
  "startupLoan.jobless",
  ["登記前十四日無加保", "No insurance in the fourteen days before"],
  ["就業保險失業者創業協助辦法第 5 條第 1 項第 3 款", "Start-up Assistance Regulations, Article 5, paragraph 1, subparagraph 3"],
  and(
    not(elsewhere),
    match(status, { insured: ge(since, registeredOn), ended: lt(addDays(until, freeDays), registeredOn), none: yes }),
  ),
);
const trained = of.yes(
  "startupLoan.trained",
  ["已輔導且時數足夠", "Counselled, with hours enough"],
  [
    "就業保險失業者創業協助辦法第 5 條第 1 項第 1 款、第 5 條第 1 項第 2 款",
    "Start-up Assistance Regulations, Articles 5, paragraph 1, subparagraph 1 and 5, paragraph 1, subparagraph 2",
  ],
  and(counselled, ge(hours, leastHours)),
);
const clean = of.yes(
  "startupLoan.clean",
  ["無不得核貸情事", "No ground of refusal"],
  ["就業保險失業者創業協助辦法第 17 條第 1 項", "Start-up Assistance Regulations, Article 17, paragraph 1"],
  not(or(bounced, overdue, openLoan)),
);
const recent = of.yes(
  "startupLoan.recent",
  ["信用報告三個月內", "The credit report is new"],
  ["就業保險失業者創業協助辦法第 7 條第 1 項第 5 款", "Start-up Assistance Regulations, Article 7, paragraph 1, subparagraph 5"],
  ge(addMonths(creditOn, creditMonths), day),
);
const within = of.yes(
  "startupLoan.within",
  ["未逾額度與期間", "Within amount and years"],
  [
    "就業保險失業者創業協助辦法第 10 條第 1 項、第 10 條第 3 項",
    "Start-up Assistance Regulations, Articles 10, paragraph 1 and 10, paragraph 3",
  ],
  and(le(amount, when(small, smallMost).otherwise(most)), le(termYears, mostYears)),
);
const bankBy = of.day(
  "startupLoan.bankBy",
  ["洽銀行期限", "Go to the bank by"],
  ["就業保險失業者創業協助辦法第 18 條第 1 項", "Start-up Assistance Regulations, Article 18, paragraph 1"],
  addMonths(day, bankMonths),
);
const interestFrom = of.day(
  "startupLoan.interestFrom",
  ["開始負擔利息日", "Interest begins on"],
  ["就業保險失業者創業協助辦法第 11 條第 2 項", "Start-up Assistance Regulations, Article 11, paragraph 2"],
  addYears(day, freeYears),
);
const eligible = of.yes(
  "startupLoan.eligible",
  ["符合規定", "As the rules say"],
  [
    "就業保險失業者創業協助辦法第 5 條第 1 項第 3 款；就業保險失業者創業協助辦法第 2 條第 1 項",
    "Start-up Assistance Regulations, Article 5, paragraph 1, subparagraph 3; Start-up Assistance Regulations, Article 2, paragraph 1",
  ],
  and(led, covered, jobless, trained, clean, recent, within),
);
const result = outcome(
  "startupLoan.outcome",
  from,
  {
    eligible: ["符合資格，送審查會", "goes to the panel"],
    "not-leader": ["不是事業負責人", "not the one who leads it"],
    "not-insured": ["未曾加保", "never insured"],
    "not-jobless": ["登記前十四日有加保或為他事業負責人", "insured or leading another business before"],
    "not-trained": ["未輔導或時數不足", "not counselled, or too few hours"],
    barred: ["有不得核貸情事", "a ground of refusal"],
    "old-report": ["信用報告逾三個月", "the credit report is too old"],
    "too-much": ["逾額度或期間", "above amount or years"],
  },
  when(eligible, code("eligible"))
    .when(not(led), code("not-leader"))
    .when(not(covered), code("not-insured"))
    .when(not(jobless), code("not-jobless"))
    .when(not(trained), code("not-trained"))
    .when(not(clean), code("barred"))
    .when(not(recent), code("old-report"))
    .otherwise(code("too-much")),
);
/** Who may have the start-up loan for the unemployed insured. */
export const startupLoanLaw = createLaw(collect([result, eligible, bankBy, interestFrom]));
