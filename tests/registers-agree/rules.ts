import type { AllRecords } from "./read.ts";

type Data = Readonly<Record<string, unknown>>;
export type Contradiction = { rule: string; register: string; key: string; says: string };

const text = (data: Data | undefined, field: string): string | undefined =>
  typeof data?.[field] === "string" ? data[field] : undefined;
const list = (data: Data | undefined, field: string): Data[] => (Array.isArray(data?.[field]) ? (data[field] as Data[]) : []);
const yearOf = (date: string | undefined): number => Number((date ?? "").slice(0, 4));
const sum = (of: readonly Data[]): number => of.reduce((total, { amount }) => total + Number(amount), 0);

/** Completed years of life (Civil Code article 124). */
const ageOn = (birth: string, on: string): number => yearOf(on) - yearOf(birth) - (on.slice(5) < birth.slice(5) ? 1 : 0);

/** From which age on each of these dates can be: what stands in a register of a person cannot be earlier than that. */
const earliest: readonly [register: string, field: string, age: number, list?: string][] = [
  ["labour-insurance", "insuredSince", 15],
  ["driving-licence", "issuedOn", 18],
  ["criminal-record", "judgedOn", 14],
  ["passport", "issuedOn", 0],
  ["health-insurance", "since", 0],
  ["birth", "birthDate", 12],
  ["military-service", "from", 18],
  ["visit", "date", 0, "visits"],
  ["prescription", "date", 0, "prescriptions"],
  ["vaccination", "date", 0, "vaccinations"],
  ["degree", "graduatedOn", 14, "degrees"],
  ["training", "from", 18, "courses"],
  ["training", "until", 18, "courses"],
  ["traffic-fine", "date", 14, "fines"],
  ["labour-benefit", "paidOn", 15, "benefits"],
  ["property", "acquiredOn", 18, "property"],
  ["tax-payment", "paidOn", 15, "payments"],
];

type Ask = { all: AllRecords; today: string; found: (rule: string, register: string, key: string, says: string) => void };
const recordsOf = ({ all }: Ask, register: string): Iterable<[string, Data]> => all.get(register) ?? [];
const personOf = ({ all }: Ask, key: string): Data | undefined => all.get("person")?.get(key);
const recordOf = ({ all }: Ask, register: string, key: string): Data | undefined => all.get(register)?.get(key);

/** Parents are old enough, and where the register has them it says so of itself. */
function parents(ask: Ask): void {
  for (const [key, person] of recordsOf(ask, "person")) {
    for (const side of ["father", "mother"] as const) {
      const parent = text(person, side);
      const known = parent === undefined ? undefined : personOf(ask, parent);
      if (parent === undefined || known === undefined) continue;
      const years = ageOn(text(known, "birthDate")!, text(person, "birthDate")!);
      if (years < 12) ask.found("parents", "person", key, `${side} was ${years}`);
      if (known.sex !== (side === "father" ? "male" : "female")) ask.found("parents", "person", key, `${side} is ${known.sex}`);
      if (known.name !== person[`${side}Name`]) ask.found("parents", "person", key, `${side} has another name`);
    }
    const spouse = text(person, "spouse");
    if (spouse !== undefined && text(personOf(ask, spouse), "spouse") !== key)
      ask.found("parents", "person", key, "the spouse has another one");
  }
  const born = new Set([...recordsOf(ask, "person")].map(([, { mother, birthDate }]) => `${mother} ${birthDate}`));
  for (const [mother, { birthDate }] of recordsOf(ask, "birth"))
    if (!born.has(`${mother} ${birthDate}`)) ask.found("parents", "birth", mother, "no child was born on that day");
}

function ages(ask: Ask): void {
  for (const [register, field, age, of] of earliest)
    for (const [key, record] of recordsOf(ask, register)) {
      const birth = text(personOf(ask, key), "birthDate");
      if (birth === undefined) {
        ask.found("ages", register, key, "is about nobody");
        continue;
      }
      for (const one of of === undefined ? [record] : list(record, of)) {
        const date = text(one, field);
        if (date === undefined) continue;
        if (ageOn(birth, date) < age) ask.found("ages", register, key, `${field} at ${ageOn(birth, date)}`);
        if (date > ask.today) ask.found("ages", register, key, `${field} is in the future`);
      }
    }
}

function addresses(ask: Ask): void {
  for (const [key, unit] of recordsOf(ask, "household-unit"))
    for (const { nationalId } of list(unit, "members"))
      if (personOf(ask, String(nationalId))?.householdNo !== key)
        ask.found("addresses", "household-unit", key, `${nationalId} is in another household`);
  for (const [key, record] of recordsOf(ask, "low-income")) {
    const no = personOf(ask, key)?.householdNo;
    if (record.householdNo !== no) ask.found("addresses", "low-income", key, "another household");
  }
  const addressOf = (person: string): string | undefined =>
    text(recordOf(ask, "household-unit", String(personOf(ask, person)?.householdNo)), "address");
  for (const [key, record] of recordsOf(ask, "property"))
    for (const house of list(record, "property").filter(({ kind }) => kind === "house"))
      if (house.location !== addressOf(key)) ask.found("addresses", "property", key, "a house elsewhere");
  for (const [key, company] of recordsOf(ask, "company")) {
    const director = String(company.director);
    if (company.seat !== addressOf(director)) ask.found("addresses", "company", key, "its seat is elsewhere");
    if (company.directorName !== personOf(ask, director)?.name)
      ask.found("addresses", "company", key, "its director has another name");
  }
}

