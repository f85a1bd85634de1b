import {
  add,
  code,
  countOf,
  day,
  defineGroup,
  eq,
  gt,
  match,
  max,
  multiply,
  not,
  nt,
  parameter,
  progressive,
  round,
  subtract,
  sumOf,
  when,
  whole,
  years,
} from "@troad/law";
import { debts, gross } from "./estate.ts";
import { writer } from "./write.ts";

const of = writer("heir", "day", "2017-05-12");
const estate = writer("estate", "day", "2017-05-12");
const p = (name: string) => parameter("money", `estate.${name}`);
const art17 = ["遺產及贈與稅法第 17 條", "Estate and Gift Tax Act, Article 17"] as const;
const art13 = ["遺產及贈與稅法第 13 條", "Estate and Gift Tax Act, Article 13"] as const;
const minors = [
  "遺產及贈與稅法第 17 條第 1 項第 2 款；施行細則第 10 條之 1",
  "Estate and Gift Tax Act, Article 17, paragraph 1, subparagraph 2; Enforcement Rules, Article 10-1",
] as const;

const relation = of.one("heir.relation", ["與被繼承人的關係", "Relation to the deceased"], {
  spouse: { "zh-Hant": "配偶", en: "spouse" },
  descendant: { "zh-Hant": "直系血親卑親屬", en: "descendant" },
  parent: { "zh-Hant": "父母", en: "parent" },
  other: { "zh-Hant": "其他", en: "other" },
});
const born = of.date("heir.born", ["出生日期", "Date of birth"]);
const disabled = of.fact("heir.disabled", ["重度以上身心障礙或嚴重病人", "Severely disabled"]);
/** Those who are left of the deceased, each with the relation that the deduction goes by. */
const heirs = defineGroup({ name: "heirs", of: "estate", member: "heir", role: relation, most: { spouse: 1, parent: 2 } });

const isDescendant = eq(relation, code("descendant"));
/** A part of a year counts as a year: what is missing is counted from the full years of age. */
const minorYears = of.whole(
  "heir.minorYears",
  ["距離成年的年數（不滿 1 年以 1 年計）", "Years until majority, a part counting as one"],
  minors,
  when(isDescendant, max(whole(0), subtract(parameter("integer", "estate.majority"), years(born, day)))).otherwise(whole(0)),
);
const deduction = of.money(
  "heir.deduction",
  ["這一位的扣除額", "Deduction for this person"],
  art17,
  add(
    match(relation, {
      spouse: p("spouse"),
      descendant: multiply(p("lineal"), add(whole(1), minorYears)),
      parent: p("parent"),
      other: nt(0),
    }),
    when(
      disabled,
      match(relation, { spouse: p("disability"), descendant: p("disability"), parent: p("disability"), other: nt(0) }),
    ).otherwise(nt(0)),
  ),
);

const isMinor = gt(minorYears, whole(0));
const lineal = multiply(p("lineal"), add(whole(1), minorYears));
const allMinorYears = estate.whole(
  "estate.minorYearsOfHeirs",
  ["未成年人距離成年的年數合計", "Total years until majority of all minors"],
  minors,
  sumOf(heirs, minorYears),
);
const adults = estate.money(
  "estate.adultDeduction",
  ["成年卑親屬扣除額", "Deduction for adult descendants"],
  minors,
  multiply(p("lineal"), countOf(heirs, not(isMinor), isDescendant)),
);
const children = estate.money(
  "estate.minorDeduction",
  ["未成年卑親屬扣除額", "Deduction for minor descendants"],
  minors,
  sumOf(heirs, lineal, isMinor),
);
const ofHeirs = estate.money(
  "estate.ofHeirs",
  ["遺屬扣除額合計（逐人）", "Deductions for survivors, person by person"],
  art17,
  sumOf(heirs, deduction),
);
const net = estate.money(
  "estate.netOfHeirs",
  ["課稅遺產淨額（逐人）", "Net estate, heir by heir"],
  ["遺產及贈與稅法第 13 條、第 17 條、第 18 條", "Estate and Gift Tax Act, Articles 13, 17 and 18"],
  max(nt(0), subtract(gross, add(p("exemption"), ofHeirs, p("funeral"), debts))),
);
const tax = estate.money(
  "estate.taxOfHeirs",
  ["遺產稅（逐人）", "Estate tax, heir by heir"],
  art13,
  round(progressive(net, "estate.brackets"), "down"),
);

/** An estate with those who are left one by one: birthdays give the years of minors. */
export const estateOfHeirs = {
  group: heirs,
  inputs: [relation, born, disabled],
  variables: [minorYears, deduction, allMinorYears, adults, children, ofHeirs, net, tax],
};
