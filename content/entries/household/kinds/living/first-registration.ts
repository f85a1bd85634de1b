import { defineKind } from "@troad/entry";
import Type, { type Static } from "typebox";
import { asStated, checkApplicants, headOf, type Role } from "../../applying/applicants.ts";
import { officerFindings } from "../../applying/officer.ts";
import { checkOffice, isCounty, letterOf } from "../../applying/offices.ts";
import { checkExOfficio, setTerm } from "../../applying/terms.ts";
import { ageOn } from "../../days.ts";
import { type Draft, draftOf } from "../../draft.ts";
import { closed, day, nationalId, orNull, reminderEndedOn, text } from "../../facts.ts";
import { abroadFacts, checkAbroad } from "../../family/couples.ts";
import { formHousehold, joinHousehold } from "../../living/households.ts";
import { target, targetVillage } from "../../living/moving.ts";
import { checkName, newName } from "../../names/names.ts";
import { nextNationalId } from "../../people/numbers.ts";
import { checkParentAge, newPerson } from "../../people/persons.ts";
import { personOf } from "../../records.ts";

const facts = closed({
  /** Article 15: nationals without a household, naturalised persons, people of the mainland, Hong Kong or Macau; or born here and never entered. */
  ground: Type.Enum(["national", "naturalised", "mainland-hong-kong-macau", "born-here"]),
  /** When settlement was approved; of those born here when it was found. */
  approvedOn: day,
  /** The permit of settlement (定居證), or the proof of a birth here. */
  proof: Type.Boolean(),
  /** Of those born here: never left and staying lawfully. */
  neverLeft: Type.Optional(Type.Boolean()),
  livesHere: Type.Boolean(),
  surname: Type.String({ minLength: 0, maxLength: 20 }),
  name: newName,
  sex: Type.Enum(["male", "female"]),
  birthDate: day,
  /** Code of a county, or the name or ISO 3166-1 code of a country. */
  birthPlace: Type.String({ minLength: 2, maxLength: 40 }),
  father: orNull(nationalId),
  fatherName: Type.Optional(text),
  mother: orNull(nationalId),
  motherName: Type.Optional(text),
  maritalStatus: Type.Enum(["single", "married", "divorced", "widowed"]),
  /** The spouse, and the name of one who is in no register. */
  spouse: Type.Optional(nationalId),
  spouseName: Type.Optional(text),
  /** Papers that were made abroad, such as the certificate of a birth there. */
  abroad: Type.Optional(abroadFacts),
  target,
  relation: Type.Optional(Type.Enum(["other-kin", "lodger"])),
  reminderEndedOn,
});
type Facts = Static<typeof facts>;

const article = "D0030006:15";

/** First registration of a household (初設戶籍) of those who never had one here. */
export const firstRegistration = defineKind({
  facts,
  legalBasis: article,
  decide: (application, world) => {
    const draft = draftOf(application, world);
    const { facts } = application;
    const term = { event: facts.approvedOn, reminderEndedOn: facts.reminderEndedOn, fact: "approvedOn" };
    setTerm(draft, term);
    checkExOfficio(draft, "after-reminder", term);
    checkGround(draft, facts);
    for (const parent of ["father", "mother"] as const) checkParent(draft, facts, parent);
    checkNotEntered(draft, facts);
    const village = targetVillage(draft, { ...facts, who: [], movedOn: facts.approvedOn, intendsToStay: true });
    // At the office of the present home, whatever the ministry has announced for other entries (Article 26, item 5).
    if (village) checkOffice(draft, village, "home");
    checkTargetPapers(draft, facts);
    if (facts.abroad) checkAbroad(draft, facts.abroad);
    checkWho(draft, facts);
    draft.add(officerFindings(application, draft.world, [facts.father, facts.mother, facts.spouse]));
    const name = checkName(draft, facts.name, facts.surname);
    if (!draft.isStopped()) enter(draft, facts, name);
    return draft.outcome();
  },
});

