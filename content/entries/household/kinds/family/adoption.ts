import { defineKind } from "@troad/entry";
import Type, { type Static } from "typebox";
import { checkApplicants, is } from "../../applying/applicants.ts";
import { officerFindings } from "../../applying/officer.ts";
import { checkOffice } from "../../applying/offices.ts";
import { checkRuling, rulingFacts } from "../../applying/rulings.ts";
import { ageOn } from "../../days.ts";
import { type Draft, draftOf } from "../../draft.ts";
import { closed, nationalId } from "../../facts.ts";
import { isAdopted, refreshRelations, type Slot } from "../../family/adoptions.ts";
import { type Party, partyFacts, partyOf } from "../../family/couples.ts";
import { checkAdoptionKin } from "../../family/prohibited.ts";
import { surnameOf, withSurname } from "../../names/names.ts";
import { rename } from "../../names/renaming.ts";
import { isAdult } from "../../people/capacity.ts";
import { informOfCard, livingPerson } from "../../people/persons.ts";
import type { PersonRecord } from "../../records.ts";

const facts = closed({
  child: nationalId,
  first: partyFacts,
  /** The other spouse of a joint adoption. */
  second: Type.Optional(partyFacts),
  /** Why a married adopter adopts alone: the spouse cannot declare their will, or has been missing for three years (Article 1074). */
  alone: Type.Optional(Type.Enum(["spouse-unable", "spouse-missing"])),
  contractShown: Type.Boolean(),
  /** Of the child's parents, notarised or before the court; or it was not needed (Articles 1076-1 and 1076-2). */
  parentsConsent: Type.Enum(["given", "not-needed", "none"]),
  /** Of the child's own spouse. */
  spouseConsent: Type.Optional(Type.Boolean()),
  /** The representative of a minor: for a child under seven in its place, else consenting. */
  representativeActed: Type.Optional(Type.Boolean()),
  surname: Type.Enum(["keep", "first", "second"]),
  /** Of a joint adoption: the adopters' written agreement on the surname. */
  surnameAgreement: Type.Optional(Type.Boolean()),
  ...rulingFacts,
});
type Facts = Static<typeof facts>;

/** Same-sex spouses adopt jointly since this day; before, one of them could adopt the other's child by birth (B0000008, Article 20). */
const sameSexJointSince = "2023-06-09";

export const adoption = defineKind({
  facts,
  legalBasis: "D0030006:8",
  secret: ["birthFather", "birthMother"],
  decide: (application, world) => {
    const draft = draftOf(application, world);
    const { facts } = application;
    const child = livingPerson(draft, facts.child, "child");
    const first = partyOf(draft, facts.first, "first");
    const second = facts.second && partyOf(draft, facts.second, "second");
    const adopters = [first, second].filter((adopter) => adopter !== undefined);
    checkRuling(draft, facts);
    checkApplicants(draft, {
      article: "D0030006:31",
      roles: { adopter: (filer) => adopters.some(({ nationalId }) => nationalId === filer.nationalId), adoptee: is(facts.child) },
    });
    checkHome(draft, [child, ...adopters.map(({ record }) => record)]);
    draft.add(officerFindings(application, draft.world, [facts.child, ...adopters.map(({ nationalId }) => nationalId)]));
    if (!child || !first || (facts.second && !second)) return draft.outcome();
    const isStepchild = !second && isOfSpouse(draft, child, first);
    for (const adopter of adopters) checkAdopter(draft, child, adopter, isStepchild);
    checkAges(draft, child, adopters, isStepchild);
    checkJoint(draft, facts, { child, first, second, isStepchild });
    checkConsents(draft, facts, child, second !== undefined);
    if (!draft.isStopped()) enter(draft, facts, child, adopters, isStepchild);
    return draft.outcome();
  },
});

/** The child's home or an adopter's; whether any other office may is not known for certain (Household Registration Act, Article 26). */
function checkHome(draft: Draft, people: readonly (PersonRecord | undefined)[]): void {
  const villages = people.map((person) => draft.unit(person?.householdNo)?.villageCode);
  const village = villages.find((code) => code?.startsWith(draft.application.office)) ?? villages[0];
  checkOffice(draft, village, "perhaps");
}

/** A child of the adopter's spouse, by birth or by adoption. */
const isOfSpouse = (draft: Draft, child: PersonRecord, { record }: Party): boolean =>
  record !== undefined &&
  record.spouse !== null &&
  [child.father, child.mother].includes(draft.person(record.spouse)?.nationalId ?? "");

function checkAdopter(draft: Draft, child: PersonRecord, { nationalId, record }: Party, isStepchild: boolean): void {
  if (record && record.status !== "present" && record.status !== "abroad") draft.refuse("person-not-living", "B0000001:6");
  if (nationalId === child.nationalId) draft.refuse("adopts-themselves", "B0000001:1073-1");
  // One child has the adopters of one adoption, but the spouse of an adopter may follow as of a stepchild (Articles 1074 and 1075).
  if (isAdopted(child) && !isStepchild) draft.refuse("adopted-already", "B0000001:1075");
  if (nationalId !== null) checkAdoptionKin(draft, child.nationalId, nationalId, isStepchild);
}

