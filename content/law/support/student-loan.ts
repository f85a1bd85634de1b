import {
  add,
  addYears,
  and,
  code,
  collect,
  createLaw,
  day,
  eq,
  gt,
  le,
  match,
  max,
  not,
  nt,
  or,
  subtract,
  when,
  whole,
} from "@troad/law";
import { figuresOf } from "../figures.ts";
import { codesOf, outcome, text } from "../permits/build.ts";
import { writer } from "../taxes/write.ts";

const from = "2024-02-01";
const of = writer("person", "day", from);
const freely = figuresOf(
  [
    "高級中等以上學校學生就學貸款辦法第 7 條第 1 項第 1 款",
    "Regulations for Student Loans, Article 7, paragraph 1, subparagraph 1",
  ],
  "A",
  "law.moj.gov.tw pcode=H0020008 art. 7",
).money("studentLoan.freely", ["可申貸所得", "Income below which everyone may"], { [from]: 1200000 });
const paidFor = figuresOf(
  [
    "高級中等以上學校學生就學貸款辦法第 8 條第 1 項第 2 款",
    "Regulations for Student Loans, Article 8, paragraph 1, subparagraph 2",
  ],
  "A",
  "law.moj.gov.tw pcode=H0020008 art. 8",
).money("studentLoan.paidFor", ["免息所得", "Income up to which the interest is paid"], { [from]: 1480000 });
const adult = figuresOf(
  ["高級中等以上學校學生就學貸款辦法第 6 條第 1 項", "Regulations for Student Loans, Article 6, paragraph 1"],
  "A",
  "law.moj.gov.tw pcode=H0020008 art. 6",
).count("studentLoan.adult", ["成年年齡", "Age of majority"], { [from]: 18 });

const counted = of.one(
  "studentLoan.counted",
  ["合計所得的家人", "Whose income counts"],
  codesOf({
    both: ["父母雙方", "Both parents"],
    one: ["父或母一方", "One parent"],
    spouse: ["配偶", "Husband or wife"],
    self: ["只有自己", "Myself alone"],
  }),
);
const marital = of.one(
  "studentLoan.marital",
  ["婚姻狀況", "Marital status"],
  codesOf({
    single: ["未婚", "single"],
    married: ["已婚", "married"],
    divorced: ["離婚", "divorced"],
    widowed: ["喪偶", "widowed"],
  }),
);
const dad = text("studentLoan.dad", "父", "Father");
const mum = text("studentLoan.mum", "母", "Mother");
const spouse = text("studentLoan.spouse", "配偶", "Husband or wife");
const first = text("studentLoan.first", "第一位家人", "First person");
const second = text("studentLoan.second", "第二位家人", "Second person");
const income = of.amount("studentLoan.income", ["家庭年所得", "Income of the family"]);
const ownSchool = of.fact("studentLoan.ownSchool", ["本校學生", "A student of this school"]);
const status = of.one(
  "studentLoan.status",
  ["學籍", "Enrolment"],
  codesOf({ enrolled: ["在學", "enrolled"], "on-leave": ["休學", "on leave"], none: ["查無", "none"] }),
);
const siblings = of.count("studentLoan.siblings", ["符合條件的兄弟姊妹與子女數", "Brothers, sisters and children who count"], 30);
const hardship = of.fact("studentLoan.hardship", ["學校認定有貸款必要", "The school finds that it is needed"]);
const funded = of.fact("studentLoan.funded", ["公費生", "Paid for by the government"]);
const tuition = of.amount("studentLoan.tuition", ["學雜費", "Tuition"]);
const relief = of.amount("studentLoan.relief", ["減免與補助", "Reliefs and grants"]);
const extras = of.amount("studentLoan.extras", ["其他可貸費用", "Other costs"]);
const guarantor = of.date("studentLoan.guarantor", ["保證人出生日", "Birthday of the guarantor"]);

