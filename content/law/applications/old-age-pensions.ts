import { add, divide, type Expr, max, multiply, type Operand, parameter, rate, round, when, whole } from "@troad/law";
import { writer } from "../taxes/write.ts";
import { insuranceLaw, yearsOf } from "./insured.ts";

const of = writer("person", "month", "2023-02-10");
const wage = of.amount("pension.wage", ["最高六十個月平均月投保薪資", "Average of the best sixty months"], 200_000);
const months = of.count("pension.months", ["勞保投保月數", "Months in labour insurance"], 900);
const later = of.count("pension.later", ["展延增給（萬分之）", "More for a later claim, in ten-thousandths"], 2_000);
const earlier = of.count("pension.earlier", ["提前減給（萬分之）", "Less for an early claim, in ten-thousandths"], 2_000);
const insured = of.amount("pension.insured", ["國民年金月投保金額", "Insured amount of the national pension"], 200_000);
const paid = of.count("pension.paidMonths", ["國民年金繳費月數", "Months paid in the national pension"], 900);
const blocked = of.fact("pension.blocked", ["不得選擇加計金額的計給方式", "The formula with an addition is barred"]);

type Number = Operand<"number">;
const share = (basis: Number): Expr<"number"> => multiply(basis, rate("0.0001"));

/** What labour insurance pays every month: the better of two formulas, more for a later claim and less for an early one. */
export function labourMonthly(of: { wage: Number; months: Number; later: Number; earlier: Number }): Expr<"number"> {
  const years = yearsOf(of.months);
  const better = max(
    round(add(multiply(of.wage, years, parameter("rate", "labour.rateA")), parameter("money", "labour.addon")), "half-up"),
    round(multiply(of.wage, years, parameter("rate", "labour.rateB")), "half-up"),
  );
  return round(multiply(better, add(whole(1), share(of.later), multiply(whole(-1), share(of.earlier)))), "half-up");
}

/** What the national pension pays every month: the formula with an addition, where it is not barred and better. */
export function nationalMonthly(of: { insured: Number; months: Number; blocked: Operand<"boolean"> }): Expr<"number"> {
  const years = divide(of.months, whole(12));
  const plain = round(multiply(of.insured, years, parameter("rate", "np.rateB")), "half-up");
  const added = round(add(multiply(of.insured, years, parameter("rate", "np.rateA")), parameter("money", "np.addon")), "half-up");
  return when(of.blocked, plain).otherwise(max(plain, added));
}
export const labourFigures = ["labour.rateA", "labour.rateB", "labour.addon"];
export const nationalFigures = ["np.rateA", "np.rateB", "np.addon"];

/** The old-age pensions that are paid every month, by what was fixed when they were granted; the addition follows prices. */
export const oldAgePensions = insuranceLaw(
  [
    of.money(
      "pension.labour",
      ["勞保老年年金（每月）", "Labour old-age pension, monthly"],
      [
        "勞工保險條例第 58 條之 1、第 58 條之 2；勞工保險條例施行細則第 45 條、第 79 條",
        "Labor Insurance Act, Articles 58-1 and 58-2; Enforcement Rules, Articles 45 and 79",
      ],
      labourMonthly({ wage, months, later, earlier }),
    ),
    of.money(
      "pension.national",
      ["國民年金老年年金（每月）", "National old-age pension, monthly"],
      ["國民年金法第 30 條、第 54 條之 1", "National Pension Act, Articles 30 and 54-1"],
      nationalMonthly({ insured, months: paid, blocked }),
    ),
  ],
  ...labourFigures,
  ...nationalFigures,
);
