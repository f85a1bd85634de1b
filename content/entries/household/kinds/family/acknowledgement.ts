import { defineKind } from "@troad/entry";
import Type, { type Static } from "typebox";
import { checkApplicants, is } from "../../applying/applicants.ts";
import { officerFindings } from "../../applying/officer.ts";
import { checkOfficeOf } from "../../applying/offices.ts";
import { checkExOfficio, setTerm } from "../../applying/terms.ts";
import { type Draft, draftOf } from "../../draft.ts";
import { closed, day, nationalId, orNull, reminderEndedOn, text } from "../../facts.ts";
import { refreshRelations } from "../../living/households.ts";
import { surnameOf, withSurname } from "../../names/names.ts";
import { rename } from "../../names/renaming.ts";
import { checkSurnameLimit } from "../../names/surnames.ts";
import { isAdult } from "../../people/capacity.ts";
import { checkParentAge, informOfCard, livingPerson } from "../../people/persons.ts";
import type { PersonRecord } from "../../records.ts";

const facts = closed({
  child: nationalId,
  /** Null: a man who is in no household register, by his name. */
  father: orNull(nationalId),
  fatherName: Type.Optional(text),
  /** The day of the declaration, or on which the ruling became final. */
  on: day,
  /** A written declaration, a final ruling, proof that he has reared the child, or nothing. */
  proof: Type.Enum(["declaration", "ruling", "rearing", "none"]),
  /** The child or the mother has denied it (Civil Code, Article 1066). */
  denied: Type.Optional(Type.Boolean()),
  /** `father`: the child takes his surname with it. */
  surname: Type.Enum(["keep", "father"]),
  surnameAgreement: Type.Optional(Type.Boolean()),
  surnameText: Type.Optional(Type.String({ minLength: 1, maxLength: 20 })),
  reminderEndedOn,
});
type Facts = Static<typeof facts>;

const article = "B0000001:1065";

/** Acknowledgement (認領): a child of unmarried parents becomes the father's, as if born in marriage. */
export const acknowledgement = defineKind({
  facts,
  legalBasis: "D0030006:7",
  decide: (application, world) => {
    const draft = draftOf(application, world);
    const { facts } = application;
    const child = livingPerson(draft, facts.child, "child");
    const term = { event: facts.on, reminderEndedOn: facts.reminderEndedOn, fact: "on" };
    setTerm(draft, term);
    checkExOfficio(draft, facts.proof === "ruling" ? "after-reminder" : "never", term);
    checkProof(draft, facts);
    const father = draft.person(facts.father);
    checkFather(draft, facts, father, child);
    if (!child) return draft.outcome();
    checkOfficeOf(draft, child, "perhaps");
    checkApplicants(draft, {
      article: "D0030006:30",
      online: "perhaps",
      roles: {
        father: is(facts.father),
        child: is(facts.child),
        mother: (filer) => !isAdult(child, application.filedOn) && filer.nationalId === child.mother,
      },
      mandate: "approval",
    });
    draft.add(officerFindings(application, draft.world, [facts.child, facts.father, child.mother]));
    enter(draft, facts, father?.name ?? facts.fatherName ?? "", child);
    return draft.outcome();
  },
});

function checkProof(draft: Draft, { proof, denied }: Facts): void {
  if (proof === "none") draft.missing("acknowledgement-proof-missing", "D0030007:13", "proof");
  if (proof === "rearing") draft.judge("rearing-to-be-judged", article, "proof");
  if (denied && proof !== "ruling") draft.refuse("acknowledgement-denied", "B0000001:1066", "denied");
}

function checkFather(draft: Draft, facts: Facts, father: PersonRecord | undefined, child: PersonRecord | undefined): void {
  if (facts.father !== null && !father) draft.refuse("father-unknown", "D0030006:30", "father");
  if (facts.father === null && facts.fatherName === undefined) draft.missing("father-not-stated", "D0030006:30", "fatherName");
  if (child && (child.father !== null || child.fatherName !== null)) draft.refuse("child-has-father", article, "child");
  if (!father) return;
  if (father.sex !== "male") draft.refuse("father-not-male", article, "father");
  if (child) checkParentAge(draft, father, child.birthDate, "father");
  if (child && facts.on < child.birthDate) draft.refuse("day-before-birth", "B0000001:6", "on");
  const isGone = father.status === "dead" || father.status === "declared-dead" || father.status === "cancelled";
  // After his death only a court can find it, in a suit against his heirs (Article 1067).
  if (isGone && facts.proof !== "ruling" && (father.statusOn ?? "") < facts.on)
    draft.refuse("father-not-living", "B0000001:1067", "father");
}

function enter(draft: Draft, facts: Facts, fatherName: string, child: PersonRecord): void {
  draft.change(child.nationalId, { father: facts.father, fatherName });
  informOfCard(draft, child.nationalId);
  // Who is responsible for a minor, the parents agree, or a court decides; that is an entry of its own.
  if (!isAdult(child, draft.application.filedOn)) draft.note("responsibility-to-be-agreed", "B0000001:1069-1");
  if (facts.surname === "father") takeSurname(draft, facts, fatherName, child);
  if (child.householdNo) refreshRelations(draft, child.householdNo);
}

function takeSurname(draft: Draft, { surnameAgreement, surnameText }: Facts, fatherName: string, child: PersonRecord): void {
  const isChinese = /^\p{Script=Han}/u.test(fatherName);
  const surname = isChinese ? surnameOf(fatherName, surnameText) : surnameText;
  if (!surname) draft.missing("surname-not-stated", "D0030011:2", "surnameText");
  const counted = checkSurnameLimit(draft, child, { isAgreed: surnameAgreement ?? false, article: "B0000001:1059-1" });
  if (draft.isStopped() || !surname) return;
  const present = draft.person(child.nationalId) ?? child;
  rename(draft, present, withSurname(child.name, surnameOf(child.name), surname), counted);
  draft.give("surname", surname);
}
