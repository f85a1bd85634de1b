import {
  day,
  defineGroup,
  type Expr,
  ge,
  lt,
  months,
  nt,
  type Operand,
  or,
  parameter,
  placeIn,
  sumOf,
  when,
  whole,
} from "@troad/law";
import { writer } from "./write.ts";

const of = writer("child", "month", "2021-08-01", "B");
const parent = writer("person", "month", "2021-08-01", "B");
const act = ["育兒津貼作業要點", "Directions for the childcare allowance"] as const;

/** Under five, outside public care; the amount rises with the order of the child in the family. */
export const allowanceOf = (order: Operand<"number">, age: Operand<"number">, publicCare: Operand<"boolean">): Expr<"number"> =>
  when(or(publicCare, ge(age, whole(60))), nt(0))
    .when(lt(order, whole(2)), parameter("money", "childcare.monthlyFirst"))
    .when(lt(order, whole(3)), parameter("money", "childcare.monthlySecond"))
    .otherwise(parameter("money", "childcare.monthlyThird"));

const born = of.date("child.born", ["子女出生日期", "Date of birth of the child"]);
const publicCare = of.fact("child.publicCare", ["這名子女使用公共或準公共托育", "This child is in public or quasi-public care"]);
const children = defineGroup({ name: "children", of: "person", member: "child" });

/** The oldest child is the first; one of five or more still counts, and of twins the one that is listed first comes first. */
const order = of.whole(
  "child.order",
  ["子女排序（依出生日期）", "Which child, by date of birth"],
  act,
  placeIn(children, { by: born }),
);
const age = of.whole("child.ageMonths", ["子女足月數", "Age of the child in full months"], act, months(born, day));
const allowance = of.money(
  "child.allowance",
  ["這名子女的育兒津貼（每月）", "Childcare allowance for this child a month"],
  act,
  allowanceOf(order, age, publicCare),
);
const all = parent.money(
  "childcare.ofChildren",
  ["全部子女育兒津貼（每月）", "Childcare allowance for all children a month"],
  act,
  sumOf(children, allowance),
);

/** Children with their birthdays. */
export const childrenOfParent = { group: children, inputs: [born, publicCare], variables: [order, age, allowance, all] };