/** Twenty years; of spouses together one twenty and the other sixteen; of a stepchild sixteen (Article 1073). */
function checkAges(draft: Draft, child: PersonRecord, adopters: readonly Party[], isStepchild: boolean): void {
  const years = adopters.map(({ birthDate }) => ageOn(birthDate, child.birthDate));
  const [most, least] = [Math.max(...years), Math.min(...years)];
  const isEnough = isStepchild ? least >= 16 : adopters.length === 2 ? most >= 20 && least >= 16 : least >= 20;
  if (!isEnough) draft.refuse("adopter-too-young", "B0000001:1073");
}

type Pair = { child: PersonRecord; first: Party; second: Party | undefined; isStepchild: boolean };

/** Spouses adopt together. The spouse passed over may have a court annul it, so where the ruling stands an officer judges (Article 1079-5). */
function checkJoint(draft: Draft, { alone, surname, finalOn }: Facts, { first, second, isStepchild }: Pair): void {
  if (second) {
    if (first.record && second.nationalId !== first.record.spouse && second.name !== first.record.spouseName)
      draft.refuse("adopters-not-married", "B0000001:1075");
    if (first.sex === second.sex && finalOn < sameSexJointSince) draft.refuse("same-sex-joint-before-act", "B0000008:27");
    return;
  }
  if (surname === "second") draft.refuse("surname-of-no-adopter", "B0000001:1078", "surname");
  const isMarried = first.record?.maritalStatus === "married";
  if (isMarried && !isStepchild && !alone) draft.judge("adoption-without-spouse", "B0000001:1074", "alone");
}

/** A court examined these already; without one of them the adoption would be void or could be annulled (Articles 1079-4 and 1079-5). */
function checkConsents(draft: Draft, facts: Facts, child: PersonRecord, isJoint: boolean): void {
  if (!facts.contractShown) draft.missing("adoption-contract-missing", "B0000001:1079", "contractShown");
  const hasParents = child.father !== null || child.mother !== null;
  if (facts.parentsConsent === "none" && hasParents)
    draft.missing("parents-consent-missing", "B0000001:1076-1", "parentsConsent");
  if (child.maritalStatus === "married" && !facts.spouseConsent)
    draft.missing("spouse-consent-missing", "B0000001:1076", "spouseConsent");
  if (!isAdult(child, facts.finalOn) && !facts.representativeActed)
    draft.missing("representative-missing", "B0000001:1076-2", "representativeActed");
  if (isJoint && !facts.surnameAgreement) draft.missing("surname-agreement-missing", "B0000001:1078", "surnameAgreement");
}

/** Where each stands: by sex; two of one sex, in the order stated, and beside a parent of their own sex in the other's place. */
function slotsOf(
  draft: Draft,
  child: PersonRecord,
  adopters: readonly Party[],
  isStepchild: boolean,
): Partial<Record<Slot, Party>> {
  const [first, second] = adopters;
  if (!first) return {};
  if (second)
    return first.sex === "female" && second.sex === "male"
      ? { father: second, mother: first }
      : { father: first, mother: second };
  if (!isStepchild) return first.sex === "male" ? { father: first } : { mother: first };
  const spouse = draft.person(first.record?.spouse)?.nationalId;
  return child.mother === spouse ? { father: first } : { mother: first };
}

function enter(draft: Draft, facts: Facts, child: PersonRecord, adopters: readonly Party[], isStepchild: boolean): void {
  const { father, mother } = slotsOf(draft, child, adopters, isStepchild);
  const other = isStepchild ? child : { father: null, mother: null, fatherName: null, motherName: null };
  const isMinor = !isAdult(child, draft.application.filedOn);
  const alone = father ? "father" : "mother";
  draft.change(child.nationalId, {
    father: father ? father.nationalId : other.father,
    fatherName: father ? father.name : other.fatherName,
    mother: mother ? mother.nationalId : other.mother,
    motherName: mother ? mother.name : other.motherName,
    ...(isAdopted(child) ? {} : { birthFather: child.father, birthMother: child.mother }),
    responsibility: isMinor ? (adopters.length === 2 || isStepchild ? "both" : alone) : null,
    guardian: isMinor ? null : child.guardian,
  });
  refreshRelations(draft, child.nationalId);
  const whose = facts.surname === "keep" ? undefined : adopters[facts.surname === "first" ? 0 : 1];
  const record = draft.person(child.nationalId);
  if (record && whose) rename(draft, record, withSurname(child.name, surnameOf(child.name), surnameOf(whose.name)));
  informOfCard(draft, child.nationalId);
  draft.inform("head", "exchange-household-book", "D0030006:58");
}
