import { defineKind } from "@troad/entry";
import Type, { type Static } from "typebox";
import { asStated, checkApplicants, headOf, is, livesWith, type Role } from "../../applying/applicants.ts";
import { officerFindings } from "../../applying/officer.ts";
import { checkOffice, isCounty, letterOf } from "../../applying/offices.ts";
import { checkExOfficio, setTerm } from "../../applying/terms.ts";
import { ageOn } from "../../days.ts";
import { type Draft, draftOf } from "../../draft.ts";
import { closed, day, householdNo, nationalId, orNull, reminderEndedOn, text } from "../../facts.ts";
import { checkOnce, recordBirth } from "../../family/births.ts";
import { isWithin, kinship } from "../../family/kin.ts";
import { type Father, fatherOf, marriageFacts } from "../../family/parentage.ts";
import { joinHousehold } from "../../living/households.ts";
import { checkName, newName } from "../../names/names.ts";
import { surnameText, whoseSurname } from "../../names/surnames.ts";
import { nextNationalId } from "../../people/numbers.ts";
import { checkParentAge, newPerson } from "../../people/persons.ts";
import type { PersonRecord } from "../../records.ts";

const facts = closed({
  mother: orNull(nationalId),
  /** Of a mother who is in no household register. */
  motherName: Type.Optional(text),
  father: orNull(nationalId),
  fatherName: Type.Optional(text),
  ...marriageFacts,
  name: newName,
  /** Whose surname; `lot` where the parents have not agreed. */
  surname: Type.Enum(["father", "mother", "lot", "guardian"]),
  /** The lot, where the office has drawn it before it enters the birth; otherwise it is drawn with the entry. */
  lot: Type.Optional(Type.Enum(["father", "mother"])),
  /** The agreement of both parents on the surname was shown in writing. */
  surnameAgreement: Type.Optional(Type.Boolean()),
  /** Where a surname does not show in the parent's name, or the parent has no Chinese one. */
  surnameText: Type.Optional(Type.String({ minLength: 1, maxLength: 20 })),
  sex: Type.Enum(["male", "female"]),
  birthDate: day,
  /** Code of a county, or the name of a country. */
  birthPlace: Type.String({ minLength: 2, maxLength: 40 }),
  bornAlive: Type.Boolean(),
  /** First, second ... child of the mother. */
  order: Type.Integer({ minimum: 1, maximum: 30 }),
  /** Born alive at this birth. */
  children: Type.Integer({ minimum: 1, maximum: 9 }),
  weeks: orNull(Type.Integer({ minimum: 20, maximum: 45 })),
  /** The original certificate of birth, the hospital's notice, another proof of the birth, or nothing. */
  proof: Type.Enum(["certificate", "notice", "other", "none"]),
  /** Of an abandoned child: a person, or the institution. */
  guardian: Type.Optional(closed({ nationalId: orNull(nationalId), name: text })),
  household: householdNo,
  reminderEndedOn,
});
type Facts = Static<typeof facts>;

export const birth = defineKind({
  facts,
  legalBasis: "D0030006:6",
  decide: (application, world) => {
    const draft = draftOf(application, world);
    const { facts } = application;
    const mother = draft.person(facts.mother);
    checkChild(draft, facts);
    checkProof(draft, facts);
    const term = { event: facts.birthDate, days: 60, reminderEndedOn: facts.reminderEndedOn, fact: "birthDate" };
    setTerm(draft, term);
    checkExOfficio(draft, "after-reminder", term);
    if (facts.mother !== null) checkMother(draft, mother, facts);
    const parents = mother ? fatherOf(draft, mother, facts.birthDate, facts) : withoutMother(draft, facts);
    checkFather(draft, parents, facts.birthDate);
    if (mother) checkOnce(draft, mother, facts);
    checkHousehold(draft, facts, parents);
    checkWho(draft, facts, parents);
    const concerned = [facts.mother, parents.father?.nationalId, facts.guardian?.nationalId];
    draft.add(officerFindings(application, draft.world, concerned));
    const surname = surnameFor(draft, facts, parents);
    const name = checkName(draft, facts.name, surname);
    if (!draft.isStopped()) enter(draft, facts, parents, name);
    return draft.outcome();
  },
});

function checkChild(draft: Draft, { bornAlive, birthDate, birthPlace, mother, motherName, father, fatherName }: Facts): void {
  // A child that was not born alive has never been a person; the attendant tells the health authority (Act on Children's Welfare, Article 14).
  if (!bornAlive) draft.refuse("stillbirth-no-entry", "B0000001:6", "bornAlive");
  if (!isCounty(birthPlace)) draft.refuse("birth-abroad", "D0030006:15", "birthPlace");
  if (ageOn(birthDate, draft.application.filedOn) >= 12) draft.refuse("birth-first-registration", "D0030006:15", "birthDate");
  const isForeign = !draft.person(mother) && !draft.person(father) && (motherName ?? fatherName) !== undefined;
  if (isForeign) draft.judge("nationality-to-be-judged", "D0030006:6");
}

function checkProof(draft: Draft, { proof }: Facts): void {
  if (proof === "none") draft.missing("birth-certificate-missing", "D0030007:13", "proof");
  if (proof === "other") draft.judge("birth-proof-to-be-judged", "D0030007:13", "proof");
}

