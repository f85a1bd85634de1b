import {
  add,
  code,
  createLaw,
  eq,
  gt,
  type Law,
  loadParameters,
  min,
  multiply,
  not,
  nt,
  type Operand,
  or,
  parameter,
  type Variable,
  when,
  whole,
} from "@troad/law";
import parameters from "../parameters/income.json" with { type: "json" };
import { bracketTax, netGiven } from "./adjust.ts";
import * as d from "./deductions.ts";
import { inputs, married, spouseSalary } from "./inputs.ts";
import { differences, modes, modeVariables, reckoned } from "./modes.ts";
import { art5, art15, choice, money } from "./write.ts";

const [joint, ...couple] = reckoned;
if (!joint) throw new RangeError("a return can be reckoned together");

/** The best of the modes for one treatment of the dividends; only a couple has more than one. */
const best = (of: (one: (typeof reckoned)[number]) => Variable<"money">): Operand<"number"> =>
  when(not(married), of(joint)).otherwise(min(of(joint), ...couple.map(of)));

const merged = money(
  "merged",
  ["股利合併計稅的應納稅額", "Tax with dividends combined"],
  art15,
  best((one) => one.merged),
);
const apart = money(
  "apart",
  ["股利分開計稅的應納稅額", "Tax with dividends taxed separately"],
  art15,
  best((one) => one.apart),
);
/** The tax of the year; a negative amount is a refund of the credit for dividends. */
const tax = money("tax", ["全年應納稅額", "Tax for the year"], art5, min(merged, apart));

const dividendChoice = choice(
  "dividendChoice",
  ["股利計稅方式", "How dividends are taxed"],
  art15,
  { merged: { "zh-Hant": "合併計稅", en: "combined" }, apart: { "zh-Hant": "分開計稅", en: "separate" } },
  when(eq(tax, merged), code("merged")).otherwise(code("apart")),
);
const isBest = ({ merged: with_, apart: without }: (typeof reckoned)[number]) =>
  when(eq(dividendChoice, code("merged")), eq(with_, tax)).otherwise(eq(without, tax));
/** Of equal ones the simplest: first together, then the salary apart, then all apart. */
const mode = choice(
  "mode",
  ["最有利的計稅方式", "Most favourable method"],
  { "zh-Hant": "所得稅法第 15 條第 2 項", en: "Income Tax Act, Article 15, paragraph 2" },
  modes,
  couple
    .reduce((cases, one) => cases.when(isBest(one), code(one.mode)), when(or(not(married), isBest(joint)), code("joint")))
    .otherwise(code("joint")),
);
/** Net and difference of the return all together: what a first look shows. */
const net = money(
  "net",
  ["綜合所得淨額（合併計算）", "Net income (combined)"],
  d.exemptions.article,
  when(eq(dividendChoice, code("apart")), joint.separate.rest)
    .when(joint.kept.high, joint.withheld.rest)
    .otherwise(joint.kept.rest),
);
const difference = money(
  "difference",
  ["基本生活所需差額", "Basic living expense difference"],
  { "zh-Hant": "納稅者權利保護法第 4 條", en: "Taxpayer Rights Protection Act, Article 4" },
  when(eq(dividendChoice, code("apart")), differences.Apart)
    .when(joint.kept.high, differences.Withheld)
    .otherwise(differences.Kept),
);
/** Up to here a household with nothing but salaries pays no tax: what newspapers call the threshold. */
const taxFree = money(
  "taxFreeSalary",
  ["免繳稅的薪資上限", "Salary up to which no tax is due"],
  d.exemptions.article,
  add(
    d.exemptions,
    d.standard,
    d.certain,
    d.tested,
    multiply(parameter("money", "income.salarySpecial"), when(gt(spouseSalary, nt(0)), whole(2)).otherwise(whole(1))),
  ),
);

/** The yearly income tax of a household, from 2019 on. */
export const income: Law = createLaw({
  inputs: [...inputs, netGiven],
  variables: [bracketTax, net, difference, ...d.deductions, ...modeVariables, merged, apart, tax, dividendChoice, mode, taxFree],
  parameters: loadParameters(parameters),
});
