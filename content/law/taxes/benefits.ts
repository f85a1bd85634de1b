import {
  add,
  code,
  createLaw,
  divide,
  eq,
  loadParameters,
  match,
  max,
  min,
  multiply,
  nt,
  parameter,
  round,
  subtract,
  when,
  whole,
} from "@troad/law";
import parameters from "../parameters/benefits.json" with { type: "json" };
import { allowanceOf, childrenOfParent } from "./children.ts";
import { writer } from "./write.ts";

const pension = writer("person", "month", "2015-12-18", "B");
const npAct = ["國民年金法第 30 條", "National Pension Act, Article 30"] as const;
const labourAct = ["勞工保險條例第 58 條之 1、第 58 條之 2", "Labor Insurance Act, Articles 58-1 and 58-2"] as const;
const insured = pension.amount("benefit.insured", ["月投保金額", "Insured amount"]);
const years = pension.share("benefit.years", ["年資（年）", "Years insured"]);
const adjust = pension.share("benefit.adjust", ["展延或減給比率", "Deferral or early rate"]);
const addon = pension.amount("benefit.addon", ["加計金額", "Addition"]);
const children = pension.count("benefit.children", ["本胎子女數", "Children of this birth"], 10);
const order = pension.count("benefit.order", ["子女排序", "Which child"], 30);
const ageMonths = pension.count("benefit.ageMonths", ["子女月齡", "Age of the child in months"], 1_200);
const publicCare = pension.fact("benefit.publicCare", ["使用公共或準公共托育", "In public or quasi-public care"]);

const npA = pension.money(
  "np.formulaA",
  ["老年年金 A 式", "Old-age pension, formula A"],
  npAct,
  round(add(multiply(insured, years, parameter("rate", "np.rateA")), addon), "half-up"),
);
const npB = pension.money(
  "np.formulaB",
  ["老年年金 B 式", "Old-age pension, formula B"],
  npAct,
  round(multiply(insured, years, parameter("rate", "np.rateB")), "half-up"),
);
const npPay = pension.money("np.pay", ["國民年金老年年金", "National pension, old age"], npAct, max(npA, npB));
const npBirth = pension.money(
  "np.birth",
  ["國民年金生育給付", "National pension, birth"],
  ["國民年金法第 32 條之 1", "National Pension Act, Article 32-1"],
  multiply(insured, parameter("integer", "np.birthMonths"), children),
);
const npFuneral = pension.money(
  "np.funeral",
  ["國民年金喪葬給付", "National pension, funeral"],
  ["國民年金法第 39 條", "National Pension Act, Article 39"],
  multiply(insured, parameter("integer", "np.funeralMonths")),
);
const labourA = pension.money(
  "labour.formulaA",
  ["勞保老年年金 A 式", "Labour old-age pension, formula A"],
  labourAct,
  round(add(multiply(insured, years, parameter("rate", "labour.rateA")), parameter("money", "labour.addon")), "half-up"),
);
const labourB = pension.money(
  "labour.formulaB",
  ["勞保老年年金 B 式", "Labour old-age pension, formula B"],
  labourAct,
  round(multiply(insured, years, parameter("rate", "labour.rateB")), "half-up"),
);
const labourPay = pension.money(
  "labour.pay",
  ["勞保老年年金", "Labour old-age pension"],
  labourAct,
  round(multiply(max(labourA, labourB), add(whole(1), adjust)), "half-up"),
);
const labourBirth = pension.money(
  "labour.birth",
  ["勞保生育給付", "Labour insurance, birth"],
  ["勞工保險條例第 32 條", "Labor Insurance Act, Article 32"],
  round(multiply(divide(insured, whole(30)), parameter("integer", "labour.birthDays"), children), "half-up"),
);
const farmersBirth = pension.money(
  "farmers.birth",
  ["農保生育給付", "Farmers insurance, birth"],
  ["農民健康保險條例第 24 條", "Farmers Health Insurance Act, Article 24"],
  multiply(insured, parameter("integer", "farmers.birthMonths"), children),
);
const farmersFuneral = pension.money(
  "farmers.funeral",
  ["農保喪葬津貼", "Farmers insurance, funeral"],
  ["農民健康保險條例第 40 條", "Farmers Health Insurance Act, Article 40"],
  multiply(insured, parameter("integer", "farmers.funeralMonths")),
);

/** Of an insured person who died: five months of the average insured salary (勞工保險條例 §63-2 I 1). */
const labourFuneral = pension.money(
  "labour.funeral",
  ["勞保喪葬津貼", "Labour insurance, funeral"],
  ["勞工保險條例第 63 條之 2", "Labor Insurance Act, Article 63-2"],
  multiply(insured, parameter("integer", "labour.funeralMonths")),
);

