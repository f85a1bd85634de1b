import {
  add,
  and,
  gt,
  type LocalText,
  max,
  min,
  multiply,
  not,
  nt,
  type Operand,
  parameter,
  round,
  subtract,
  type Variable,
  when,
  whole,
} from "@troad/law";
import * as facts from "./inputs.ts";
import { art17, count, money } from "./write.ts";

const p = (name: string) => parameter("money", `income.${name}`);
const one = whole(1);
const none = whole(0);

export const persons = count(
  "persons",
  ["申報人數", "Persons on the return"],
  null,
  add(one, when(facts.married, one).otherwise(none), facts.dependants),
);
export const ownExemption = money(
  "ownExemption",
  ["納稅義務人免稅額", "Exemption of the taxpayer"],
  art17,
  when(facts.senior, p("exemptionSenior")).otherwise(p("exemption")),
);
export const spouseExemption = money(
  "spouseExemption",
  ["配偶免稅額", "Exemption of the spouse"],
  art17,
  when(not(facts.married), nt(0)).when(facts.spouseSenior, p("exemptionSenior")).otherwise(p("exemption")),
);
export const exemptions = money(
  "exemptions",
  ["免稅額合計", "Total exemptions"],
  art17,
  add(
    ownExemption,
    spouseExemption,
    multiply(p("exemption"), subtract(facts.dependants, facts.seniors)),
    multiply(p("exemptionSenior"), facts.seniors),
  ),
);
export const salaryDeduction = money(
  "salaryDeduction",
  ["納稅義務人薪資所得特別扣除額", "Special deduction for the taxpayer's salary"],
  art17,
  min(facts.salary, p("salarySpecial")),
);
export const spouseSalaryDeduction = money(
  "spouseSalaryDeduction",
  ["配偶薪資所得特別扣除額", "Special deduction for the spouse's salary"],
  art17,
  min(facts.spouseSalary, p("salarySpecial")),
);
const allInterest = money("allInterest", ["利息所得合計", "Total interest"], null, add(facts.interest, facts.spouseInterest));
export const savings = money(
  "savings",
  ["儲蓄投資特別扣除額", "Special deduction for savings and investment"],
  art17,
  min(allInterest, p("savingsLimit")),
);
const savingsRest = (others: Operand<"number">) => subtract(p("savingsLimit"), min(others, p("savingsLimit")));
const art15savings: LocalText = {
  "zh-Hant": "所得稅法第 15 條第 2 項第 3 款第 3 目",
  en: "Income Tax Act, Article 15, paragraph 2, subparagraph 3, item 3",
};
/** A spouse whose income is computed separately deducts only what the others' interest leaves of the limit. */
export const ownSavings = money(
  "ownSavings",
  ["納稅義務人分開計稅時的儲蓄投資特別扣除額", "Taxpayer's savings deduction when taxed separately"],
  art15savings,
  min(facts.interest, savingsRest(facts.spouseInterest)),
);
export const spouseSavings = money(
  "spouseSavings",
  ["配偶分開計稅時的儲蓄投資特別扣除額", "Spouse's savings deduction when taxed separately"],
  art15savings,
  min(facts.spouseInterest, savingsRest(facts.interest)),
);
export const ownDisability = money(
  "ownDisability",
  ["納稅義務人身心障礙特別扣除額", "Disability deduction of the taxpayer"],
  art17,
  when(facts.disabled, p("disabilitySpecial")).otherwise(nt(0)),
);
export const spouseDisability = money(
  "spouseDisability",
  ["配偶身心障礙特別扣除額", "Disability deduction of the spouse"],
  art17,
  when(and(facts.married, facts.spouseDisabled), p("disabilitySpecial")).otherwise(nt(0)),
);
export const preschool = money(
  "preschool",
  ["幼兒學前特別扣除額", "Special deduction for preschool children"],
  art17,
  when(
    gt(facts.preschoolers, none),
    add(p("preschoolFirst"), multiply(p("preschoolNext"), subtract(facts.preschoolers, one))),
  ).otherwise(nt(0)),
);
const preschoolTested = parameter("boolean", "income.preschoolTested");
const rentSpecial = parameter("boolean", "income.rentSpecial");
export const rentDeduction = money(
  "rentDeduction",
  ["房屋租金扣除額", "Deduction for rent"],
  art17,
  min(facts.rent, p("rentLimit")),
);
/** Special deductions that everybody keeps. */
export const certain = money(
  "certainSpecial",
  ["身心障礙、教育學費等特別扣除額", "Special deductions for disability, tuition and others"],
  art17,
  add(
    savings,
    ownDisability,
    spouseDisability,
    multiply(p("disabilitySpecial"), facts.disabledDependants),
    multiply(p("education"), facts.students),
    when(preschoolTested, nt(0)).otherwise(preschool),
  ),
);
/** Special deductions that those at 20 % or more, or with dividends taxed apart, do not have. */
export const tested = money(
  "testedSpecial",
  ["有排富規定的特別扣除額", "Special deductions not available at high rates"],
  { "zh-Hant": "所得稅法第 17 條第 3 項", en: "Income Tax Act, Article 17, paragraph 3" },
  add(
    multiply(p("longTermCare"), facts.care),
    when(preschoolTested, preschool).otherwise(nt(0)),
    when(rentSpecial, rentDeduction).otherwise(nt(0)),
  ),
);
export const standard = money(
  "standard",
  ["標準扣除額", "Standard deduction"],
  art17,
  multiply(p("standardDeduction"), when(facts.married, whole(2)).otherwise(one)),
);
const home = money(
  "home",
  ["購屋借款利息或租金列舉扣除額", "Mortgage interest or rent, itemized"],
  art17,
  max(min(max(nt(0), subtract(facts.mortgage, savings)), p("mortgageLimit")), when(rentSpecial, nt(0)).otherwise(rentDeduction)),
);
/** What is itemized without donations, whose limit depends on the income that is counted. */
const itemizedBase = money(
  "itemizedBase",
  ["列舉扣除額（不含捐贈）", "Itemized deductions, without donations"],
  art17,
  add(min(facts.insurance, multiply(p("insuranceLimit"), persons)), facts.health, facts.medical, home),
);
export const grossOwn = money(
  "grossOwn",
  ["納稅義務人及扶養親屬所得（不含股利）", "Income of the taxpayer and dependants, without dividends"],
  null,
  add(facts.salary, facts.other, facts.interest),
);
export const grossSpouse = money(
  "grossSpouse",
  ["配偶所得（不含股利）", "Income of the spouse, without dividends"],
  null,
  add(facts.spouseSalary, facts.spouseOther, facts.spouseInterest),
);
export const allDividends = money(
  "allDividends",
  ["股利合計", "Total dividends"],
  null,
  add(facts.dividends, facts.spouseDividends),
);