function checkMother(draft: Draft, mother: PersonRecord | undefined, { birthDate }: Facts): void {
  if (!mother) draft.refuse("mother-unknown", "D0030006:29", "mother");
  else if (mother.status === "cancelled") draft.refuse("mother-cancelled", "D0030006:23", "mother");
  else if (mother.sex !== "female") draft.refuse("mother-not-female", "B0000001:1061", "mother");
  else if (mother.status !== "present" && mother.status !== "abroad" && (mother.statusOn ?? "") < birthDate)
    draft.refuse("mother-not-living", "B0000001:6", "mother");
  else checkParentAge(draft, mother, birthDate, "mother");
}

function checkFather(draft: Draft, { father }: Father, birthDate: string): void {
  const record = draft.person(father?.nationalId);
  if (father?.nationalId && !record) draft.refuse("father-unknown", "D0030006:29", "father");
  checkParentAge(draft, record, birthDate, "father");
}

/** An abandoned child, or a child of a mother who is in no household register: what her marriage was, the officer reads from her papers. */
function withoutMother(draft: Draft, { motherName, father, fatherName, guardian }: Facts): Father {
  const record = draft.person(father);
  if (motherName === undefined) {
    if (father !== null || fatherName !== undefined) draft.refuse("mother-not-stated", "D0030006:29", "mother");
    else if (!guardian) draft.missing("guardian-missing", "D0030006:49", "guardian");
    return { father: null, isLegitimate: false };
  }
  if (father === null && fatherName === undefined) return { father: null, isLegitimate: false };
  const isHusband = record?.maritalStatus === "married" && record.spouseName === motherName;
  if (!isHusband) draft.judge("parents-marriage-to-be-judged", "B0000001:1063", "father");
  return { father: { nationalId: father, name: record?.name ?? fatherName ?? "" }, isLegitimate: true };
}

/** A minor shares the domicile of the parents (Civil Code, Article 1060); an abandoned child that of the guardian. */
function checkHousehold(draft: Draft, { household, mother, guardian }: Facts, { father }: Father): void {
  const unit = draft.unit(household);
  checkOffice(draft, unit?.villageCode, "announced");
  const homes = [mother, father?.nationalId, guardian?.nationalId];
  if (!unit || unit.closedOn !== null) draft.refuse("household-unknown", "D0030006:3", "household");
  else if (!unit.members.some(({ nationalId }) => homes.includes(nationalId)))
    draft.judge("household-not-of-parents", "B0000001:1060", "household");
}

function checkWho(draft: Draft, { mother, household, guardian }: Facts, { father }: Father): void {
  const isGrandparent: Role = ({ nationalId }) =>
    [mother, father?.nationalId].some(
      (parent) =>
        parent && isWithin(kinship(draft.world, parent, nationalId, 1), { by: ["blood", "adoption"], line: "direct", degree: 1 }),
    ) || "judge";
  checkApplicants(draft, {
    article: "D0030006:29",
    roles: {
      mother: is(mother),
      father: is(father?.nationalId),
      grandfather: isGrandparent,
      grandmother: isGrandparent,
      head: headOf(draft, household),
      "co-resident": livesWith(draft, household),
      carer: asStated,
      ...(mother === null && guardian ? { institution: asStated } : {}),
    },
  });
}

function surnameFor(draft: Draft, facts: Facts, { father, isLegitimate }: Father): string {
  const { mother, motherName, guardian } = facts;
  const names = { father: father?.name, mother: draft.person(mother)?.name ?? motherName, guardian: guardian?.name };
  const isAbandoned = names.mother === undefined && names.father === undefined;
  const whose = whoseSurname(draft, {
    isLegitimate,
    isAbandoned,
    wanted: facts.surname,
    isAgreed: facts.surnameAgreement ?? false,
    lot: facts.lot,
  });
  return surnameText(draft, names[whose], facts.surnameText);
}

function enter(draft: Draft, facts: Facts, { father, isLegitimate }: Father, name: string): void {
  const letter = letterOf(draft.application.office);
  const nationalId = letter && nextNationalId(draft, letter, facts.sex);
  if (!nationalId) return;
  const mother = draft.person(facts.mother);
  const child = newPerson({
    name,
    nationalId,
    birthDate: facts.birthDate,
    sex: facts.sex,
    birthPlace: facts.birthPlace,
    birthOrder: facts.order,
    father: father?.nationalId ?? null,
    mother: facts.mother,
    fatherName: father?.name ?? null,
    motherName: mother?.name ?? facts.motherName ?? null,
    guardian: facts.guardian?.nationalId ?? null,
    responsibility: isLegitimate ? "both" : facts.mother || facts.motherName ? "mother" : "guardian",
    movedOn: facts.birthDate,
  });
  draft.put("person", nationalId, child);
  draft.give("nationalId", nationalId);
  joinHousehold(draft, facts.household, [{ nationalId, stated: "other-kin" }]);
  if (facts.mother) recordBirth(draft, facts.mother, facts);
  if (draft.application.exOfficio) draft.note("named-by-office", "D0030006:49");
}
