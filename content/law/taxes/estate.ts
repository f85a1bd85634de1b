import { add, type Facts, LawError, max, min, multiply, nt, parameter, progressive, round, subtract, when } from "@troad/law";
import { writer } from "./write.ts";

const of = writer("estate", "day", "2017-05-12");
const art17 = ["遺產及贈與稅法第 17 條", "Estate and Gift Tax Act, Article 17"] as const;
const p = (name: string) => parameter("money", `estate.${name}`);

export const gross = of.amount("estate.gross", ["遺產總額（動產、不動產與其他權利）", "Gross estate"]);
export const debts = of.amount("estate.debts", ["死亡前未償的債務", "Debts of the deceased"]);
const spouse = of.fact("estate.hasSpouse", ["遺有配偶", "Surviving spouse"]);
const descendants = of.count("estate.descendants", ["繼承的直系血親卑親屬人數", "Descendants who inherit"], 100);
/** For each the years until majority, a part of a year being a year (§17 I 2; 施行細則 §10-1), all added up. */
const minorYears = of.count(
  "estate.minorYears",
  ["未成年繼承人距離成年的年數合計（不滿 1 年以 1 年計）", "Total years until the minors among them come of age"],
  2_000,
);
const parents = of.count("estate.parents", ["遺有的父母人數", "Number of surviving parents"], 2);
const disabled = of.count(
  "estate.disabledHeirs",
  ["重度以上身心障礙的配偶、子女與父母人數", "Spouse, children, parents with a severe disability"],
  100,
);

const givenBefore = of.amount("estate.givenBefore", [
  "死亡前 2 年內贈與配偶、繼承人及其配偶的財產",
  "Gifts within two years before death to the spouse, the heirs and their spouses",
]);
const giftTaxPaid = of.amount("estate.giftTaxPaid", [
  "上述贈與已納的贈與稅與土地增值稅（含利息）",
  "Gift and land value increment tax paid on these gifts, with interest",
]);
const spouseClaim = of.amount("estate.spouseClaim", [
  "配偶剩餘財產差額分配請求權金額",
  "The spouse's claim to half of the difference",
]);

const personal = of.money(
  "estate.personal",
  ["配偶、卑親屬、父母與身心障礙扣除額", "Deductions for spouse, descendants, parents and disability"],
  art17,
  add(
    when(spouse, p("spouse")).otherwise(nt(0)),
    multiply(p("lineal"), add(descendants, minorYears)),
    multiply(p("parent"), parents),
    multiply(p("disability"), disabled),
  ),
);
const deductions = add(p("exemption"), personal, p("funeral"), debts, spouseClaim);
const net = of.money(
  "estate.netOfReturn",
  ["課稅遺產淨額", "Taxable net estate"],
  ["遺產及贈與稅法第 13 條、第 15 條、第 17 條至第 18 條", "Estate and Gift Tax Act, Articles 13, 15 and 17 to 18"],
  max(nt(0), subtract(add(gross, givenBefore), deductions)),
);
const art13 = ["遺產及贈與稅法第 13 條", "Estate and Gift Tax Act, Article 13"] as const;
const beforeCredit = of.money(
  "estate.taxBeforeCredit",
  ["扣抵前的遺產稅", "Estate tax before the credit"],
  art13,
  round(progressive(net, "estate.brackets"), "down"),
);
const art11 = ["遺產及贈與稅法第 11 條第 2 項", "Estate and Gift Tax Act, Article 11, paragraph 2"] as const;
const netWithoutGifts = of.money(
  "estate.netWithoutGifts",
  ["不含 2 年內贈與的遺產淨額", "Net estate without the gifts of the last two years"],
  art11,
  max(nt(0), subtract(gross, deductions)),
);
/** No more than what the gifts add to the tax. */
const credit = of.money(
  "estate.credit",
  ["已納贈與稅與土地增值稅的扣抵", "Credit for gift and land value increment tax paid"],
  art11,
  min(giftTaxPaid, subtract(beforeCredit, round(progressive(netWithoutGifts, "estate.brackets"), "down"))),
);
const tax = of.money(
  "estate.taxOfReturn",
  ["遺產稅（依遺產總額）", "Estate tax on the whole estate"],
  art13,
  subtract(beforeCredit, credit),
);

/**
 * Refuses an estate whose facts cannot all be true: deductions are of persons who are there (§17). Throws LawError `law.range` with
 * the fact at fault.
 */
export function requirePossibleEstate(facts: Facts): void {
  const count = (name: string): number | undefined => {
    const value = facts[`estate.${name}`];
    return typeof value === "number" ? value : undefined;
  };
  const heirs = count("descendants");
  if (heirs === undefined) return;
  const refuse = (name: string, zh: string, en: string): never => {
    throw new LawError("law.range", `estate.${name}`, { "zh-Hant": zh, en });
  };
  const left = heirs + (count("parents") ?? 0) + (facts["estate.hasSpouse"] === true ? 1 : 0);
  if ((count("disabledHeirs") ?? 0) > left)
    refuse("disabledHeirs", `人數超過遺屬 ${left} 人`, `counts more persons than the ${left} who are left`);
  // nobody is further from majority than someone just born
  const most = heirs * YEARS_TO_MAJORITY;
  if ((count("minorYears") ?? 0) > most)
    refuse(
      "minorYears",
      `${heirs} 位卑親屬距離成年合計不會超過 ${most} 年`,
      `is more than ${heirs} descendants can be short of majority`,
    );
}
const YEARS_TO_MAJORITY = 20;

/** From the whole estate to its tax: exemption, deductions for those who are left, funeral and debts. */
export const estateReturn = {
  inputs: [gross, debts, spouse, descendants, minorYears, parents, disabled, givenBefore, giftTaxPaid, spouseClaim],
  variables: [personal, net, beforeCredit, netWithoutGifts, credit, tax],
};