/**
 * The larger of the standard and the itemized deduction. The limit on donations is a share of the gross income, in which a salary
 * counts less its special deduction (所得稅法 §14 I 3, since 2019); dividends taxed apart are no part of it.
 */
const general = (which: string, zh: string, en: string, ...gross: [Variable<"money">, ...Variable<"money">[]]) =>
  money(
    `general${which}`,
    [`一般扣除額（${zh}）`, `Standard or itemized deduction (${en})`],
    art17,
    max(
      standard,
      add(
        itemizedBase,
        round(
          min(
            facts.donations,
            multiply(
              parameter("rate", "income.donationShare"),
              subtract(add(...gross), add(salaryDeduction, spouseSalaryDeduction)),
            ),
          ),
          "down",
        ),
      ),
    ),
  );
export const generalMerged = general("Merged", "股利合併計稅", "dividends merged", grossOwn, grossSpouse, allDividends);
export const generalApart = general("Apart", "股利分開計稅", "dividends apart", grossOwn, grossSpouse);

export const deductions = [
  persons,
  ownExemption,
  spouseExemption,
  exemptions,
  salaryDeduction,
  spouseSalaryDeduction,
  allInterest,
  savings,
  ownSavings,
  spouseSavings,
  ownDisability,
  spouseDisability,
  preschool,
  rentDeduction,
  certain,
  tested,
  standard,
  home,
  itemizedBase,
  grossOwn,
  grossSpouse,
  allDividends,
  generalMerged,
  generalApart,
];
