import { addYears, and, code, date, day, defineVariable, eq, ge, lt, not, or, when } from "@troad/law";
import { figuresOf } from "../figures.ts";
import { writer } from "../taxes/write.ts";
import { insuranceLaw, insuranceOf } from "./insured.ts";

const from = "2023-02-10";
const of = writer("person", "day", from);
const act = (zh: string, en: string) =>
  [`老年農民福利津貼暫行條例第 ${zh}`, `Elderly Farmers Welfare Allowance Act, Article ${en}`] as const;
const bornOn = of.date("elderly.bornOn", ["出生日", "Birthday"]);
const { status, since } = insuranceOf(of, "elderly.farmers", ["農保", "Farmers' insurance"]);
const insured = of.count("elderly.months", ["農保月數", "Months in farmers' insurance"], 900);
const resident = of.fact("elderly.resident", ["最近三年每年居住逾 183 日", "More than 183 days here in each of three years"]);
const income = of.amount("elderly.income", ["農業以外的全年所得", "Yearly income outside farming"]);
const owned = of.amount("elderly.owned", ["土地及房屋價值", "Land and houses"]);
const deductions = of.fact("elderly.deductions", [
  "含農地、農舍或唯一自住房屋等",
  "Part of it is a farm, a farm house or an only home",
]);
const other = of.fact("elderly.other", ["領取其他生活補助或津貼", "Gets another allowance"]);
const earlier = of.fact("elderly.earlier", [
  "先領社會保險老年給付後才加入農保",
  "Joined farmers' insurance after an old-age benefit",
]);

const read = (zh: string, en: string) => figuresOf(act(zh, en), "A", `law.moj.gov.tw pcode=M0090015 art. ${en}`);
const age = read("3 條", "3").count("elderly.age", ["年齡", "Age"], { [from]: 65 });
const full = read("3 條第 1 項第 2 款", "3").count("elderly.fullMonths", ["全額的年資（月）", "Months for the full allowance"], {
  [from]: 180,
});
const least = read("3 條第 2 項", "3").count("elderly.leastMonths", ["減半的年資（月）", "Months for half of it"], { [from]: 6 });
const mostIncome = read("4 條第 3 項第 1 款", "4").money("elderly.mostIncome", ["所得上限", "Income limit"], { [from]: 500_000 });
const mostOwned = read("4 條第 3 項第 2 款", "4").money("elderly.mostOwned", ["房地價值上限", "Property limit"], {
  [from]: 5_000_000,
});
const oldEnough = of.yes(
  "elderly.oldEnough",
  ["年滿六十五歲且居住國內", "65, and living here"],
  act("3 條第 1 項第 1 款", "3"),
  and(ge(day, addYears(bornOn, age)), resident),
);
const isInsured = eq(status, code("insured"));
const short = of.yes(
  "elderly.short",
  ["2014 年修法前加保、未滿十五年", "Insured before mid-2014, under fifteen years"],
  act("3 條第 2 項", "3, paragraph 2"),
  and(isInsured, lt(insured, full), ge(insured, least), lt(since, date("2014-06-27"))),
);
const longEnough = of.yes(
  "elderly.longEnough",
  ["農保年資符合", "Insured for long enough"],
  act("3 條", "3"),
  or(and(isInsured, ge(insured, full)), short),
);
const means = of.yes(
  "elderly.means",
  ["所得與房地未達上限", "Below the limits"],
  act("4 條第 3 項、第 4 項", "4, paragraphs 3 and 4"),
  and(lt(income, mostIncome), lt(owned, mostOwned)),
);
/** What is above the limit before deductions is proved within thirty days, and an officer looks at it. */
const doubtful = of.yes(
  "elderly.doubtful",
  ["須審查扣除額", "Deductions are looked at"],
  ["老年農民福利津貼申領及核發辦法第 9 條第 3 項", "Regulations for the allowance, Article 9, paragraph 3"],
  and(oldEnough, longEnough, lt(income, mostIncome), ge(owned, mostOwned), deductions, not(other), not(earlier)),
);
const eligible = of.yes(
  "elderly.eligible",
  ["可以請領", "Entitled"],
  act("3 條、第 4 條", "3 and 4"),
  and(oldEnough, longEnough, means, not(other), not(earlier)),
);
const outcome = defineVariable({
  ...{ name: "elderly.outcome", entity: "person", period: "day", type: "code", from },
  label: { "zh-Hant": "結果", en: "Outcome" },
  article: null,
  codes: {
    granted: { "zh-Hant": "核給", en: "granted" },
    half: { "zh-Hant": "減半核給", en: "half is granted" },
    "too-young": { "zh-Hant": "年齡或居住不符", en: "too young, or not living here" },
    "too-short": { "zh-Hant": "農保年資不符", en: "not insured for long enough" },
    "too-much": { "zh-Hant": "所得或房地達上限", en: "above a limit" },
    "other-allowance": { "zh-Hant": "已領其他津貼", en: "another allowance" },
  },
  formula: when(not(oldEnough), code("too-young"))
    .when(not(longEnough), code("too-short"))
    .when(or(other, earlier), code("other-allowance"))
    .when(not(means), code("too-much"))
    .when(short, code("half"))
    .otherwise(code("granted")),
});

/** Who gets the allowance for elderly farmers; its amount is a rule of its own. */
export const elderlyFarmers = insuranceLaw([outcome, eligible, doubtful]);
