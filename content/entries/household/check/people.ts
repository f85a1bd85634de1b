import { isNationalId } from "@troad/population";
import { addDays, ageOn } from "../days.ts";
import { leastParentAge } from "../people/persons.ts";
import type { PersonRecord } from "../records.ts";
import { type CheckOptions, isPastDay, type Kept, type Report } from "./faults.ts";

const register = "person";

export const isGone = ({ status }: PersonRecord): boolean =>
  status === "dead" || status === "declared-dead" || status === "cancelled";

/** One person against all others. */
export function checkPerson(key: string, person: PersonRecord, kept: Kept, { today }: CheckOptions, report: Report): void {
  const fault = (code: string, other?: string | null): void => report({ register, key, code, ...(other ? { other } : {}) });
  if (person.nationalId !== key) fault("id-not-key", person.nationalId);
  if (!isNationalId(key)) fault("id-invalid");
  else if ((key[1] === "1") !== (person.sex === "male")) fault("id-sex");
  checkDays(person, today, fault);
  checkSpouse(key, person, kept, fault);
  for (const field of ["father", "mother", "birthFather", "birthMother"] as const) checkParent(key, person, field, kept, fault);
  checkMembership(key, person, kept, fault);
  for (const field of ["guardian", "assistant"] as const) {
    if (person[field] === key) fault(`${field}-self`);
  }
  if (person.father !== null && person.father === person.mother) fault("parents-same", person.father);
}

type Say = (code: string, other?: string | null) => void;

function checkDays(person: PersonRecord, today: string, fault: Say): void {
  const { birthDate, statusOn, movedOn, status } = person;
  if (!isPastDay(birthDate, today)) {
    fault("birth-day");
    return;
  }
  if (movedOn !== null && (!isPastDay(movedOn, today) || movedOn < birthDate)) fault("moved-day");
  if (status === "present") {
    if (statusOn !== null) fault("status-day");
  } else if (!isPastDay(statusOn, today) || statusOn < birthDate) fault("status-day");
}

/** A marriage stands in both records. The record of the dead keeps the spouse; the one of the widowed does not say married. */
function checkSpouse(key: string, person: PersonRecord, kept: Kept, fault: Say): void {
  const { spouse, maritalStatus } = person;
  if (isGone(person)) return;
  if (maritalStatus === "married" && spouse === null && person.spouseName === null) fault("married-to-nobody");
  if (spouse === null) return;
  const other = kept.people.get(spouse);
  if (!other || spouse === key) {
    fault(other ? "spouse-self" : "spouse-unknown", spouse);
    return;
  }
  if (maritalStatus !== "married" && !isGone(other)) fault("spouse-of-unmarried", spouse);
  if (maritalStatus === "married" && isGone(other)) fault("married-to-dead", spouse);
  if (!isGone(other) && other.spouse !== key) fault("spouse-not-mutual", spouse);
}

/** Least years between parents and children; adoptive ones at least 16 (Civil Code, Article 1073). */
const leastYears = { birth: leastParentAge, adoption: 16 };

function checkParent(
  key: string,
  person: PersonRecord,
  field: "father" | "mother" | "birthFather" | "birthMother",
  kept: Kept,
  fault: Say,
): void {
  const id = person[field];
  if (id === null) return;
  const parent = kept.people.get(id);
  if (!parent || id === key) {
    fault(parent ? "parent-self" : "parent-unknown", id);
    return;
  }
  const isAdoptive =
    person.birthFather !== null || person.birthMother !== null ? id !== person.birthFather && id !== person.birthMother : false;
  const years = ageOn(parent.birthDate, person.birthDate);
  if (years < (isAdoptive ? leastYears.adoption : leastYears.birth)) fault("parent-too-young", id);
  if (isAdoptive) return;
  const expected = field === "father" || field === "birthFather" ? "male" : "female";
  const isSpouseOfParent = person.birthFather !== null || person.birthMother !== null;
  if (parent.sex !== expected && !isSpouseOfParent) fault("parent-sex", id);
  bornInLife(person, parent, fault, id);
}

/** A mother lives on the day of birth; a father may have died within the longest time of pregnancy (Civil Code, Article 1062). */
function bornInLife(person: PersonRecord, parent: PersonRecord, fault: Say, id: string): void {
  if (parent.status !== "dead" || parent.statusOn === null) return;
  const last = parent.sex === "female" ? parent.statusOn : addDays(parent.statusOn, 302);
  if (person.birthDate > last) fault("born-after-death", id);
}

function checkMembership(key: string, person: PersonRecord, kept: Kept, fault: Say): void {
  const { householdNo: no, relation } = person;
  if (isGone(person)) {
    if (no !== null || relation !== null) fault("gone-in-household", no);
    return;
  }
  if (no === null) {
    if (relation !== null) fault("relation-without-household");
    if (person.status === "present") fault("without-household");
    return;
  }
  const unit = kept.units.get(no);
  const member = unit?.members.find(({ nationalId }) => nationalId === key);
  if (!unit) fault("household-unknown", no);
  else if (!member) fault("not-a-member", no);
  else if (member.relation !== relation) fault("relation-differs", no);
}