const studies = of.yes(
  "studentLoan.studies",
  ["具正式學籍", "Enrolled"],
  ["高級中等以上學校學生就學貸款辦法第 3 條第 1 項", "Regulations for Student Loans, Article 3, paragraph 1"],
  and(ownSchool, eq(status, code("enrolled"))),
);
const relatives = of.yes(
  "studentLoan.relatives",
  ["家人依規定計入", "The family as the rules say"],
  ["高級中等以上學校學生就學貸款辦法第 7 條第 2 項", "Regulations for Student Loans, Article 7, paragraph 2"],
  match(marital, {
    single: or(
      and(eq(counted, code("both")), or(and(eq(first, dad), eq(second, mum)), and(eq(first, mum), eq(second, dad)))),
      and(eq(counted, code("one")), or(eq(first, dad), eq(first, mum))),
    ),
    married: and(eq(counted, code("spouse")), eq(first, spouse)),
    divorced: eq(counted, code("self")),
    widowed: eq(counted, code("self")),
  }),
);
const unfunded = of.yes(
  "studentLoan.unfunded",
  ["不是公費生", "Not paid for"],
  ["高級中等以上學校學生就學貸款辦法第 5 條第 4 項", "Regulations for Student Loans, Article 5, paragraph 4"],
  not(funded),
);
const vouched = of.yes(
  "studentLoan.vouched",
  ["保證人已成年", "The guarantor is an adult"],
  ["高級中等以上學校學生就學貸款辦法第 6 條第 1 項", "Regulations for Student Loans, Article 6, paragraph 1"],
  le(addYears(guarantor, adult), day),
);
const needy = of.yes(
  "studentLoan.needy",
  ["符合貸款要件", "May borrow"],
  ["高級中等以上學校學生就學貸款辦法第 7 條第 1 項", "Regulations for Student Loans, Article 7, paragraph 1"],
  or(le(income, freely), hardship, gt(siblings, whole(0))),
);
const amount = of.money(
  "studentLoan.amount",
  ["可貸金額", "Amount"],
  [
    "高級中等以上學校學生就學貸款辦法第 5 條第 1 項、第 5 條第 5 項",
    "Regulations for Student Loans, Articles 5, paragraph 1 and 5, paragraph 5",
  ],
  add(max(nt(0), subtract(tuition, relief)), extras),
);
const some = of.yes(
  "studentLoan.some",
  ["有可貸金額", "There is something to lend"],
  ["高級中等以上學校學生就學貸款辦法第 5 條第 1 項", "Regulations for Student Loans, Article 5, paragraph 1"],
  gt(amount, nt(0)),
);
const free = of.yes(
  "studentLoan.free",
  ["在學利息由主管機關負擔", "The authority pays the interest"],
  ["高級中等以上學校學生就學貸款辦法第 8 條第 1 項", "Regulations for Student Loans, Article 8, paragraph 1"],
  or(le(income, freely), hardship, le(income, paidFor), gt(siblings, whole(1))),
);
const eligible = of.yes(
  "studentLoan.eligible",
  ["符合規定", "As the rules say"],
  [
    "高級中等以上學校學生就學貸款辦法第 3 條第 1 項；高級中等以上學校學生就學貸款辦法第 7 條第 2 項",
    "Regulations for Student Loans, Article 3, paragraph 1; Regulations for Student Loans, Article 7, paragraph 2",
  ],
  and(studies, relatives, unfunded, vouched, needy, some),
);
const result = outcome(
  "studentLoan.outcome",
  from,
  {
    eligible: ["可申貸", "may borrow"],
    "not-enrolled": ["沒有正式學籍", "not enrolled"],
    family: ["家人與戶籍不符", "not the family of the register"],
    funded: ["公費生不得申請", "paid for by the government"],
    guarantor: ["保證人未成年", "the guarantor is a minor"],
    income: ["所得超過且無兄弟姊妹或子女就學", "income above the limit"],
    nothing: ["減免後無可貸金額", "nothing is left to lend"],
  },
  when(eligible, code("eligible"))
    .when(not(studies), code("not-enrolled"))
    .when(not(relatives), code("family"))
    .when(not(unfunded), code("funded"))
    .when(not(vouched), code("guarantor"))
    .when(not(needy), code("income"))
    .otherwise(code("nothing")),
);
/** Who may have a student loan, for how much, and who pays the interest. */
export const studentLoanLaw = createLaw(collect([result, eligible, amount, free]));
