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
  gt,
  le,
  match,
  ne,
  not,
  nt,
  or,
  when,
  years,
} from "@troad/law";
import { figuresOf } from "../figures.ts";
import { writer } from "../taxes/write.ts";
import { codesOf, outcome, text } from "./build.ts";

const from = "2025-01-01";
const of = writer("person", "day", from, "B");
const leastAge = figuresOf(
  ["青年創業及啟動金貸款要點", "Directions for the Youth Start-up Loan"],
  "B",
  "an older text of the directions and the page of a lending bank, 2025",
).count("founder.leastAge", ["最低年齡", "Least age"], { [from]: 18 });
const mostAge = figuresOf(
  ["青年創業及啟動金貸款要點", "Directions for the Youth Start-up Loan"],
  "B",
  "an older text of the directions and the page of a lending bank, 2025",
).count("founder.mostAge", ["最高年齡", "Greatest age"], { [from]: 45 });
const leastShare = figuresOf(
  ["青年創業及啟動金貸款要點", "Directions for the Youth Start-up Loan"],
  "B",
  "an older text of the directions and the page of a lending bank, 2025",
).count("founder.leastShare", ["出資比例下限（%）", "Least share in per cent"], { [from]: 20 });
const mostYears = figuresOf(
  ["青年創業及啟動金貸款要點", "Directions for the Youth Start-up Loan"],
  "B",
  "an older text of the directions and the page of a lending bank, 2025",
).count("founder.mostYears", ["登記未滿年數", "Years since the registration"], { [from]: 8 });
const leastHours = figuresOf(
  ["青年創業及啟動金貸款要點", "Directions for the Youth Start-up Loan"],
  "B",
  "an older text of the directions and the page of a lending bank, 2025",
).count("founder.leastHours", ["研習時數下限", "Least hours of courses"], { [from]: 20 });
const leastCredits = figuresOf(
  ["青年創業及啟動金貸款要點", "Directions for the Youth Start-up Loan"],
  "B",
  "an older text of the directions and the page of a lending bank, 2025",
).count("founder.leastCredits", ["學分下限", "Least credits"], { [from]: 2 });
const openMonths = figuresOf(
  ["青年創業及啟動金貸款要點", "Directions for the Youth Start-up Loan"],
  "B",
  "an older text of the directions and the page of a lending bank, 2025",
).count("founder.openMonths", ["準備金申請月數", "Months for the loan for preparation"], { [from]: 8 });
const preparation = figuresOf(
  ["青年創業及啟動金貸款要點", "Directions for the Youth Start-up Loan"],
  "B",
  "an older text of the directions and the page of a lending bank, 2025",
).money("founder.preparation", ["準備金上限", "Most for preparation"], { [from]: 2000000 });
const working = figuresOf(
  ["青年創業及啟動金貸款要點", "Directions for the Youth Start-up Loan"],
  "B",
  "an older text of the directions and the page of a lending bank, 2025",
).money("founder.working", ["週轉金上限", "Most for working capital"], { [from]: 4000000 });
const fixed = figuresOf(
  ["青年創業及啟動金貸款要點", "Directions for the Youth Start-up Loan"],
  "B",
  "an older text of the directions and the page of a lending bank, 2025",
).money("founder.fixed", ["資本性支出上限", "Most for capital"], { [from]: 12000000 });

const kind = of.one(
  "founder.kind",
  ["申請項目", "What is applied for"],
  codesOf({
    advice: ["創業諮詢", "Advice by a mentor"],
    preparation: ["準備金及開辦費用", "Loan for preparation and opening"],
    working: ["週轉性支出", "Loan for working capital"],
    capital: ["資本性支出", "Loan for capital"],
  }),
);
const applicant = text("founder.applicant", "申請人", "Applicant");
const director = text("founder.director", "負責人", "Who leads the business");
const state = of.one(
  "founder.state",
  ["登記狀態", "State in the register"],
  codesOf({ active: ["核准設立", "active"], dissolved: ["解散", "dissolved"], none: ["查無", "not found"] }),
);
const bornOn = of.date("founder.bornOn", ["出生日期", "Birthday"]);
const share = of.count("founder.share", ["出資比例（%）", "Share in per cent"], 100);
const registeredOn = of.date("founder.registeredOn", ["登記日", "Registered on"]);
const hours = of.count("founder.hours", ["三年內研習時數", "Hours of courses in three years"], 2000);
const credits = of.count("founder.credits", ["三年內創業課程學分", "Credits in three years"], 200);
const amount = of.amount("founder.amount", ["申請金額", "Amount applied for"]);

