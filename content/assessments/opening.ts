import { createHash } from "node:crypto";
import { shifted } from "@troad/content-law";
import type { Facts } from "@troad/law";
import { type Household, lifeOf, type Person, type PopulationRequest } from "@troad/population";
import { type Assessment, untouched } from "./assessment.ts";
import { businessTax, houseTax, incomeTax, landTax, type Reckoned, vehicleTax } from "./by-law.ts";
import type { Office } from "./offices.ts";
import { asPaid } from "./paying.ts";

export type Opened = { key: string; fields: Assessment };
type Request = Pick<PopulationRequest, "seed" | "today">;
type What = Pick<Assessment, "tax" | "year" | "period" | "object" | "base" | "payFrom" | "due"> & {
  /** Tells assessments of one taxpayer, tax and period apart. */
  of: string;
  owners?: Assessment["owners"];
  amount?: number;
};

/** The share of a thing in the digits of its hash, from 0 to below 1: the same thing always has the same. */
export const chanceOf = (text: string): number => createHash("sha256").update(text).digest().readUInt32BE(0) / 0x1_0000_0000;

/** Letters of the office, the year of the Republic, and twelve digits of a hash. */
export const numberOf = (office: Office, year: number, of: string): string =>
  `${office.letter}${year - 1911}-${createHash("sha256").update(of).digest("hex").slice(0, 12).toUpperCase()}`;

/** What an office has assessed of a household by a day: of the cars, houses, land, income and companies that the other registers know. */
export function assessmentsOf(household: Household, office: Office, request: Request): Opened[] {
  if (household.address.countyCode !== office.county) return [];
  const year = Number(request.today.slice(0, 4));
  const opened: Opened[] = [];
  const add = (taxpayer: { id: string; name: string }, what: What, reckoned: Reckoned | undefined, rest?: number): void => {
    if (!reckoned) return;
    const assessed = what.amount ?? reckoned.assessed;
    if (assessed === 0 || what.payFrom > request.today) return;
    const { of, owners = [], amount: _, ...described } = what;
    const key = numberOf(office, what.year, `${what.tax} ${taxpayer.id} ${of} ${what.period}`);
    const fields: Assessment = {
      ...{ number: key, taxpayer: taxpayer.id, taxpayerName: taxpayer.name, ...described, ...untouched, owners },
      ...{ assessed, lawZh: reckoned.lawZh, lawEn: reckoned.lawEn, reasons: reckoned.reasons },
      assessedOn: what.payFrom,
    };
    opened.push({ key, fields: asPaid(fields, { today: request.today, chance: chanceOf(key), rest }) });
  };
  if (office.national) {
    for (const one of returnsOf(household, request))
      add(one.taxpayer, incomeOf(one.base, year - 1), incomeTax(one.facts, year - 1));
    for (const { firm } of household.members) if (firm) companyOf(firm, year, add);
    return opened;
  }
  for (const person of household.members) {
    carOf(person, year, add);
    for (const one of [year - 1, year]) propertyOf(person, household, { year: one, request, office }, add);
  }
  return opened;
}

type Add = (taxpayer: { id: string; name: string }, what: What, reckoned: Reckoned | undefined, rest?: number) => void;
const roc = (year: number): string => `${year - 1911} 年`;

const incomeOf = (base: number, year: number): What => ({
  ...{ tax: "income", year, period: roc(year), object: null, base, of: "return" },
  ...{ payFrom: `${year + 1}-05-01`, due: shifted(`${year + 1}-05-31`) },
});

