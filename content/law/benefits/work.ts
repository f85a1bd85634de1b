import { add, and, code, eq, min, multiply, not, nt, parameter, round, when } from "@troad/law";
import { family, insured, longer, newlyInsured, pension, scheme } from "./facts.ts";

export const employmentAct = ["就業保險法第 11 條、第 19 條之 2", "Employment Insurance Act, Articles 11 and 19-2"] as const;
/** For employees insured for a year whose child is under three, of each parent. */
export const parentalAllowance = pension.money(
  "parental.allowance",
  ["育嬰留職停薪津貼（每月，最長 6 個月）", "Monthly parental leave allowance, for up to six months"],
  employmentAct,
  when(
    and(eq(scheme, code("labour")), not(newlyInsured)),
    round(multiply(insured, parameter("rate", "employment.parentalRate")), "half-up"),
  ).otherwise(nt(0)),
);
export const parentalSubsidy = pension.money(
  "parental.subsidy",
  ["育嬰留職停薪薪資補助（每月，免另申請）", "Monthly wage subsidy during parental leave, paid without an application"],
  ["育嬰留職停薪薪資補助要點", "Directions for the wage subsidy during parental leave"],
  when(
    and(eq(scheme, code("labour")), not(newlyInsured)),
    round(multiply(insured, parameter("rate", "employment.parentalSubsidy")), "half-up"),
  ).otherwise(nt(0)),
);
export const parental = pension.money(
  "parental.monthly",
  ["育嬰留職停薪每月合計（最長 6 個月）", "Monthly total during parental leave, for up to six months"],
  employmentAct,
  add(parentalAllowance, parentalSubsidy),
);
export const unemployment = pension.money(
  "unemployment.monthly",
  ["失業給付（每月）", "Monthly unemployment benefit"],
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
export const unemploymentMonths = pension.whole(
  "unemployment.months",
  ["最長請領月數", "Maximum number of months"],
  ["就業保險法第 16 條", "Employment Insurance Act, Article 16"],
  when(longer, parameter("integer", "employment.monthsLonger")).otherwise(parameter("integer", "employment.months")),
);
