import { day, defineGroup, months, placeIn, sumOf } from "@troad/law";
import { writer } from "../taxes/write.ts";
import { allowanceOf, childcareAct } from "./childcare.ts";

const of = writer("child", "month", "2021-08-01", "B");
const parent = writer("person", "month", "2021-08-01", "B");

const born = of.date("child.born", ["子女出生日期", "Child's date of birth"]);
const publicCare = of.fact("child.publicCare", ["這名子女使用公共或準公共托育", "This child is in public or quasi-public care"]);
const children = defineGroup({ name: "children", of: "person", member: "child" });

/** The oldest child is the first; one of five or more still counts, and of twins the one that is listed first comes first. */
const order = of.whole(
  "child.order",
  ["子女排序（依出生日期）", "Which child, by date of birth"],
  childcareAct,
  placeIn(children, { by: born }),
);
const age = of.whole("child.ageMonths", ["子女足月數", "Age of the child in full months"], childcareAct, months(born, day));
const allowance = of.money(
  "child.allowance",
  ["這名子女的育兒津貼（每月）", "Monthly childcare allowance for this child"],
  childcareAct,
  allowanceOf(order, age, publicCare),
);
const all = parent.money(
  "childcare.ofChildren",
  ["全部子女育兒津貼（每月）", "Monthly childcare allowance for all children"],
  childcareAct,
  sumOf(children, allowance),
);

/** Children with their birthdays. */
export const childrenOfParent = { group: children, inputs: [born, publicCare], variables: [order, age, allowance, all] };
