import {
  add,
  ge,
  max,
  min,
  multiply,
  nt,
  type Operand,
  or,
  parameter,
  progressive,
  round,
  step,
  subtract,
  type Variable,
  when,
} from "@troad/law";
import * as d from "./deductions.ts";
import * as facts from "./inputs.ts";
import { art5, art15, money } from "./write.ts";

/** The ways of reckoning: together, the salary of one apart, or all income of one apart (§15 II). */
export const modes = {
  joint: { "zh-Hant": "全部合併計算", en: "all combined" },
  salaryOwn: { "zh-Hant": "納稅義務人薪資分開計算", en: "taxpayer's salary separate" },
  salarySpouse: { "zh-Hant": "配偶薪資分開計算", en: "spouse's salary separate" },
  allOwn: { "zh-Hant": "納稅義務人各類所得分開計算", en: "all the taxpayer's income separate" },
  allSpouse: { "zh-Hant": "配偶各類所得分開計算", en: "all the spouse's income separate" },
} as const;
export type Mode = keyof typeof modes;

/** Dividends merged with the special deductions kept or withheld, or taxed apart, which withholds them. */
type Base = { name: "Kept" | "Withheld" | "Apart"; zh: string; en: string; merged: boolean };
const bases: readonly Base[] = [
  { name: "Kept", zh: "股利合併", en: "dividends merged", merged: true },
  { name: "Withheld", zh: "股利合併、排富", en: "dividends merged, tested deductions withheld", merged: true },
  { name: "Apart", zh: "股利分開", en: "dividends apart", merged: false },
];

const atLeastZero = (of: Operand<"number">) => max(nt(0), of);
/** The rate on the last dollar: a net income at the very edge of a bracket has not passed it (§5 II: 超過). */
const rateOf = (net: Operand<"number">) => step(atLeastZero(subtract(net, nt(1))), "income.brackets");
const tooHigh = (net: Operand<"number">) => ge(rateOf(net), parameter("rate", "income.exclusionRate"));

/** What is taken off under one base, with the difference to the basic living expense (納保法 §4). */
function baseDeduction({ name, zh, en, merged }: Base): { all: Variable<"money">; difference: Variable<"money"> } {
  const kept = add(d.exemptions, merged ? d.generalMerged : d.generalApart, d.certain, name === "Kept" ? d.tested : nt(0));
  const difference = money(
    `difference${name}`,
    [`基本生活所需差額（${zh}）`, `Difference to the basic living expense (${en})`],
    {
      "zh-Hant": "納稅者權利保護法第 4 條；施行細則第 3 條",
      en: "Taxpayer Rights Protection Act, Article 4; Enforcement Rules, Article 3",
    },
    atLeastZero(subtract(multiply(parameter("money", "income.basicLiving"), d.persons), kept)),
  );
  const all = money(
    `deduction${name}`,
    [`免稅額及扣除額合計（${zh}）`, `Exemptions and deductions (${en})`],
    null,
    add(kept, difference),
  );
  return { all, difference };
}

/** Income, and what only its owner may take off, of the part that a mode reckons apart. */
function apartOf(
  mode: Exclude<Mode, "joint">,
  merged: boolean,
): { gross: Operand<"number">; own: Operand<"number">; shared: Operand<"number"> } {
  switch (mode) {
    case "salaryOwn":
      return { gross: facts.salary, own: d.salaryDeduction, shared: d.ownExemption };
    case "salarySpouse":
      return { gross: facts.spouseSalary, own: d.spouseSalaryDeduction, shared: d.spouseExemption };
    case "allOwn":
      return {
        gross: merged ? add(d.grossOwn, facts.dividends) : d.grossOwn,
        own: d.salaryDeduction,
        shared: add(d.ownExemption, d.ownDisability, d.ownSavings),
      };
    case "allSpouse":
      return {
        gross: merged ? add(d.grossSpouse, facts.spouseDividends) : d.grossSpouse,
        own: d.spouseSalaryDeduction,
        shared: add(d.spouseExemption, d.spouseDisability, d.spouseSavings),
      };
  }
}

