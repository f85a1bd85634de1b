import { addYears, and, code, collect, createLaw, day, eq, ge, le, lt, not, or, when, years } from "@troad/law";
import { figuresOf } from "../figures.ts";
import { codesOf, outcome, text } from "../permits/build.ts";
import { writer } from "../taxes/write.ts";

const from = "2024-09-23";
const of = writer("person", "day", from, "C");
const leastHours = figuresOf(
  ["微型創業鳳凰貸款要點", "Directions for the Phoenix Micro Loan"],
  "C",
  "1111boss.com.tw, 2024-09-23; the directions themselves were not read",
).count("phoenix.leastHours", ["研習時數下限", "Least hours of courses"], { [from]: 18 });
const most = figuresOf(
  ["微型創業鳳凰貸款要點", "Directions for the Phoenix Micro Loan"],
  "C",
  "1111boss.com.tw, 2024-09-23; the directions themselves were not read",
).money("phoenix.most", ["額度上限", "Most"], { [from]: 2000000 });
const mostYears = figuresOf(
  ["微型創業鳳凰貸款要點", "Directions for the Phoenix Micro Loan"],
  "C",
  "1111boss.com.tw, 2024-09-23; the directions themselves were not read",
).count("phoenix.mostYears", ["期間上限（年）", "Most years"], { [from]: 7 });
const adult = figuresOf(
  ["微型創業鳳凰貸款要點", "Directions for the Phoenix Micro Loan"],
  "C",
  "1111boss.com.tw, 2024-09-23; the directions themselves were not read",
).count("phoenix.adult", ["最低年齡", "Least age"], { [from]: 18 });
const middle = figuresOf(
  ["微型創業鳳凰貸款要點", "Directions for the Phoenix Micro Loan"],
  "C",
  "1111boss.com.tw, 2024-09-23; the directions themselves were not read",
).count("phoenix.middle", ["中高齡年齡", "Middle age"], { [from]: 45 });
const eldest = figuresOf(
  ["微型創業鳳凰貸款要點", "Directions for the Phoenix Micro Loan"],
  "C",
  "1111boss.com.tw, 2024-09-23; the directions themselves were not read",
).count("phoenix.eldest", ["最高年齡", "Greatest age"], { [from]: 65 });
const staff = figuresOf(
  ["微型創業鳳凰貸款要點", "Directions for the Phoenix Micro Loan"],
  "C",
  "1111boss.com.tw, 2024-09-23; the directions themselves were not read",
).count("phoenix.staff", ["員工數未滿", "Staff below"], { [from]: 5 });
const founded = figuresOf(
  ["微型創業鳳凰貸款要點", "Directions for the Phoenix Micro Loan"],
  "C",
  "1111boss.com.tw, 2024-09-23; the directions themselves were not read",
).count("phoenix.founded", ["登記未超過年數", "Years since the registration"], { [from]: 5 });
const interestFree = figuresOf(
  ["微型創業鳳凰貸款要點", "Directions for the Phoenix Micro Loan"],
  "C",
  "1111boss.com.tw, 2024-09-23; the directions themselves were not read",
).count("phoenix.interestFree", ["免息年數", "Years without interest"], { [from]: 2 });

const applicant = text("phoenix.applicant", "申請人", "Applicant");
const director = text("phoenix.director", "負責人", "Who leads the business");
const state = of.one(
  "phoenix.state",
  ["登記狀態", "State in the register"],
  codesOf({ active: ["核准設立", "active"], dissolved: ["解散", "dissolved"], none: ["查無", "not found"] }),
);
const hours = of.count("phoenix.hours", ["三年內研習時數", "Hours of courses in three years"], 2000);
const counselled = of.fact("phoenix.counselled", ["已接受諮詢輔導", "Counselled"]);
const registeredOn = of.date("phoenix.registeredOn", ["事業登記日", "Business registered on"]);
const amount = of.amount("phoenix.amount", ["申請金額", "Amount applied for"]);
const termYears = of.count("phoenix.termYears", ["期間（年）", "Years"], 30);
const bounced = of.fact("phoenix.bounced", ["票據拒絕往來", "Cheques refused"]);
const overdue = of.fact("phoenix.overdue", ["債務逾期", "Debts overdue"]);
const openLoan = of.fact("phoenix.openLoan", ["曾獲微型貸款未清償", "A micro loan is not paid back"]);
const sex = of.one("phoenix.sex", ["性別", "Sex"], codesOf({ male: ["男", "male"], female: ["女", "female"] }));
const bornOn = of.date("phoenix.bornOn", ["出生日期", "Birthday"]);
const island = of.fact("phoenix.island", ["設籍離島", "Registered on an outlying island"]);
const employees = of.count("phoenix.employees", ["員工數（不含負責人）", "Staff without the leader"], 10000);