const age = of.whole(
  "founder.age",
  ["年齡", "Age"],
  ["青年創業及啟動金貸款要點", "Directions for the Youth Start-up Loan"],
  years(bornOn, day),
);
const ofAge = of.yes(
  "founder.ofAge",
  ["年齡符合", "Of the age"],
  ["青年創業及啟動金貸款要點", "Directions for the Youth Start-up Loan"],
  and(ge(age, leastAge), le(age, mostAge)),
);
const led = of.yes(
  "founder.led",
  ["為事業負責人", "Leads the business"],
  ["青年創業及啟動金貸款要點", "Directions for the Youth Start-up Loan"],
  or(eq(kind, code("advice")), and(eq(state, code("active")), eq(applicant, director))),
);
const owns = of.yes(
  "founder.owns",
  ["出資比例足夠", "Holds enough of it"],
  ["青年創業及啟動金貸款要點", "Directions for the Youth Start-up Loan"],
  or(eq(kind, code("advice")), ge(share, leastShare)),
);
const young = of.yes(
  "founder.young",
  ["登記未滿八年", "Below eight years"],
  ["青年創業及啟動金貸款要點", "Directions for the Youth Start-up Loan"],
  or(eq(kind, code("advice")), gt(addYears(registeredOn, mostYears), day)),
);
const trained = of.yes(
  "founder.trained",
  ["研習時數或學分足夠", "Hours or credits enough"],
  ["青年創業及啟動金貸款要點", "Directions for the Youth Start-up Loan"],
  or(eq(kind, code("advice")), ge(hours, leastHours), ge(credits, leastCredits)),
);
const opening = of.yes(
  "founder.opening",
  ["準備金於八個月內", "The loan for preparation within eight months"],
  ["青年創業及啟動金貸款要點", "Directions for the Youth Start-up Loan"],
  or(ne(kind, code("preparation")), le(day, addMonths(registeredOn, openMonths))),
);
const limit = of.money(
  "founder.limit",
  ["額度上限", "Most"],
  ["青年創業及啟動金貸款要點", "Directions for the Youth Start-up Loan"],
  match(kind, { advice: nt(0), preparation: preparation, working: working, capital: fixed }),
);
const within = of.yes(
  "founder.within",
  ["未逾額度", "Within the amount"],
  ["青年創業及啟動金貸款要點", "Directions for the Youth Start-up Loan"],
  or(eq(kind, code("advice")), le(amount, limit)),
);
const eligible = of.yes(
  "founder.eligible",
  ["符合規定", "As the rules say"],
  ["青年創業及啟動金貸款要點", "Directions for the Youth Start-up Loan"],
  and(ofAge, led, owns, young, trained, opening, within),
);
const result = outcome(
  "founder.outcome",
  from,
  {
    eligible: ["符合資格", "may have it"],
    age: ["年齡不符", "not of the age"],
    "not-leader": ["不是事業負責人", "not the one who leads it"],
    "small-share": ["出資未達 20%", "holds less than a fifth"],
    "old-firm": ["登記已滿 8 年", "eight years or older"],
    "not-trained": ["時數或學分不足", "too few hours or credits"],
    "too-late": ["準備金已逾 8 個月", "too late for the loan for preparation"],
    "too-much": ["逾額度", "above the amount"],
  },
  when(eligible, code("eligible"))
    .when(not(ofAge), code("age"))
    .when(not(led), code("not-leader"))
    .when(not(owns), code("small-share"))
    .when(not(young), code("old-firm"))
    .when(not(trained), code("not-trained"))
    .when(not(opening), code("too-late"))
    .otherwise(code("too-much")),
);
/** Which founders get advice and the loan for young founders; certainty B. */
export const foundersLaw = createLaw(collect([result, eligible, limit]));