const credit = money(
  "credit",
  ["股利可抵減稅額", "Credit for dividends"],
  art15,
  round(
    min(multiply(parameter("rate", "income.dividendCredit"), d.allDividends), parameter("money", "income.dividendCreditLimit")),
    "half-up",
  ),
);
const dividendTax = money(
  "dividendTax",
  ["股利分開計稅稅額", "Tax on dividends taxed separately"],
  art15,
  round(multiply(parameter("rate", "income.dividendSeparate"), d.allDividends), "down"),
);

/** The nets and the tax of one mode on one base. */
function reckon(mode: Mode, base: Base, deduction: Variable<"money">) {
  const { zh, en } = { zh: `${modes[mode]["zh-Hant"]}，${base.zh}`, en: `${modes[mode].en}, ${base.en}` };
  const gross = base.merged ? add(d.grossOwn, d.grossSpouse, d.allDividends) : add(d.grossOwn, d.grossSpouse);
  const salaries = add(d.salaryDeduction, d.spouseSalaryDeduction);
  const part = mode === "joint" ? null : apartOf(mode, base.merged);
  const apart =
    part &&
    money(
      `apart.${mode}${base.name}`,
      [`分開部分淨額（${zh}）`, `Net of the part apart (${en})`],
      art15,
      atLeastZero(subtract(part.gross, add(part.own, part.shared))),
    );
  const rest = money(
    `net.${mode}${base.name}`,
    [`綜合所得淨額（${zh}）`, `Net income (${en})`],
    part ? art15 : d.exemptions.article,
    atLeastZero(
      part
        ? subtract(subtract(gross, part.gross), subtract(add(deduction, salaries), add(part.own, part.shared)))
        : subtract(gross, add(deduction, salaries)),
    ),
  );
  const scale = progressive(rest, "income.brackets");
  const tax = round(apart ? add(scale, progressive(apart, "income.brackets")) : scale, "down");
  const due = money(
    `due.${mode}${base.name}`,
    [`應納稅額（${zh}）`, `Tax (${en})`],
    art5,
    base.merged ? subtract(tax, credit) : add(tax, dividendTax),
    {
      note: {
        "zh-Hant": "元以下免收；負數為可退的抵減稅額。",
        en: "Fractions of a dollar are dropped; a negative amount is a refund of the credit.",
      },
    },
  );
  const high = apart ? or(tooHigh(rest), tooHigh(apart)) : tooHigh(rest);
  return { apart, rest, due, high };
}

const taken = bases.map((base) => ({ base, ...baseDeduction(base) }));

/** For each mode the tax with dividends merged and with dividends apart. */
export const reckoned = (Object.keys(modes) as Mode[]).map((mode) => {
  const [kept, withheld, apart] = taken.map(({ base, all }) => reckon(mode, base, all));
  if (!kept || !withheld || !apart) throw new RangeError("three bases");
  const text = modes[mode];
  const merged = money(
    `merged.${mode}`,
    [`應納稅額（${text["zh-Hant"]}，股利合併計稅）`, `Tax (${text.en}, dividends merged)`],
    { "zh-Hant": "所得稅法第 15 條、第 17 條第 3 項", en: "Income Tax Act, Articles 15 and 17, paragraph 3" },
    when(kept.high, withheld.due).otherwise(kept.due),
  );
  const all = [kept, withheld, apart].flatMap((one) => [...(one.apart ? [one.apart] : []), one.rest, one.due]);
  return { mode, merged, apart: apart.due, kept, withheld, separate: apart, variables: [...all, merged] };
});

const differenceOf = (name: Base["name"]): Variable<"money"> => {
  const found = taken.find(({ base }) => base.name === name);
  if (!found) throw new RangeError(name);
  return found.difference;
};
export const differences = { Kept: differenceOf("Kept"), Withheld: differenceOf("Withheld"), Apart: differenceOf("Apart") };
export const modeVariables = [
  credit,
  dividendTax,
  ...taken.flatMap(({ all, difference }) => [difference, all]),
  ...reckoned.flatMap(({ variables }) => variables),
];
