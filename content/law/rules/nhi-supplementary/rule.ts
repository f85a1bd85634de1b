import { add, ge, type Input, max, min, multiply, nt, type Operand, round, subtract, when } from "@troad/law";
import { figuresOf } from "../../figures.ts";
import { rule } from "../../rule.ts";
import { writer } from "../../taxes/write.ts";

const article = ["全民健康保險法第 31 條、第 33 條", "National Health Insurance Act, Articles 31 and 33"] as const;
const figures = figuresOf(article, "C", "www.nhi.gov.tw/ch/cp-4516-74b0f-2613-1.html");
const rate = figures.rate("supplementary.rate", ["補充保險費率", "Rate of the supplementary premium"], { "2021-01-01": "2.11%" });
const least = figures.money("supplementary.least", ["單次給付下限", "Minimum payment"], { "2016-01-01": 20_000 });
const most = figures.money("supplementary.most", ["單次給付上限", "Maximum payment"], { "2013-01-01": [10_000_000, "A"] });
const times = figures.count("supplementary.times", ["獎金倍數", "Multiple of the insured amount"], { "2013-01-01": [4, "A"] });
const wages = figures.money("supplementary.wage", ["基本工資", "Minimum wage"], {
  "2024-01-01": 27_470,
  "2025-01-01": 28_590,
  "2026-01-01/2026-12-31": 29_500,
});
const of = writer("person", "year", "2024-01-01", "C");
const payment = (name: string, zh: string, en: string): Input<"money"> => of.amount(`supplementary.${name}`, [zh, en]);
const dividend = payment("dividend", "股利（單次）", "Dividend, one payment");
const interest = payment("interest", "利息（單次）", "Interest, one payment");
const rent = payment("rent", "租金（單次）", "Rent, one payment");
const practice = payment("practice", "執行業務收入（單次）", "Professional fee, one payment");
const outside = payment("outside", "非所屬投保單位的薪資（單次）", "Salary of another employer, one payment");
const bonus = payment("bonus", "獎金（單次）", "Bonus, one payment");
const before = payment("bonusBefore", "今年先前的獎金合計", "Bonuses earlier in the year");
const insured = payment("insured", "當月健保投保金額", "Insured amount of the month");

const part = (of: Operand<"number">, from: Operand<"number">): Operand<"number"> =>
  when(ge(of, from), round(multiply(min(of, most), rate), "half-up")).otherwise(nt(0));
/** Of a bonus only what passes four times the insured amount in the year, and no more than the bonus itself. */
const beyond = min(bonus, max(nt(0), subtract(add(before, bonus), multiply(insured, times))));
const ofBonus = of.money(
  "supplementary.ofBonus",
  ["獎金的補充保險費", "Premium on the bonus"],
  article,
  round(multiply(min(beyond, most), rate), "half-up"),
);
const premium = of.money(
  "supplementary.premium",
  ["補充保險費", "Supplementary premium"],
  article,
  add(part(dividend, least), part(interest, least), part(rent, least), part(practice, least), part(outside, wages), ofBonus),
);
const all = [interest, rent, practice, outside, bonus, before, insured];
const none = Object.fromEntries(all.map(({ name }) => [name.slice(name.indexOf(".") + 1), 0]));

export default rule({
  id: "nhi-supplementary",
  group: "tax",
  title: ["二代健保補充保險費", "Supplementary health premium"],
  lead: [
    "股利、利息、租金、獎金與兼職所得應扣取的補充保險費。",
    "What is withheld from dividends, interest, rent, bonuses and second jobs.",
  ],
  results: [premium, ofBonus],
  years: [2024, 2025, 2026],
  optional: all,
  vary: { fact: dividend, most: 2_000_000 },
  examples: [
    ["2026-12-31", { ...none, dividend: 20_000_000 }, 211_000, "tw.news.yahoo.com, 2025-11-06: at most 10,000,000 a payment"],
    ["2026-12-31", { ...none, dividend: 19_999 }, 0, "L0060001 art. 31: payments below the least are free"],
    // 200,000 of bonus beyond 4 x 45,800 = 183,200 is 16,800; 2.11 % of it is 354.48
    ["2026-12-31", { ...none, dividend: 0, bonus: 200_000, insured: 45_800 }, 354, "L0060001 art. 31 I 1"],
    ["2026-12-31", { ...none, dividend: 0, outside: 29_500 }, 622, "L0060001 art. 31 I 2: 29,500 x 2.11 % = 622.45"],
  ],
});