function employers(ask: Ask): void {
  const led = new Map([...recordsOf(ask, "company")].map(([number, { director }]) => [String(director), number]));
  for (const [key, insured] of recordsOf(ask, "labour-insurance")) {
    if (insured.status === "ended") continue;
    const account = recordOf(ask, "labour-pension", key);
    if (account?.employerNo !== insured.employerNo) ask.found("employers", "labour-pension", key, "another employer");
    if (led.has(key) && led.get(key) !== insured.employerNo)
      ask.found("employers", "labour-insurance", key, "not the own company");
    const wages = list(recordOf(ask, "income", key), "incomes").filter(({ kind }) => kind === "wage");
    if (wages.some(({ payerNo }) => payerNo !== insured.employerNo))
      ask.found("employers", "income", key, "wages of another employer");
  }
  for (const [key, income] of recordsOf(ask, "income"))
    if (sum(list(income, "incomes")) !== income.total) ask.found("employers", "income", key, "the sum is another");
  for (const [key] of recordsOf(ask, "labour-benefit"))
    if (recordOf(ask, "labour-insurance", key)?.status !== "insured")
      ask.found("employers", "labour-benefit", key, "not insured");
}

const schoolLevels = ["elementary", "junior-high", "senior-high", "university", "graduate"];
const degreeBefore: Readonly<Record<string, string | undefined>> = {
  "senior-high": "junior-high",
  university: "senior-high",
  graduate: "bachelor",
};

function schools(ask: Ask): void {
  for (const [key, school] of recordsOf(ask, "enrolment")) {
    const level = String(school.level);
    const degrees = list(recordOf(ask, "degree", key), "degrees");
    const needed = degreeBefore[level];
    const entered = Number(school.year) + 1911 - (Number(school.grade) - 1);
    const diploma = degrees.find((one) => one.level === needed);
    if (needed !== undefined && !diploma) ask.found("schools", "enrolment", key, `${level} without ${needed}`);
    if (diploma && yearOf(text(diploma, "graduatedOn")) > entered)
      ask.found("schools", "degree", key, "entered before the diploma");
    if (schoolLevels.indexOf(level) < 3 && degrees.some((one) => one.level === "bachelor"))
      ask.found("schools", "degree", key, `a bachelor in ${level}`);
    const age = ageOn(text(personOf(ask, key), "birthDate")!, `${Number(school.year) + 1911}-09-01`);
    if (level === "elementary" && age !== Number(school.grade) + 5)
      ask.found("schools", "enrolment", key, `grade ${school.grade} at ${age}`);
    const service = recordOf(ask, "military-service", key);
    if (service?.state === "serving") ask.found("schools", "military-service", key, "serves and studies");
  }
}

function belongings(ask: Ask): void {
  const unpaid = (key: string, plate: string | null): number =>
    sum(list(recordOf(ask, "traffic-fine", key), "fines").filter((one) => one.state === "unpaid" && one.plate === plate));
  for (const [plate, vehicle] of recordsOf(ask, "vehicle"))
    if (unpaid(String(vehicle.owner), plate) !== vehicle.fines)
      ask.found("belongings", "vehicle", plate, "other fines than the tickets");
  for (const [key, licence] of recordsOf(ask, "driving-licence"))
    if (unpaid(key, null) !== licence.fines) ask.found("belongings", "driving-licence", key, "other fines than the tickets");
  for (const [key] of recordsOf(ask, "military-service"))
    if (personOf(ask, key)?.sex !== "male") ask.found("belongings", "military-service", key, "is no man");
  for (const [key, record] of recordsOf(ask, "allowance"))
    for (const { kind } of list(record, "allowances")) {
      if (kind === "disability" && !recordOf(ask, "disability", key)) ask.found("belongings", "allowance", key, "no certificate");
      if (recordOf(ask, "low-income", key)?.status === "none") ask.found("belongings", "allowance", key, "not low-income");
    }
  for (const [key, record] of recordsOf(ask, "prescription"))
    for (const { date, institution } of list(record, "prescriptions"))
      if (!list(recordOf(ask, "visit", key), "visits").some((one) => one.date === date && one.institution === institution))
        ask.found("belongings", "prescription", key, "without a visit");
}

const rules = { parents, ages, addresses, employers, schools, belongings };
export const ruleNames = Object.keys(rules);

/** What two registers say of one person that cannot both be true. */
export function contradictions(all: AllRecords, today: string): Contradiction[] {
  const list: Contradiction[] = [];
  const found: Ask["found"] = (rule, register, key, says) => list.push({ rule, register, key, says });
  for (const rule of Object.values(rules)) rule({ all, today, found });
  return list;
}
