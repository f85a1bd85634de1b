import {
  addYears,
  and,
  code,
  collect,
  createLaw,
  day,
  divide,
  type Expr,
  eq,
  firstOfYear,
  ge,
  type Law,
  le,
  loadParameters,
  multiply,
  type Operand,
  or,
  parameter,
  rate,
  round,
  type Variable,
  when,
  whole,
  yearsAway,
} from "@troad/law";
import { figuresOf } from "../figures.ts";
import all from "../parameters/benefits.json" with { type: "json" };
import type { writer } from "../taxes/write.ts";

/** A law of these results; the figures named are those that the calculations of social insurance use as well. */
export function insuranceLaw(results: readonly Variable[], ...figures: string[]): Law {
  const collected = collect(results);
  const shared = loadParameters({ parameters: all.parameters.filter(({ name }) => figures.includes(name)) });
  return createLaw({ ...collected, parameters: [...collected.parameters, ...shared] });
}

const codes = {
  insured: { "zh-Hant": "加保中", en: "insured" },
  ended: { "zh-Hant": "已退保", en: "ended" },
  none: { "zh-Hant": "查無加保", en: "none" },
};

/** The insured amount of farmers' insurance; the act names one for all. */
export const farmersInsured = figuresOf(
  ["農民健康保險條例第 11 條", "Farmers Health Insurance Act, Article 11"],
  "A",
  "law.moj.gov.tw pcode=D0050084 art. 11",
).money("farmers.insured", ["農保月投保金額", "Insured amount of farmers' insurance"], { "2023-02-10": 20_400 });

/** The insured amount of the national pension on a day up to five years before the one asked; it changes with a new year. */
export const pensionInsured = (on: Operand<"date">): Expr<"number"> => {
  const now = parameter("money", "np.insured");
  const since = (years: number) => ge(on, addYears(firstOfYear(day), whole(-years)));
  return when(since(0), now)
    .when(since(1), yearsAway(now, -1))
    .when(since(2), yearsAway(now, -2))
    .when(since(3), yearsAway(now, -3))
    .when(since(4), yearsAway(now, -4))
    .otherwise(yearsAway(now, -5));
};

/** Years of so many months, to two decimals (勞工保險條例施行細則 §45). */
export const yearsOf = (months: Operand<"number">): Expr<"number"> =>
  multiply(round(divide(multiply(months, whole(100)), whole(12)), "half-up"), rate("0.01"));

/** What a register of social insurance says of a person, and whether they were insured on a day. */
export function insuranceOf(of: ReturnType<typeof writer>, prefix: string, [zh, en]: readonly [zh: string, en: string]) {
  const status = of.one(`${prefix}Status`, [`${zh}投保狀態`, `${en}: state`], codes);
  const since = of.date(`${prefix}Since`, [`${zh}加保日`, `${en}: insured since`]);
  const until = of.date(`${prefix}Until`, [`${zh}退保日`, `${en}: insured until`]);
  const onDay = (day: Operand<"date">): Expr<"boolean"> =>
    and(le(since, day), or(eq(status, code("insured")), and(eq(status, code("ended")), ge(until, day))));
  return { status, since, until, onDay };
}