const age = of.whole(
  "phoenix.age",
  ["年齡", "Age"],
  ["微型創業鳳凰貸款要點", "Directions for the Phoenix Micro Loan"],
  years(bornOn, day),
);
const group = of.yes(
  "phoenix.group",
  ["婦女、中高齡或離島居民", "Woman, middle-aged or islander"],
  ["微型創業鳳凰貸款要點", "Directions for the Phoenix Micro Loan"],
  and(ge(age, adult), le(age, eldest), or(eq(sex, code("female")), ge(age, middle), island)),
);
const led = of.yes(
  "phoenix.led",
  ["為事業負責人", "Leads the business"],
  ["微型創業鳳凰貸款要點", "Directions for the Phoenix Micro Loan"],
  and(eq(state, code("active")), eq(applicant, director)),
);
const micro = of.yes(
  "phoenix.micro",
  ["微型企業", "Micro business"],
  ["微型創業鳳凰貸款要點", "Directions for the Phoenix Micro Loan"],
  and(lt(employees, staff), ge(addYears(registeredOn, founded), day)),
);
const trained = of.yes(
  "phoenix.trained",
  ["已輔導且時數足夠", "Counselled, with hours enough"],
  ["微型創業鳳凰貸款要點", "Directions for the Phoenix Micro Loan"],
  and(counselled, ge(hours, leastHours)),
);
const clean = of.yes(
  "phoenix.clean",
  ["無不得核貸情事", "No ground of refusal"],
  ["微型創業鳳凰貸款要點", "Directions for the Phoenix Micro Loan"],
  not(or(bounced, overdue, openLoan)),
);
const within = of.yes(
  "phoenix.within",
  ["未逾額度與期間", "Within amount and years"],
  ["微型創業鳳凰貸款要點", "Directions for the Phoenix Micro Loan"],
  and(le(amount, most), le(termYears, mostYears)),
);
const interestFrom = of.day(
  "phoenix.interestFrom",
  ["開始負擔利息日", "Interest begins on"],
  ["微型創業鳳凰貸款要點", "Directions for the Phoenix Micro Loan"],
  addYears(day, interestFree),
);
const eligible = of.yes(
  "phoenix.eligible",
  ["符合規定", "As the rules say"],
  ["微型創業鳳凰貸款要點", "Directions for the Phoenix Micro Loan"],
  and(group, led, micro, trained, clean, within),
);
const result = outcome(
  "phoenix.outcome",
  from,
  {
    eligible: ["符合資格，送審查會", "goes to the panel"],
    "not-group": ["不是婦女、45 至 65 歲或離島居民", "not in one of the groups"],
    "not-leader": ["不是事業負責人", "not the one who leads it"],
    "not-micro": ["員工 5 人以上或登記逾 5 年", "five or more staff, or older than five years"],
    "not-trained": ["未輔導或時數不足", "not counselled, or too few hours"],
    barred: ["有不得核貸情事", "a ground of refusal"],
    "too-much": ["逾額度或期間", "above amount or years"],
  },
  when(eligible, code("eligible"))
    .when(not(group), code("not-group"))
    .when(not(led), code("not-leader"))
    .when(not(micro), code("not-micro"))
    .when(not(trained), code("not-trained"))
    .when(not(clean), code("barred"))
    .otherwise(code("too-much")),
);
/** Who may have the Phoenix micro loan; certainty C. */
export const phoenixLaw = createLaw(collect([result, eligible, interestFrom]));