const schemes = {
  national_pension: { "zh-Hant": "國民年金", en: "national pension" },
  labour: { "zh-Hant": "勞工保險", en: "labour insurance" },
  farmers: { "zh-Hant": "農民健康保險", en: "farmers insurance" },
  none: { "zh-Hant": "無", en: "none" },
} as const;
const scheme = pension.one("benefit.scheme", ["投保的社會保險", "Social insurance"], schemes);
const support = ["生育補助方案", "Birth support programme"] as const;
const birthInsured = pension.money(
  "birth.insured",
  ["社會保險生育給付", "Birth benefit of the insurance"],
  support,
  match(scheme, { national_pension: npBirth, labour: labourBirth, farmers: farmersBirth, none: nt(0) }),
);
const topUp = pension.money(
  "birth.topUp",
  ["生育補助差額", "Top-up to the birth support"],
  support,
  max(nt(0), subtract(multiply(parameter("money", "birth.perChild"), children), birthInsured)),
);
const birthTotal = pension.money("birth.total", ["生育給付合計", "Birth benefits together"], support, add(birthInsured, topUp));

/** What a birth brings when it is asked by itself: the insured amount of the national pension is the law's, others are given. */
const npBirthOfYear = pension.money(
  "np.birthOfYear",
  ["國民年金生育給付（依當年月投保金額）", "National pension, birth, by the insured amount of the year"],
  ["國民年金法第 32 條之 1", "National Pension Act, Article 32-1"],
  multiply(parameter("money", "np.insured"), parameter("integer", "np.birthMonths"), children),
);
const claimInsured = pension.money(
  "birth.claimInsured",
  ["社會保險生育給付", "Birth benefit of the social insurance"],
  support,
  match(scheme, { national_pension: npBirthOfYear, labour: labourBirth, farmers: farmersBirth, none: nt(0) }),
);
const claimTopUp = pension.money(
  "birth.claimTopUp",
  ["生育補助差額", "Top-up to the birth support"],
  support,
  max(nt(0), subtract(multiply(parameter("money", "birth.perChild"), children), claimInsured)),
);
const claimTotal = pension.money(
  "birth.claimTotal",
  ["生育時可請領的合計", "What can be claimed at a birth"],
  support,
  add(claimInsured, claimTopUp),
);
const funeral = pension.money(
  "funeral.paid",
  ["喪葬給付", "Funeral benefit"],
  ["國民年金法第 39 條；農民健康保險條例第 40 條", "National Pension Act, Article 39; Farmers Health Insurance Act, Article 40"],
  match(scheme, {
    national_pension: multiply(parameter("money", "np.insured"), parameter("integer", "np.funeralMonths")),
    farmers: farmersFuneral,
    labour: labourFuneral,
    none: nt(0),
  }),
);

const childcare = pension.money(
  "childcare.monthly",
  ["育兒津貼（每月）", "Childcare allowance a month"],
  ["育兒津貼作業要點", "Directions for the childcare allowance"],
  allowanceOf(order, ageMonths, publicCare),
);

const employmentAct = ["就業保險法第 19 條之 2", "Employment Insurance Act, Article 19-2"] as const;
/** For employees insured for a year, of each parent; the wage subsidy on top of it was not read. */
const parental = pension.money(
  "parental.monthly",
  ["育嬰留職停薪津貼（每月，最長 6 個月）", "Parental leave allowance a month, for at most six months"],
  employmentAct,
  when(eq(scheme, code("labour")), round(multiply(insured, parameter("rate", "employment.parentalRate")), "half-up")).otherwise(
    nt(0),
  ),
);
const family = pension.count("benefit.dependants", ["扶養的眷屬人數", "Dependants"], 30);
const longer = pension.fact("benefit.longer", [
  "離職時年滿 45 歲或領有身心障礙證明",
  "45 or older when the job ended, or with a disability",
]);
const unemployment = pension.money(
  "unemployment.monthly",
  ["失業給付（每月）", "Unemployment benefit a month"],
  ["就業保險法第 16 條、第 19 條之 1", "Employment Insurance Act, Articles 16 and 19-1"],
  round(
    multiply(
      insured,
      add(
        parameter("rate", "employment.rate"),
        min(multiply(family, parameter("rate", "employment.dependantRate")), parameter("rate", "employment.dependantMost")),
      ),
    ),
    "half-up",
  ),
);
const unemploymentMonths = pension.whole(
  "unemployment.months",
  ["最長請領月數", "Months at most"],
  ["就業保險法第 16 條", "Employment Insurance Act, Article 16"],
  when(longer, parameter("integer", "employment.monthsLonger")).otherwise(parameter("integer", "employment.months")),
);

/** Birth, childcare, unemployment, old age and funeral. */
export const benefits = createLaw({
  inputs: [
    insured,
    years,
    adjust,
    addon,
    children,
    order,
    ageMonths,
    publicCare,
    scheme,
    family,
    longer,
    ...childrenOfParent.inputs,
  ],
  variables: [
    npA,
    npB,
    npPay,
    npBirth,
    npFuneral,
    labourA,
    labourB,
    labourPay,
    labourBirth,
    farmersBirth,
    farmersFuneral,
    birthInsured,
    topUp,
    birthTotal,
    npBirthOfYear,
    claimInsured,
    claimTopUp,
    claimTotal,
    labourFuneral,
    funeral,
    parental,
    unemployment,
    unemploymentMonths,
    childcare,
    ...childrenOfParent.variables,
  ],
  groups: [childrenOfParent.group],
  parameters: loadParameters(parameters),
});
