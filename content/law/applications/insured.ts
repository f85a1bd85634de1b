import {
  and,
  code,
  collect,
  createLaw,
  type Expr,
  eq,
  ge,
  type Law,
  le,
  loadParameters,
  type Operand,
  or,
  type Variable,
} from "@troad/law";
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

/** What a register of social insurance says of a person, and whether they were insured on a day. */
export function insuranceOf(of: ReturnType<typeof writer>, prefix: string, [zh, en]: readonly [zh: string, en: string]) {
  const status = of.one(`${prefix}Status`, [`${zh}投保狀態`, `${en}: state`], codes);
  const since = of.date(`${prefix}Since`, [`${zh}加保日`, `${en}: insured since`]);
  const until = of.date(`${prefix}Until`, [`${zh}退保日`, `${en}: insured until`]);
  const onDay = (day: Operand<"date">): Expr<"boolean"> =>
    and(le(since, day), or(eq(status, code("insured")), and(eq(status, code("ended")), ge(until, day))));
  return { status, since, until, onDay };
}
