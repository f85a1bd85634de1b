import type { Data } from "@troad/entry";
import type { BirthRecord, PersonRecord, UnitRecord } from "./records.ts";

/** Registers as a whole, as far as these checks read them. */
export type Registers = {
  data(register: string, key: string): Data | undefined;
  all(register: string): Iterable<[key: string, data: Data]>;
};

/** What is wrong in the registers as a whole: persons, their parents, spouses and households, and days. Empty if nothing is. */
export function faultsOf(registers: Registers): string[] {
  const person = (id: string): PersonRecord | undefined => registers.data("person", id) as PersonRecord | undefined;
  const faults: string[] = [];
  for (const [key, data] of registers.all("person")) faults.push(...personFaults(key, data as PersonRecord, person, registers));
  for (const [no, data] of registers.all("household-unit")) faults.push(...unitFaults(no, data as UnitRecord, person));
  for (const [mother, data] of registers.all("birth"))
    if ((data as BirthRecord).children < 1) faults.push(`birth ${mother}: no child`);
  return faults;
}

function personFaults(
  key: string,
  one: PersonRecord,
  person: (id: string) => PersonRecord | undefined,
  registers: Registers,
): string[] {
  const faults: string[] = [];
  const wrong = (what: string): void => {
    faults.push(`person ${key}: ${what}`);
  };
  if (one.nationalId !== key) wrong(`is kept under another number than ${one.nationalId}`);
  for (const parent of [one.father, one.mother]) {
    if (parent === key) wrong("is their own parent");
    const record = parent ? person(parent) : undefined;
    if (record && record.birthDate >= one.birthDate) wrong(`is not younger than the parent ${parent}`);
  }
  const spouse = one.spouse ? person(one.spouse) : undefined;
  if (one.maritalStatus === "married" && spouse && spouse.spouse !== key) wrong(`the spouse ${one.spouse} has another spouse`);
  if (one.maritalStatus !== "married" && one.spouse && one.status === "present") wrong("has a spouse and is not married");
  if (one.status !== "present") {
    if (!one.statusOn) wrong(`is ${one.status} since no day`);
    return faults;
  }
  const unit = one.householdNo ? (registers.data("household-unit", one.householdNo) as UnitRecord | undefined) : undefined;
  const member = unit?.members.find(({ nationalId }) => nationalId === key);
  if (unit && !member) wrong(`is not among the members of ${one.householdNo}`);
  if (member && member.relation !== one.relation) wrong(`is ${one.relation}, and in the household's record ${member.relation}`);
  return faults;
}

function unitFaults(no: string, unit: UnitRecord, person: (id: string) => PersonRecord | undefined): string[] {
  const faults: string[] = [];
  const wrong = (what: string): void => {
    faults.push(`household ${no}: ${what}`);
  };
  if ((unit.closedOn !== null) !== (unit.members.length === 0)) wrong("is closed with members, or open without");
  if ((unit.head === null) !== (unit.closedOn !== null)) wrong("is open without a head, or closed with one");
  if (unit.head !== null && unit.members[0]?.nationalId !== unit.head) wrong("the head is not the first member");
  if (new Set(unit.members.map(({ nationalId }) => nationalId)).size !== unit.members.length)
    wrong("a member stands there twice");
  for (const { nationalId, relation } of unit.members) {
    if ((relation === "head") !== (nationalId === unit.head)) wrong(`${nationalId} is ${relation}`);
    const one = person(nationalId);
    if (one && one.status !== "present") wrong(`the member ${nationalId} is ${one.status}`);
    if (one && one.householdNo !== no) wrong(`the member ${nationalId} lives in ${one.householdNo}`);
  }
  return faults;
}
