import { addMonths, and, code, collect, createLaw, day, eq, gt, le, match, no, not, or, when, yes } from "@troad/law";
import { figuresOf } from "../figures.ts";
import { writer } from "../taxes/write.ts";
import { codesOf, outcome, text } from "./build.ts";

const from = "2019-07-29";
const of = writer("person", "day", from);
const alone = figuresOf(
  ["外國人投資條例第 8 條第 3 項", "Statute for Investment by Foreign Nationals, Article 8, paragraph 3"],
  "A",
  "law.moj.gov.tw pcode=J0040002 art. 8",
).count("investment.alone", ["核定月數", "Months to decide"], { [from]: 1 });
const together = figuresOf(
  ["外國人投資條例第 8 條第 3 項", "Statute for Investment by Foreign Nationals, Article 8, paragraph 3"],
  "A",
  "law.moj.gov.tw pcode=J0040002 art. 8",
).count("investment.together", ["會商其他機關月數", "Months with other ministries"], { [from]: 2 });
const verifyMonths = figuresOf(
  ["華僑及外國人投資額審定辦法第 2 條", "Regulations for Verification of Investment, Article 2"],
  "A",
  "law.moj.gov.tw pcode=J0040014 art. 2",
).count("investment.verifyMonths", ["審定申請月數", "Months to ask for the verification"], { [from]: 2 });
const third = figuresOf(
  ["外國人投資條例第 5 條", "Statute for Investment by Foreign Nationals, Article 5"],
  "A",
  "law.moj.gov.tw pcode=J0040002 art. 5",
).rate("investment.third", ["轉投資須核准的持股", "Share from which re-investment needs an approval"], { [from]: "1/3" });

const kind = of.one(
  "investment.kind",
  ["申請項目", "What is applied for"],
  codesOf({ approve: ["投資申請", "Approval of an investment"], verify: ["投資額審定", "Verification of the amount"] }),
);
const listed = of.one(
  "investment.listed",
  ["業別", "Trade"],
  codesOf({
    open: ["未列於負面表列", "Not on the list"],
    restricted: ["限制投資業別", "Restricted trade"],
    prohibited: ["禁止投資業別", "Prohibited trade"],
  }),
);
const consented = of.fact("investment.consented", ["目的事業主管機關同意", "The ministry of the trade consents"]);
const mainland = of.fact("investment.mainland", ["陸資", "Funds from mainland China"]);
const applicant = text("investment.applicant", "申請人", "Applicant");
const agent = text("investment.agent", "原申請人", "Who applied before");
const state = of.one(
  "investment.state",
  ["核准狀態", "State of the approval"],
  codesOf({
    approved: ["已核准", "approved"],
    verified: ["已審定", "verified"],
    ended: ["撤銷", "ended"],
    none: ["查無", "not found"],
  }),
);
const arrivedOn = of.date("investment.arrivedOn", ["出資實行日", "Funds arrived on"]);
const arriveBy = of.date("investment.arriveBy", ["出資期限", "Funds arrive by"]);
const share = of.share("investment.share", ["持股比例", "Share held"]);

const allowed = of.yes(
  "investment.allowed",
  ["業別得投資", "The trade is open"],
  ["外國人投資條例第 7 條", "Statute for Investment by Foreign Nationals, Article 7"],
  match(listed, { open: yes, restricted: or(consented, eq(kind, code("verify"))), prohibited: no }),
);
const foreign = of.yes(
  "investment.foreign",
  ["非陸資", "Not from mainland China"],
  ["外國人投資條例第 3 條", "Statute for Investment by Foreign Nationals, Article 3"],
  not(mainland),
);
const approved = of.yes(
  "investment.approved",
  ["審定有核准案", "There is an approval to verify"],
  ["外國人投資條例第 9 條第 3 項", "Statute for Investment by Foreign Nationals, Article 9, paragraph 3"],
  or(eq(kind, code("approve")), and(eq(state, code("approved")), eq(agent, applicant))),
);
const arrived = of.yes(
  "investment.arrived",
  ["於核定期限內到達", "The funds arrived in time"],
  ["外國人投資條例第 9 條第 1 項", "Statute for Investment by Foreign Nationals, Article 9, paragraph 1"],
  or(eq(kind, code("approve")), le(arrivedOn, arriveBy)),
);
const inTime = of.yes(
  "investment.inTime",
  ["二個月內申請審定", "Asked within two months"],
  ["華僑及外國人投資額審定辦法第 2 條", "Regulations for Verification of Investment, Article 2"],
  or(eq(kind, code("approve")), le(day, addMonths(arrivedOn, verifyMonths))),
);
const consult = of.yes(
  "investment.consult",
  ["須會商其他機關", "Other ministries are asked"],
  ["外國人投資條例第 8 條第 3 項", "Statute for Investment by Foreign Nationals, Article 8, paragraph 3"],
  and(eq(kind, code("approve")), eq(listed, code("restricted"))),
);
const decideMonths = of.whole(
  "investment.decideMonths",
  ["核定期間（月）", "Months to decide"],
  ["外國人投資條例第 8 條第 3 項", "Statute for Investment by Foreign Nationals, Article 8, paragraph 3"],
  when(consult, together).otherwise(alone),
);
const controls = of.yes(
  "investment.controls",
  ["轉投資須核准", "Re-investment needs an approval"],
  ["外國人投資條例第 5 條", "Statute for Investment by Foreign Nationals, Article 5"],
  gt(share, third),
);
const eligible = of.yes(
  "investment.eligible",
  ["符合規定", "As the rules say"],
  [
    "外國人投資條例第 3 條；外國人投資條例第 7 條",
    "Statute for Investment by Foreign Nationals, Article 3; Statute for Investment by Foreign Nationals, Article 7",
  ],
  and(foreign, allowed, approved, arrived, inTime),
);
const result = outcome(
  "investment.outcome",
  from,
  {
    approved: ["可核准或審定", "may be approved or verified"],
    mainland: ["陸資適用兩岸條例", "funds from mainland China follow another act"],
    prohibited: ["禁止或未經同意的限制業別", "prohibited, or restricted without consent"],
    "no-approval": ["查無您的核准案", "no approval of yours"],
    "too-late": ["未於期限內到達", "the funds did not arrive in time"],
    overdue: ["逾二個月申請審定", "asked after two months"],
  },
  when(eligible, code("approved"))
    .when(not(foreign), code("mainland"))
    .when(not(allowed), code("prohibited"))
    .when(not(approved), code("no-approval"))
    .when(not(arrived), code("too-late"))
    .otherwise(code("overdue")),
);
/** Which foreign investments are approved and verified. */
export const investmentLaw = createLaw(collect([result, eligible, consult, decideMonths, controls]));
