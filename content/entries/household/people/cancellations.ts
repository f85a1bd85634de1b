import Type, { type Static } from "typebox";
import { letterOf, villageOf } from "../applying/offices.ts";
import type { Draft } from "../draft.ts";
import { closed, nationalId } from "../facts.ts";
import { depart } from "../family/departures.ts";
import { formHousehold, joinHousehold, leaveHousehold, refreshRelations } from "../living/households.ts";
import { target } from "../living/moving.ts";
import { rename } from "../names/renaming.ts";
import type { PersonRecord } from "../records.ts";
import { childrenOf, informOfCard } from "./persons.ts";

/** The entry that is void, and what was before it where the records do not show it any more. */
export const voidEntry = Type.Union([
  closed({ of: Type.Enum(["birth", "first-registration"]), newHead: Type.Optional(nationalId) }),
  closed({ of: Type.Literal("acknowledgement"), formerName: Type.Optional(Type.String({ minLength: 1, maxLength: 60 })) }),
  closed({ of: Type.Enum(["death", "declared-death"]), target }),
  closed({ of: Type.Literal("nationality-loss"), target }),
  closed({
    of: Type.Enum(["name-change", "surname-change"]),
    formerName: Type.String({ minLength: 1, maxLength: 60 }),
    /** It had been counted for reason 6 of the Name Act, Article 9, or for the Civil Code, Article 1059. */
    counted: Type.Boolean(),
  }),
  closed({ of: Type.Literal("divorce"), spouse: nationalId }),
  closed({ of: Type.Literal("move"), target, newHead: Type.Optional(nationalId) }),
]);
export type VoidEntry = Static<typeof voidEntry>;

/** What a court alone can say: that there is no such divorce, fatherhood or declared death (Act, Article 25). Void marriages are a kind of their own. */
export const needsRuling = ({ of }: VoidEntry): boolean => ["acknowledgement", "declared-death", "divorce"].includes(of);

const article = "D0030006:23";

/** Puts the records back to what they would be without the entry. */
export function undo(draft: Draft, person: PersonRecord, entry: VoidEntry): void {
  if (entry.of === "birth" || entry.of === "first-registration") undoPerson(draft, person, entry.newHead);
  else if (entry.of === "acknowledgement") undoFather(draft, person, entry.formerName);
  else if (entry.of === "death") revive(draft, person, "dead", entry.target);
  else if (entry.of === "declared-death") revive(draft, person, "declared-dead", entry.target);
  else if (entry.of === "nationality-loss") revive(draft, person, "cancelled", entry.target);
  else if (entry.of === "name-change" || entry.of === "surname-change")
    undoName(draft, person, entry.formerName, entry.counted ? entry.of : null);
  else if (entry.of === "divorce") undoDivorce(draft, person, entry.spouse);
  else if (entry.of === "move") moveBack(draft, person, entry.target, entry.newHead);
}

/** Who was entered and is not that person; others whose records point here have to be put right first. */
function undoPerson(draft: Draft, person: PersonRecord, newHead: string | undefined): void {
  if (person.spouse !== null || childrenOf(draft, person.nationalId).length > 0)
    draft.refuse("others-depend-on-entry", article, "entry");
  const on = draft.application.filedOn;
  depart(draft, person, { status: "cancelled", on, newHead, isCardBrought: true });
  draft.change(person.nationalId, { father: null, mother: null });
}

function undoFather(draft: Draft, person: PersonRecord, formerName: string | undefined): void {
  if (person.father === null && person.fatherName === null) draft.refuse("entry-not-there", article, "entry");
  draft.change(person.nationalId, {
    father: null,
    fatherName: null,
    responsibility: person.responsibility === null ? null : "mother",
  });
  const present = draft.person(person.nationalId) ?? person;
  if (formerName) rename(draft, present, formerName);
  informOfCard(draft, person.nationalId);
  if (person.householdNo) refreshRelations(draft, person.householdNo);
}

