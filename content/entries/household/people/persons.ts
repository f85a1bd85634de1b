import { ageOn } from "../days.ts";
import type { Draft } from "../draft.ts";
import { type PersonRecord, personOf } from "../records.ts";

type Needed = Pick<PersonRecord, "name" | "nationalId" | "birthDate" | "sex">;

/** The record of a person who is entered for the first time; they are in no household yet. */
export const newPerson = (fields: Needed & Partial<PersonRecord>): PersonRecord => ({
  maritalStatus: "single",
  birthPlace: null,
  birthOrder: null,
  father: null,
  mother: null,
  fatherName: null,
  motherName: null,
  birthFather: null,
  birthMother: null,
  spouse: null,
  spouseName: null,
  householdNo: null,
  relation: null,
  status: "present",
  statusOn: null,
  guardian: null,
  assistant: null,
  responsibility: null,
  renamed: 0,
  surnameChanges: 0,
  surnameChangesAdult: 0,
  movedOn: null,
  ...fields,
});

/** The person whom an entry is about; it is refused if there is no such person, or the entry that made the record was void. */
export function concernedPerson(draft: Draft, nationalId: string, fact: string): PersonRecord | undefined {
  const person = draft.person(nationalId);
  if (!person) draft.refuse("person-unknown", "D0030006:1", fact);
  else if (person.status === "cancelled") draft.refuse("person-cancelled", "D0030006:23", fact);
  else return person;
  return undefined;
}

/** The same, of someone who has to be alive. */
export function livingPerson(draft: Draft, nationalId: string, fact: string): PersonRecord | undefined {
  const person = concernedPerson(draft, nationalId, fact);
  if (!person) return undefined;
  if (person.status === "present" || person.status === "abroad") return person;
  draft.refuse("person-not-living", "B0000001:6", fact);
  return undefined;
}

/** Children of a person that are in the register. */
export const childrenOf = (draft: Draft, nationalId: string): PersonRecord[] => {
  const keys = new Set([
    ...draft.world.keysWith("person", "father", nationalId),
    ...draft.world.keysWith("person", "mother", nationalId),
  ]);
  return [...keys].flatMap((key) => {
    const record = personOf(draft.world, key);
    return record && record.status !== "cancelled" ? [record] : [];
  });
};

/** A card shows names, the spouse, the parents and the address: a new one is applied for at the same time. */
export function informOfCard(draft: Draft, nationalId: string): void {
  const card = draft.card(nationalId);
  if (card && card.state === "valid") draft.inform("person", "exchange-card", "D0030006:58");
}

/** No law sets a least age of parents by birth. */
export const leastParentAge = 9;
const doubtfulParentAge = 12;

/** Whether one can be the parent of a child born on that day: below nine years no one is, below twelve an officer looks. */
export function checkParentAge(draft: Draft, parent: PersonRecord | undefined, birthDate: string, fact: string): void {
  if (!parent) return;
  const age = ageOn(parent.birthDate, birthDate);
  if (age < leastParentAge) draft.refuse("parent-too-young", "D0030006:22", fact);
  else if (age < doubtfulParentAge) draft.judge("parent-age-doubtful", "D0030006:22", fact);
}