function checkGround(draft: Draft, { ground, proof, neverLeft, livesHere, birthDate, birthPlace }: Facts): void {
  const { filedOn } = draft.application;
  if (!proof) draft.missing("settlement-permit-missing", "D0030007:13", "proof");
  // The immigration agency is told, and may take the permit back.
  if (!livesHere) draft.refuse("settlement-not-lived-in", "D0030007:9-1", "livesHere");
  if (birthDate > filedOn) draft.refuse("day-in-future", "D0030006:48", "birthDate");
  if (ground !== "born-here") return;
  if (ageOn(birthDate, filedOn) < 12) draft.refuse("birth-entry-instead", "D0030006:6", "birthDate");
  if (!isCounty(birthPlace)) draft.refuse("not-born-here", article, "birthPlace");
  if (!neverLeft) draft.refuse("has-left-the-country", article, "neverLeft");
}

/** Of the parents who are in the register. */
function checkParent(draft: Draft, facts: Facts, parent: "father" | "mother"): void {
  const record = draft.person(facts[parent]);
  if (facts[parent] !== null && !record)
    draft.refuse(parent === "father" ? "father-unknown" : "mother-unknown", "D0030006:40", parent);
  if (record && record.sex !== (parent === "father" ? "male" : "female"))
    draft.refuse(parent === "father" ? "father-not-male" : "mother-not-female", "B0000001:1061", parent);
  checkParentAge(draft, record, facts.birthDate, parent);
}

/** Another record with the same name and birthday: a former household revives, with its number, and is no first one. */
function checkNotEntered(draft: Draft, { surname, name, sex, birthDate }: Facts): void {
  const namesakes = draft.world.keysWith("person", "name", `${surname}${name.given}`);
  const isKnown = namesakes.some((key) => {
    const record = personOf(draft.world, key);
    return record?.birthDate === birthDate && record.sex === sex;
  });
  if (isKnown) draft.judge("registered-perhaps-already", "D0030030:4", "name");
}

function checkTargetPapers(draft: Draft, { target }: Facts): void {
  if (target.to === "join" && !target.bookShown) draft.missing("household-book-missing", "D0030007:21", "bookShown");
  if (target.to === "form" && target.proof === "none") draft.missing("dwelling-proof-missing", "D0030007:13", "proof");
  if (target.to === "form" && target.proof === "lease-only") draft.judge("lease-to-be-judged", "D0030007:13", "proof");
}

/** The person has no number yet, so the statement is what there is; parents are shown by theirs. */
function checkWho(draft: Draft, { father, mother, target }: Facts): void {
  const isParent: Role = ({ nationalId }) => nationalId === father || nationalId === mother || "judge";
  const head = target.to === "join" ? headOf(draft, target.household) : asStated;
  checkApplicants(draft, {
    article: "D0030006:40",
    online: "perhaps",
    roles: { self: asStated, head, representative: isParent },
  });
}

function enter(draft: Draft, facts: Facts, name: string): void {
  const { filedOn, office } = draft.application;
  const letter = letterOf(office);
  const nationalId = letter && nextNationalId(draft, letter, facts.sex);
  if (!letter || !nationalId) return;
  const spouse = draft.person(facts.spouse);
  const person = newPerson({
    name,
    nationalId,
    birthDate: facts.birthDate,
    sex: facts.sex,
    birthPlace: facts.birthPlace,
    father: facts.father,
    mother: facts.mother,
    fatherName: draft.person(facts.father)?.name ?? facts.fatherName ?? null,
    motherName: draft.person(facts.mother)?.name ?? facts.motherName ?? null,
    maritalStatus: facts.maritalStatus,
    spouse: spouse ? spouse.nationalId : null,
    spouseName: spouse?.name ?? facts.spouseName ?? null,
    movedOn: filedOn,
  });
  draft.put("person", nationalId, person);
  draft.give("nationalId", nationalId);
  // The spouse's record named a person without a number until now.
  if (spouse && spouse.spouse === null && spouse.maritalStatus === "married")
    draft.change(spouse.nationalId, { spouse: nationalId, spouseName: name });
  else if (spouse && spouse.spouse !== nationalId) draft.refuse("spouse-married-to-other", "B0000001:985", "spouse");
  const who = [{ nationalId, stated: facts.relation }];
  const { target } = facts;
  if (target.to === "join") joinHousehold(draft, target.household, who);
  else {
    const { villageCode, address, kind } = target;
    formHousehold(draft, { letter, villageCode, address, kind, who, on: filedOn });
  }
  if (ageOn(facts.birthDate, filedOn) >= 14) draft.inform("person", "first-card", "D0030006:57");
}