function undoName(
  draft: Draft,
  person: PersonRecord,
  formerName: string,
  counted: "name-change" | "surname-change" | null,
): void {
  if (person.name === formerName) draft.refuse("entry-not-there", article, "entry");
  rename(draft, person, formerName, countsWithout(person, counted));
}

function countsWithout(
  { renamed, surnameChanges, surnameChangesAdult }: PersonRecord,
  counted: string | null,
): Partial<PersonRecord> {
  const less = (count: number): number => Math.max(0, count - 1);
  if (counted === "name-change") return { renamed: less(renamed) };
  if (counted === null) return {};
  return surnameChangesAdult > 0 ? { surnameChangesAdult: less(surnameChangesAdult) } : { surnameChanges: less(surnameChanges) };
}

function undoDivorce(draft: Draft, person: PersonRecord, nationalId: string): void {
  const spouse = draft.person(nationalId);
  if (person.maritalStatus !== "divorced" || spouse?.maritalStatus === "single")
    draft.refuse("entry-not-there", article, "entry");
  // Either has married again since: which of the marriages stands, a court says (Civil Code, Article 988).
  if (spouse?.maritalStatus !== "divorced") draft.refuse("married-since", "B0000001:988", "entry");
  if (!spouse) return;
  draft.change(person.nationalId, { maritalStatus: "married", spouse: nationalId, spouseName: spouse.name });
  draft.change(nationalId, { maritalStatus: "married", spouse: person.nationalId, spouseName: person.name });
  draft.inform("spouse", "exchange-card", "D0030006:58");
}

type Target = Static<typeof target>;

/** Brings a person into a household. */
function place(draft: Draft, nationalId: string, target: Target): void {
  const { filedOn } = draft.application;
  const who = [{ nationalId }];
  const village = target.to === "form" ? villageOf(target.villageCode) : undefined;
  const unit = target.to === "join" ? draft.unit(target.household) : undefined;
  if (target.to === "form" && !village) draft.refuse("village-unknown", "D0030007:26", "entry");
  if (target.to === "join" && (!unit || unit.closedOn !== null)) draft.refuse("household-unknown", "D0030006:3", "entry");
  if (draft.isStopped()) return;
  draft.change(nationalId, { movedOn: filedOn });
  if (target.to === "join") joinHousehold(draft, target.household, who);
  else {
    const { villageCode, address, kind } = target;
    formHousehold(draft, { letter: letterOf(villageCode.slice(0, 5)) ?? "", villageCode, address, kind, who, on: filedOn });
  }
}

/** Who was entered as dead, or without nationality, and lives here. The marriage revives unless the spouse has married again. */
function revive(draft: Draft, person: PersonRecord, expected: PersonRecord["status"], target: Target): void {
  if (person.status !== expected) draft.refuse("entry-not-there", article, "entry");
  draft.change(person.nationalId, { status: "present", statusOn: null });
  const spouse = draft.person(person.spouse);
  const isDeath = expected !== "cancelled";
  if (isDeath && spouse?.maritalStatus === "widowed" && spouse.spouse === null) {
    draft.change(spouse.nationalId, { maritalStatus: "married", spouse: person.nationalId, spouseName: person.name });
    draft.inform("spouse", "exchange-card", "D0030006:58");
  } else if (isDeath && spouse) {
    draft.judge("spouse-remarried", "B0010048:163", "entry");
    draft.change(person.nationalId, { maritalStatus: "divorced", spouse: null, spouseName: null });
  }
  place(draft, person.nationalId, target);
  draft.inform("person", "first-card", "D0030006:57");
}

function moveBack(draft: Draft, person: PersonRecord, target: Target, newHead: string | undefined): void {
  const { nationalId, householdNo: no } = person;
  if (no) leaveHousehold(draft, { no, who: [nationalId], newHead, on: draft.application.filedOn });
  draft.change(nationalId, { status: "present", statusOn: null });
  place(draft, nationalId, target);
  informOfCard(draft, nationalId);
}
