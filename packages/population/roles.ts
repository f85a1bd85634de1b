import type { Draw } from "./draw/random.ts";
import { type Place, staffCouple, studentFamily } from "./life/composition.ts";
import type { LowIncomeStatus } from "./life/low-income.ts";

/** What a demo household has to be; everything else about it is drawn like any other. */
export type Role = { compose(draw: Draw): Place[]; lowIncome: LowIncomeStatus; student: boolean };

const student = (lowIncome: LowIncomeStatus): Role => ({ compose: studentFamily, lowIncome, student: true });
const staff: Role = { compose: staffCouple, lowIncome: "none", student: false };

const roles: readonly Role[] = [
  student("low"),
  student("mid-low"),
  student("none"),
  staff,
  student("low"),
  student("mid-low"),
  student("none"),
  student("low"),
  staff,
  staff,
  staff,
];

/** The first households hold the people of the demo, so that every population of 40 or more has them. */
export const roleOf = (index: number): Role | undefined => roles[index];
