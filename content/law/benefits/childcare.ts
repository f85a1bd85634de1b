import {
  add,
  type Expr,
  eq,
  ge,
  gt,
  lt,
  match,
  max,
  multiply,
  nt,
  type Operand,
  or,
  parameter,
  subtract,
  when,
  whole,
} from "@troad/law";
import { ageMonths, careKind, children, order, pension, publicCare } from "./facts.ts";

export const byOrder = (of: Operand<"number">): Expr<"number"> =>
  when(lt(of, whole(2)), parameter("money", "childcare.monthlyFirst"))
    .when(lt(of, whole(3)), parameter("money", "childcare.monthlySecond"))
    .otherwise(parameter("money", "childcare.monthlyThird"));
export const childcareAct = ["育兒津貼作業要點", "Directions for the childcare allowance"] as const;
/** Under five, outside public care; the amount rises with the order of the child in the family. */
export const allowanceOf = (order: Operand<"number">, age: Operand<"number">, inPublicCare: Operand<"boolean">): Expr<"number"> =>
  when(or(inPublicCare, ge(age, whole(60))), nt(0)).otherwise(byOrder(order));
export const childcare = pension.money(
  "childcare.monthly",
  ["育兒津貼（每月）", "Monthly childcare allowance"],
  childcareAct,
  allowanceOf(order, ageMonths, publicCare),
);
/** Of all children of one birth: the first of them has the order asked, the others follow. */
export const childcareOfBirth = pension.money(
  "childcare.ofBirth",
  ["本胎子女育兒津貼合計（每月）", "Monthly childcare allowance for all children of this birth"],
  childcareAct,
  when(or(publicCare, eq(children, whole(0))), nt(0)).otherwise(
    add(
      byOrder(order),
      when(gt(children, whole(1)), byOrder(add(order, whole(1)))).otherwise(nt(0)),
      multiply(max(whole(0), subtract(children, whole(2))), parameter("money", "childcare.monthlyThird")),
    ),
  ),
);
export const careSubsidy = pension.money(
  "childcare.subsidy",
  ["托育補助（每月）", "Monthly childcare subsidy"],
  ["托育公共化及準公共服務補助", "Subsidy for public and quasi-public childcare"],
  add(
    match(careKind, {
      quasiPublic: parameter("money", "childcare.quasiFirst"),
      public: parameter("money", "childcare.publicFirst"),
    }),
    when(lt(order, whole(2)), nt(0))
      .when(lt(order, whole(3)), parameter("money", "childcare.secondMore"))
      .otherwise(parameter("money", "childcare.thirdMore")),
  ),
);
