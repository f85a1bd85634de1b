import { type IncomeFigures, incomeFigures, insuranceLimit, mortgageLimit, savingsLimit, tuition } from "./income-figures.ts";
import { halfUp, whole } from "./rounding.ts";

export type Person = {
  salary: number;
  other: number;
  interest: number;
  dividends: number;
  senior: boolean;
  disabled: boolean;
};

/** One return. The taxpayer's income includes that of the dependants other than salary. */
export type Household = {
  year: number;
  taxpayer: Person;
  spouse?: Person;
  dependants: number;
  seniors: number;
  disabledDependants: number;
  students: number;
  preschoolers: number;
  care: number;
  rent: number;
  donations: number;
  insurance: number;
  health: number;
  medical: number;
  mortgage: number;
};

/** §15 II: all together, the salary of one spouse apart, or all income of one spouse apart. */
export const modes = ["joint", "salaryOwn", "salarySpouse", "allOwn", "allSpouse"] as const;
export type Mode = (typeof modes)[number];
type Dividends = "merged" | "apart";

const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);
const people = ({ taxpayer, spouse }: Household): Person[] => (spouse ? [taxpayer, spouse] : [taxpayer]);

/** §5 II, in hundredths of a dollar. */
function centsOfTax(net: number, { edges }: IncomeFigures): number {
  const starts = [0, ...edges];
  const tiers = [5, 12, 20, 30, 40].map(
    (percent, tier) => percent * Math.max(0, Math.min(net, starts[tier + 1] ?? Number.POSITIVE_INFINITY) - (starts[tier] ?? 0)),
  );
  return sum(tiers);
}

/** §14 I 3: salary counts net of its special deduction, never below zero. §15 V takes dividends taxed at 28 % out of the total. */
function incomeOf(person: Person, dividends: Dividends, figures: IncomeFigures): number {
  const salary = Math.max(0, person.salary - figures.salary);
  return salary + person.other + person.interest + (dividends === "merged" ? person.dividends : 0);
}

/** §17 I 1: half as much again from the age of 70. */
const exemptionOf = (senior: boolean, figures: IncomeFigures): number => (senior ? figures.exemption * 1.5 : figures.exemption);

/** §17 I 2 (1), (2): the standard deduction or the itemized ones, whichever is more. */
function general(household: Household, dividends: Dividends, figures: IncomeFigures): number {
  const total = sum(people(household).map((person) => incomeOf(person, dividends, figures)));
  const savings = savingsOf(household);
  const mortgage = Math.min(mortgageLimit, Math.max(0, household.mortgage - savings));
  const rent = figures.rentItemized ? Math.min(figures.rent, household.rent) : 0;
  const itemized =
    Math.min(household.donations, whole(total, 5)) +
    Math.min(household.insurance, insuranceLimit * (people(household).length + household.dependants)) +
    household.health +
    household.medical +
    Math.max(mortgage, rent);
  return Math.max(itemized, figures.standard * people(household).length);
}

const savingsOf = (household: Household): number =>
  Math.min(savingsLimit, sum(people(household).map(({ interest }) => interest)));

/** §17 I 2 (3) 4 to 8 without savings: those of everybody, and those that §17 III withholds from high rates. */
function specials(household: Household, figures: IncomeFigures): { kept: number; tested: number } {
  const disabled = household.disabledDependants + people(household).filter((person) => person.disabled).length;
  const [first, further] = figures.preschool;
  const preschool = household.preschoolers > 0 ? first + further * (household.preschoolers - 1) : 0;
  const rent = figures.rentItemized ? 0 : Math.min(figures.rent, household.rent);
  return {
    kept: disabled * figures.disability + household.students * tuition + (figures.preschoolTested ? 0 : preschool),
    tested: household.care * figures.care + rent + (figures.preschoolTested ? preschool : 0),
  };
}

/** The net incomes of §15 II: of the part apart, if there is one, and of the rest. */
export function nets(household: Household, mode: Mode, dividends: Dividends, granted: boolean, figures: IncomeFigures): number[] {
  const persons = people(household);
  const exemptions =
    sum(persons.map(({ senior }) => exemptionOf(senior, figures))) +
    household.seniors * exemptionOf(true, figures) +
    (household.dependants - household.seniors) * exemptionOf(false, figures);
  const { kept, tested } = specials(household, figures);
  const deductions = exemptions + general(household, dividends, figures) + savingsOf(household) + kept + (granted ? tested : 0);
  // 納稅者權利保護法 §4 and 施行細則 §3: the deduction for salary does not count, which is income here, not deduction.
  const difference = Math.max(0, figures.basicLiving * (persons.length + household.dependants) - deductions);
  const total = sum(persons.map((person) => incomeOf(person, dividends, figures)));
  if (mode === "joint") return [Math.max(0, total - deductions - difference)];
  const [apart, rest] = mode.endsWith("Own") ? persons : persons.toReversed();
  if (!apart || !rest) throw new RangeError("only a couple reckons apart");
  const { income, deduction } = partApart(apart, rest, mode, dividends, figures);
  return [Math.max(0, income - deduction), Math.max(0, total - income - (deductions - deduction) - difference)];
}

/** §15 II 2 (1) and 3 (1), (3): what is reckoned apart, and the only deductions from it. The other side saves first. */
function partApart(apart: Person, rest: Person, mode: Mode, dividends: Dividends, figures: IncomeFigures) {
  const exemption = exemptionOf(apart.senior, figures);
  if (mode.startsWith("salary")) return { income: Math.max(0, apart.salary - figures.salary), deduction: exemption };
  const savings = Math.min(apart.interest, savingsLimit - Math.min(savingsLimit, rest.interest));
  return {
    income: incomeOf(apart, dividends, figures),
    deduction: exemption + savings + (apart.disabled ? figures.disability : 0),
  };
}

/** The tax of one way of reckoning; below zero it is refunded (§71, §100). */
export function taxBy(household: Household, mode: Mode, dividends: Dividends): number {
  const figures = incomeFigures[household.year];
  if (!figures) throw new RangeError(`no figures of ${household.year}`);
  const all = sum(people(household).map((person) => person.dividends));
  const taxOf = (amounts: number[]) => whole(sum(amounts.map((net) => centsOfTax(net, figures))), 100);
  // §15 V and §17 III 2
  if (dividends === "apart") return taxOf(nets(household, mode, dividends, false, figures)) + whole(all * 28, 100);
  // §17 III 1: 20 % begins where 12 % ends. §15 IV: the credit.
  const granted = nets(household, mode, dividends, true, figures);
  const low = granted.every((net) => net <= figures.edges[1]);
  const tax = taxOf(low ? granted : nets(household, mode, dividends, false, figures));
  return tax - Math.min(80_000, halfUp(all * 85, 1_000));
}

/** The least tax of all ways that are open to the household. */
export function incomeTax(household: Household): number {
  const open = household.spouse ? modes : modes.slice(0, 1);
  return Math.min(...open.flatMap((mode) => [taxBy(household, mode, "merged"), taxBy(household, mode, "apart")]));
}
