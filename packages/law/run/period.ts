import { LawError } from "../errors.ts";
import type { Input, Variable } from "../graph/define.ts";
import type { Expr } from "../graph/expr.ts";
import { firstDayOf, shiftDay } from "../values/days.ts";
import { periodKey } from "./situation.ts";

/** How far from the day asked the periods of one run may be: rules that build on the previous year end here at the latest. */
const MOST_YEARS = 100;

/** The day that represents another period. */
export function dayAway({ base, unit, by }: Extract<Expr, { op: "period" }>, at: string, asked: string, where: string): string {
  const from = base === "year" ? firstDayOf("year", at) : at;
  const day = shiftDay(unit === "year" ? "years" : "months", from, by, where);
  if (Math.abs(Number(day.slice(0, 4)) - Number(asked.slice(0, 4))) > MOST_YEARS)
    throw new LawError("law.limit", where, `more than ${MOST_YEARS} years from the day asked`);
  return day;
}

/** The period of a fact or variable, if it differs from the step's own. */
export function otherPeriod(fact: Input | Variable, stepAt: string, at: string): { period?: string } {
  if (stepAt === at || !fact.period) return {};
  const key = (day: string): string => (fact.period === "day" || !fact.period ? day : periodKey(day, fact.period));
  return key(at) === key(stepAt) ? {} : { period: key(at) };
}
