import type { CardRecord, UnitRecord } from "../records.ts";
import { type CheckOptions, isPastDay, type Kept, type Report } from "./faults.ts";
import { isGone } from "./people.ts";

/** One household: its days, its village, its head, and that each member is in this household and in no other. */
export function checkUnit(key: string, unit: UnitRecord, kept: Kept, { today, isVillage }: CheckOptions, report: Report): void {
  const fault = (code: string, other?: string): void =>
    report({ register: "household-unit", key, code, ...(other ? { other } : {}) });
  if (!isVillage(unit.villageCode)) fault("village-unknown", unit.villageCode);
  if (!isPastDay(unit.formedOn, today)) fault("formed-day");
  if (unit.closedOn !== null) {
    if (!isPastDay(unit.closedOn, today) || unit.closedOn < unit.formedOn) fault("closed-day");
    if (unit.members.length > 0 || unit.head !== null) fault("closed-not-empty");
    return;
  }
  if (unit.members.length === 0) fault("open-empty");
  const [first] = unit.members;
  const heads = unit.members.filter(({ relation }) => relation === "head");
  if (heads.length !== 1 || first?.relation !== "head" || first.nationalId !== unit.head)
    fault("head-not-first", unit.head ?? undefined);
  const seen = new Set<string>();
  for (const { nationalId } of unit.members) {
    if (seen.has(nationalId)) fault("member-twice", nationalId);
    seen.add(nationalId);
    const person = kept.people.get(nationalId);
    if (!person) fault("member-unknown", nationalId);
    else if (person.householdNo !== key) fault("member-elsewhere", nationalId);
  }
}

export function checkCard(key: string, card: CardRecord, kept: Kept, { today }: CheckOptions, report: Report): void {
  const fault = (code: string): void => report({ register: "id-card", key, code });
  const person = kept.people.get(key);
  if (!person) {
    fault("card-of-unknown");
    return;
  }
  if (isGone(person) && card.state === "valid") fault("card-of-dead");
  if (!Number.isInteger(card.serial) || card.serial < 1) fault("card-serial");
  if (!isPastDay(card.issuedOn, today) || card.issuedOn < person.birthDate) fault("card-day");
  if (!isPastDay(card.stateOn, today) || card.stateOn < card.issuedOn) fault("card-state-day");
}

/** The last birth of each mother; a child of hers born on that day is one of those that it counts. */
export function checkBirths(kept: Kept, { today }: CheckOptions, report: Report): void {
  const born = new Map<string, number>();
  for (const person of kept.people.values()) {
    const mother = person.birthMother ?? person.mother;
    if (mother !== null) born.set(`${mother} ${person.birthDate}`, (born.get(`${mother} ${person.birthDate}`) ?? 0) + 1);
  }
  for (const [key, birth] of kept.births) {
    const fault = (code: string): void => report({ register: "birth", key, code });
    const mother = kept.people.get(key);
    if (!mother) fault("mother-unknown");
    if (!isPastDay(birth.birthDate, today)) fault("birth-day");
    if ((born.get(`${key} ${birth.birthDate}`) ?? 0) > birth.children) fault("more-children-than-born");
  }
}