type Return = { taxpayer: { id: string; name: string }; base: number; facts: Facts };
/** Couples file together, with their children; other adults for themselves. */
function returnsOf(household: Household, request: Request): Return[] {
  const { members } = household;
  const [head] = members;
  const spouse = members.find(({ relation }) => relation === "spouse");
  const isChild = ({ relation, age, schooling }: Person) =>
    relation === "child" && (age < 18 || (age < 26 && ["university", "graduate"].includes(schooling?.level ?? "")));
  const children = members.filter(isChild);
  const incomesOf = (person: Person) => {
    const incomes = lifeOf(person, household, request).incomes ?? [];
    const sum = (wage: boolean) =>
      incomes.filter(({ kind }) => (kind === "wage") === wage).reduce((all, { amount }) => all + amount, 0);
    return { salary: sum(true), other: sum(false) };
  };
  return members.flatMap((person): Return[] => {
    if (person === spouse || isChild(person) || person.age < 20) return [];
    const own = incomesOf(person);
    const partner = person === head && spouse ? incomesOf(spouse) : { salary: 0, other: 0 };
    const dependants = person === head ? children : [];
    const base = own.salary + own.other + partner.salary + partner.other;
    if (base === 0) return [];
    const facts = {
      ...{ "income.salary": own.salary, "income.other": own.other, "income.senior": person.age >= 70 },
      ...{ "income.married": person === head && spouse !== undefined, "income.dependants": dependants.length },
      ...{ "income.spouseSalary": partner.salary, "income.spouseOther": partner.other },
      "income.spouseSenior": person === head && (spouse?.age ?? 0) >= 70,
      "income.students": dependants.filter(({ age }) => age >= 18).length,
      "income.preschoolers": dependants.filter(({ age }) => age <= 6).length,
    };
    return [{ taxpayer: { id: person.nationalId, name: person.name }, base, facts }];
  });
}

/** Two-monthly business tax of what a company of this size would have added in value; made up like the company. */
function companyOf({ businessNumber, name, capital }: NonNullable<Person["firm"]>, year: number, add: Add): void {
  for (const month of [7, 9]) {
    const base = Math.round(capital * (0.1 + 0.2 * chanceOf(`${businessNumber} ${year} ${month}`)));
    const due = `${year}-${String(month + 2).padStart(2, "0")}`;
    add(
      { id: businessNumber, name },
      {
        ...{ tax: "business", year, period: `${roc(year)} ${month}–${month + 1} 月`, object: null, base, of: "401" },
        ...{ payFrom: `${due}-01`, due: shifted(`${due}-15`) },
      },
      businessTax(base, `${year}-${String(month + 1).padStart(2, "0")}-28`),
    );
  }
}

/** Displacement of the made-up models; what is not here is electric or too small to be taxed. */
const displacements: Readonly<Record<string, number>> = { "遠行 1.8": 1_798, "小城 1.2": 1_197 };

/** The middle of a plate is nobody's business but the owner's. */
export const maskedPlate = (plate: string): string => plate.replace(/^(..).*(..)$/, "$1•-••$2");

function carOf({ vehicle, nationalId, name }: Person, year: number, add: Add): void {
  const cc = vehicle ? displacements[vehicle.model] : undefined;
  if (!vehicle || cc === undefined) return;
  for (const one of [year - 1, year]) {
    if (Number(vehicle.madeOn.slice(0, 4)) >= one) continue;
    const what: What = {
      ...{ tax: "vehicle", year: one, period: roc(one), object: maskedPlate(vehicle.plate), base: cc, of: vehicle.plate },
      ...{ payFrom: `${one}-04-01`, due: shifted(`${one}-04-30`) },
    };
    // what the vehicle register says is unpaid is of the last bill
    add({ id: nationalId, name }, what, vehicleTax({ cc, electric: false }, one), one === year ? vehicle.tax : 0);
  }
}

function propertyOf(
  person: Person,
  household: Household,
  { year, request, office }: { year: number; request: Request; office: Office },
  add: Add,
): void {
  const spouse = household.members.find(({ relation }) => relation === "spouse");
  for (const { kind, location, value, acquiredOn } of lifeOf(person, household, request).property ?? []) {
    if (Number(acquiredOn.slice(0, 4)) >= year) continue;
    const isHouse = kind === "house";
    const reckoned = isHouse ? houseTax(value, office.lawCounty, year) : landTax(value, year);
    if (!reckoned) continue;
    const what: What = {
      ...{ tax: isHouse ? "house" : "land-value", year, period: roc(year), object: location, base: value, of: location },
      payFrom: isHouse ? `${year}-05-01` : `${year}-11-01`,
      due: shifted(isHouse ? `${year}-05-31` : `${year}-11-30`),
    };
    // here and there a couple owns together: each has a bill for their half
    if (!spouse || chanceOf(`together ${location}`) >= 0.3) {
      add({ id: person.nationalId, name: person.name }, what, reckoned);
      continue;
    }
    const first = Math.ceil(reckoned.assessed / 2);
    const halves = [
      { who: person, amount: first },
      { who: spouse, amount: reckoned.assessed - first },
    ];
    const owners = halves.map(({ who, amount }) => ({ name: who.name, share: "1/2", amount }));
    for (const { who, amount } of halves) add({ id: who.nationalId, name: who.name }, { ...what, owners, amount }, reckoned);
  }
}
