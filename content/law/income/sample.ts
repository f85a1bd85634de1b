import { type Household, households, lifeOf, type Person } from "@troad/population";
import type { SampleHousehold } from "@troad/reform";

/** People of Taiwan for whom a sample stands unless it says otherwise: a round figure. */
export const PEOPLE = 23_300_000;

export type SampleRequest = { seed: string; households: number; people: number; at: string };

/**
 * Made-up households with the returns they file: head and spouse together, with children under 20 or still studying and with parents from 60; every
 * other adult alone (Income Tax Act, Articles 15 and 17). What the population does not know is zero: deductions that are itemised, dividends, care.
 */
export function incomeSample({ seed, households: wanted, people, at }: SampleRequest): SampleHousehold[] {
  const made: Household[] = [];
  for (const household of households({ seed, size: 10_000_000, today: at })) {
    if (made.length >= wanted) break;
    made.push(household);
  }
  const weight = people / made.reduce((sum, { members }) => sum + members.length, 0);
  return made.map((household) => ({
    members: household.members.length,
    county: household.address.county,
    income: household.members.reduce((sum, { income }) => sum + income, 0),
    weight,
    returns: returnsOf(household, { seed, at }),
  }));
}

type Facts = Record<string, number | boolean>;
type Made = { seed: string; at: string };

const isDependant = ({ relation, age, schooling }: Person): boolean =>
  relation === "parent" ? age >= 60 : (relation === "child" || relation === "grandchild") && (age < 20 || schooling !== null);

function returnsOf(household: Household, made: Made): Facts[] {
  const [head, ...others] = household.members;
  if (!head) return [];
  const spouse = others.find(({ relation }) => relation === "spouse");
  const dependants = others.filter(isDependant);
  const alone = others.filter((one) => one !== spouse && !isDependant(one));
  return [
    returnOf(household, made, head, spouse, dependants),
    ...alone.map((one) => returnOf(household, made, one, undefined, [])),
  ];
}

/** Wages apart from other income, and interest, as the register of incomes has them. */
function earnings(person: Person, household: Household, { seed, at }: Made): { salary: number; other: number; interest: number } {
  const { job } = lifeOf(person, household, { seed, today: at });
  const interest = Math.floor(person.income / 200);
  const main = person.income - interest;
  return job === null ? { salary: 0, other: main, interest } : { salary: main, other: 0, interest };
}

function returnOf(
  household: Household,
  made: Made,
  taxpayer: Person,
  spouse: Person | undefined,
  dependants: readonly Person[],
): Facts {
  const own = earnings(taxpayer, household, made);
  const theirs = spouse ? earnings(spouse, household, made) : { salary: 0, other: 0, interest: 0 };
  const dependent = dependants.reduce((sum, { income }) => sum + income, 0);
  const count = (holds: (one: Person) => boolean): number => dependants.filter(holds).length;
  return {
    "income.married": spouse !== undefined,
    "income.salary": own.salary,
    "income.spouseSalary": theirs.salary,
    "income.other": own.other + dependent,
    "income.spouseOther": theirs.other,
    "income.interest": own.interest,
    "income.spouseInterest": theirs.interest,
    "income.dependants": dependants.length,
    "income.senior": taxpayer.age >= 70,
    "income.spouseSenior": (spouse?.age ?? 0) >= 70,
    "income.seniors": count(({ relation, age }) => relation === "parent" && age >= 70),
    "income.disabled": taxpayer.disability !== null,
    "income.spouseDisabled": (spouse?.disability ?? null) !== null,
    "income.disabledDependants": count(({ disability }) => disability !== null),
    "income.students": count(({ relation, age }) => relation === "child" && age >= 18),
    "income.preschoolers": count(({ relation, age }) => relation === "child" && age <= 6),
  };
}
